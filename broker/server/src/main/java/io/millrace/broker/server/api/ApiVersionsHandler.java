package io.millrace.broker.server.api;

import io.millrace.broker.server.request.Answer;
import io.millrace.broker.server.request.ApiEntry;
import io.millrace.broker.server.request.ApiHandler;
import io.millrace.broker.server.request.ApiTable;
import io.millrace.broker.server.request.RequestContext;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.ApiVersionsResponseData.ApiVersion;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/**
 * ApiVersions 0-4: what is served. A version that is too new is answered in version 0 with the range of this one key,
 * after which clients try again (KIP-511). No feature is finalized: transactions of version 2 and the newer group
 * protocols are not built.
 */
final class ApiVersionsHandler implements ApiHandler<ApiVersionsRequestData> {

    static final short MAX_VERSION = 4;

    private static final Pattern SOFTWARE = Pattern.compile("[a-zA-Z0-9](?:[a-zA-Z0-9\\-.]*[a-zA-Z0-9])?");
    private static final short FIRST_VERSION_WITH_SOFTWARE = 3;

    private final ApiTable table;

    ApiVersionsHandler(ApiTable table) {
        this.table = table;
    }

    @Override
    public CompletableFuture<Answer> handle(RequestContext context, ApiVersionsRequestData request) {
        if (context.version() >= FIRST_VERSION_WITH_SOFTWARE
                && !(SOFTWARE.matcher(request.clientSoftwareName()).matches()
                        && SOFTWARE.matcher(request.clientSoftwareVersion()).matches())) {
            return Answer.now(new ApiVersionsResponseData().setErrorCode(Errors.INVALID_REQUEST.code()));
        }
        var response = new ApiVersionsResponseData();
        for (ApiEntry<?> entry : table.all()) {
            response.apiKeys().add(range(entry.key(), entry.advertisedMin(), entry.max()));
        }
        return Answer.now(response);
    }

    /** In version 0, for a request whose version, and so whose body, is unknown. */
    static ApiVersionsResponseData tooNew() {
        var response = new ApiVersionsResponseData().setErrorCode(Errors.UNSUPPORTED_VERSION.code());
        response.apiKeys().add(range(ApiKeys.API_VERSIONS, (short) 0, MAX_VERSION));
        return response;
    }

    private static ApiVersion range(ApiKeys key, short min, short max) {
        return new ApiVersion().setApiKey(key.id).setMinVersion(min).setMaxVersion(max);
    }
}
