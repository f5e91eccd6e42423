package io.millrace.connect.rest.http;

import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.QueryParams;
import java.net.URI;

/**
 * Sends a request on to the worker that can answer it. The query says {@code forward=true} on the first hop and {@code
 * forward=false} on the second, after which nobody forwards again, as between stock workers.
 */
final class Forwarding {
    private static final String CONFLICT =
            "Cannot complete request because of a conflicting operation (e.g. worker rebalance)";

    private final WebClient client;

    Forwarding(long timeoutMs) {
        this.client = WebClient.builder().responseTimeoutMillis(timeoutMs).build();
    }

    HttpResponse forward(URI target, String rawPath, QueryParams query, AggregatedHttpRequest request) {
        String sofar = query.get("forward");
        if ("false".equals(sofar)) {
            throw new HttpProblemException(409, CONFLICT);
        }
        QueryParams next = query.toBuilder()
                .set("forward", sofar == null ? "true" : "false")
                .build();
        String base = target.toString().endsWith("/")
                ? target.toString().substring(0, target.toString().length() - 1)
                : target.toString();
        String address = base + rawPath + "?" + next.toQueryString();
        HttpMethod method = request.method();
        HttpRequest forwarded = request.content().isEmpty()
                ? HttpRequest.of(method, address)
                : HttpRequest.of(method, address, MediaType.JSON, request.content());
        return client.execute(forwarded);
    }
}
