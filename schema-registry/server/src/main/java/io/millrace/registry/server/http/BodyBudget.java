package io.millrace.registry.server.http;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import io.millrace.registry.model.RegistryErrorCode;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * How many bytes of bodies are in memory at once, over all requests: each byte counts from when it has come until its
 * request is answered or given up, whatever the head of the request says. Any thread.
 */
public final class BodyBudget {
    private final long maxBytes;
    private final AtomicLong taken = new AtomicLong();

    public BodyBudget(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /**
     * Answers the request by its whole body. Where all bodies together become too large, what this returns fails with
     * {@link HttpProblemException}, for the request whose bytes came last.
     */
    CompletableFuture<HttpResponse> answered(
            HttpRequest request, Function<AggregatedHttpRequest, CompletableFuture<HttpResponse>> answer) {
        if (request.isEmpty()) {
            return request.aggregate().thenCompose(answer);
        }
        CountedBody body = CountedBody.of(this, request);
        return body.whole().thenCompose(answer).whenComplete((response, failure) -> taken.addAndGet(-body.bytes()));
    }

    /** Counts these bytes in any case, and says whether there was room for them. */
    boolean take(int bytes) {
        return taken.addAndGet(bytes) <= maxBytes;
    }

    /** What counts now. */
    long taken() {
        return taken.get();
    }

    static HttpProblemException full() {
        return new HttpProblemException(
                RegistryErrorCode.TOO_MUCH_AT_ONCE,
                "The bodies of all requests together are too large for this registry now (request.buffer.bytes); ask again");
    }
}
