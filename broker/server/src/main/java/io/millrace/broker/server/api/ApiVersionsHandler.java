package io.millrace.broker.server.api;

import io.millrace.broker.metadata.command.FeatureRange;
import io.millrace.broker.metadata.image.FeaturesImage;
import io.millrace.broker.server.hosting.ClusterMetadata;
import io.millrace.broker.server.request.Answer;
import io.millrace.broker.server.request.ApiEntry;
import io.millrace.broker.server.request.ApiHandler;
import io.millrace.broker.server.request.ApiTable;
import io.millrace.broker.server.request.RequestContext;
import io.millrace.broker.server.request.SupportedFeatures;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.ApiVersionsResponseData.ApiVersion;
import org.apache.kafka.common.message.ApiVersionsResponseData.FinalizedFeatureKey;
import org.apache.kafka.common.message.ApiVersionsResponseData.SupportedFeatureKey;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/**
 * ApiVersions 0-4: what is served. A version that is too new is answered in version 0 with the range of this one key,
 * after which clients try again (KIP-511). From version 3 on it tells the features too (KIP-584).
 */
final class ApiVersionsHandler implements ApiHandler<ApiVersionsRequestData> {

    static final short MAX_VERSION = 4;

    private static final Pattern SOFTWARE = Pattern.compile("[a-zA-Z0-9](?:[a-zA-Z0-9\\-.]*[a-zA-Z0-9])?");
    private static final short FIRST_VERSION_WITH_SOFTWARE = 3;

    /** Clients that speak an older version cannot read a feature whose lowest level is 0 (KAFKA-17492). */
    private static final short FIRST_VERSION_WITH_LEVEL_0 = 4;

    private final ApiTable table;
    private final ClusterMetadata cluster;

    ApiVersionsHandler(ApiTable table, ClusterMetadata cluster) {
        this.table = table;
        this.cluster = cluster;
    }

    @Override
    public CompletableFuture<Answer> handle(RequestContext context, ApiVersionsRequestData request) {
        if (context.version() >= FIRST_VERSION_WITH_SOFTWARE
                && !(SOFTWARE.matcher(request.clientSoftwareName()).matches()
                        && SOFTWARE.matcher(request.clientSoftwareVersion()).matches())) {
            return Answer.now(new ApiVersionsResponseData().setErrorCode(Errors.INVALID_REQUEST.code()));
        }
        if (context.version() >= FIRST_VERSION_WITH_SOFTWARE) {
            context.software().tell(request.clientSoftwareName(), request.clientSoftwareVersion());
        }
        var response = new ApiVersionsResponseData();
        for (ApiEntry<?> entry : table.all()) {
            response.apiKeys().add(range(entry.key(), entry.advertisedMin(), entry.max()));
        }
        addFeatures(context.version(), response);
        return Answer.now(response);
    }

    /** Before version 3 they are ignored when the response is written. */
    private void addFeatures(short version, ApiVersionsResponseData response) {
        for (FeatureRange range : SupportedFeatures.of(table)) {
            if (range.min() > 0 || version >= FIRST_VERSION_WITH_LEVEL_0) {
                response.supportedFeatures()
                        .add(new SupportedFeatureKey()
                                .setName(range.feature())
                                .setMinVersion(range.min())
                                .setMaxVersion(range.max()));
            }
        }
        FeaturesImage features = cluster.image().features();
        response.setFinalizedFeaturesEpoch(features.epoch());
        features.levels().forEach((name, level) -> {
            if (level > 0 || name.equals(FeaturesImage.KRAFT_VERSION)) {
                response.finalizedFeatures()
                        .add(new FinalizedFeatureKey()
                                .setName(name)
                                .setMinVersionLevel(level)
                                .setMaxVersionLevel(level));
            }
        });
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
