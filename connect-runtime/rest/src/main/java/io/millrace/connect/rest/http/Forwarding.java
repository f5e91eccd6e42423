package io.millrace.connect.rest.http;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.QueryParams;
import io.millrace.connect.rest.access.Caller;
import java.net.URI;
import java.util.concurrent.CompletableFuture;

/**
 * Sends a request on to the worker that can answer it. The query says {@code forward=true} on the first hop and {@code
 * forward=false} on the second, after which nobody forwards again, as between stock workers.
 */
final class Forwarding {
    private static final String CONFLICT =
            "Cannot complete request because of a conflicting operation (e.g. worker rebalance)";

    private final Outgoing.Sender sender;

    Forwarding(Outgoing outgoing, long timeoutMs) {
        this.sender = outgoing.with(client -> client.responseTimeoutMillis(timeoutMs));
    }

    /** Two workers that send a request to each other, for one of them has not heard who leads. */
    static Answer conflict() {
        return Answer.error(409, CONFLICT).with("Retry-After", "1");
    }

    Request request(Caller caller, String rawPath, QueryParams query, AggregatedHttpRequest request) {
        return new Request(sender, caller, rawPath, query, request);
    }

    /** A request that may have to go on. */
    record Request(
            Outgoing.Sender sender, Caller caller, String rawPath, QueryParams query, AggregatedHttpRequest received) {
        /** Whether it comes from a client and not from another worker. */
        boolean isFirstHop() {
            return query.get("forward") == null;
        }

        boolean mayGoOn() {
            return !"false".equals(query.get("forward"));
        }

        HttpMethod method() {
            return received.method();
        }

        CompletableFuture<AggregatedHttpResponse> send(URI target) {
            QueryParams next = query.toBuilder()
                    .set("forward", isFirstHop() ? "true" : "false")
                    .build();
            String base = target.getRawPath() == null ? "" : target.getRawPath();
            String path = (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + rawPath;
            return sender.send(caller, method(), target, path + "?" + next.toQueryString(), received.content());
        }
    }
}
