package io.millrace.registry.server.http;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.millrace.registry.model.RegistryErrorCode;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * How many bytes of bodies are in memory at once, over all requests: each counts as long as its head says it is, and as
 * long as it may be where that says nothing, until its request is answered. Any thread.
 */
public final class BodyBudget {
    private final long maxBytes;
    private final AtomicLong taken = new AtomicLong();

    public BodyBudget(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /**
     * Answers the request by its whole body. Where all bodies together would be too large, what this returns fails with
     * {@link HttpProblemException}.
     */
    CompletableFuture<HttpResponse> answered(
            ServiceRequestContext context,
            HttpRequest request,
            Function<AggregatedHttpRequest, CompletableFuture<HttpResponse>> answer) {
        long declared = request.headers().contentLength();
        // What is longer than one may be is refused by the server.
        if (request.isEmpty() || declared > context.maxRequestLength()) {
            return request.aggregate().thenCompose(answer);
        }
        long bytes = declared < 0 ? context.maxRequestLength() : declared;
        if (taken.addAndGet(bytes) > maxBytes) {
            taken.addAndGet(-bytes);
            request.abort();
            return CompletableFuture.failedFuture(new HttpProblemException(
                    RegistryErrorCode.TOO_MUCH_AT_ONCE,
                    "The bodies of all requests together are too large for this registry now (request.buffer.bytes);"
                            + " ask again"));
        }
        return request.aggregate().thenCompose(answer).whenComplete((response, failure) -> taken.addAndGet(-bytes));
    }
}
