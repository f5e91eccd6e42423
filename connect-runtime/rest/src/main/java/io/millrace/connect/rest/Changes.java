package io.millrace.connect.rest;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The requests that change something. A worker that closes finishes those it has begun and sends new ones away with
 * {@code Retry-After}, on which the worker that forwarded one waits for the next leader.
 */
final class Changes {
    private static final Logger LOGGER = LoggerFactory.getLogger(Changes.class);
    private static final Set<HttpMethod> READS = EnumSet.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
    private static final long DRAIN_TIMEOUT_MS = 5_000;
    private static final String CLOSING = "{\"error_code\":503,\"message\":\"The worker is closing; ask another one\"}";

    private final Set<CompletableFuture<Void>> underWay = ConcurrentHashMap.newKeySet();
    private volatile boolean refused;

    @SuppressWarnings("CollectionUndefinedEquality") // A change is itself and no other.
    HttpResponse pass(HttpService service, ServiceRequestContext context, HttpRequest request) throws Exception {
        if (READS.contains(request.method())) {
            return service.serve(context, request);
        }
        CompletableFuture<Void> change = new CompletableFuture<>();
        // Added before the question, so that none slips through between the answer and the count.
        underWay.add(change);
        HttpResponse response = null;
        try {
            response = refused ? away() : service.serve(context, request);
            return response;
        } finally {
            CompletableFuture<Void> answered =
                    response == null ? CompletableFuture.completedFuture(null) : response.whenComplete();
            var unused = answered.whenComplete((done, failure) -> {
                underWay.remove(change);
                change.complete(null);
            });
        }
    }

    private static HttpResponse away() {
        return HttpResponse.of(
                ResponseHeaders.builder(HttpStatus.SERVICE_UNAVAILABLE)
                        .contentType(MediaType.JSON)
                        .add("Retry-After", "1")
                        .build(),
                HttpData.ofUtf8(CLOSING));
    }

    /** Returns when what was begun has been answered, or after a bound. */
    void refuse() {
        refused = true;
        try {
            CompletableFuture.allOf(underWay.toArray(CompletableFuture[]::new))
                    .get(DRAIN_TIMEOUT_MS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOGGER.warn("the worker closes although changes have not been answered waiting={}", underWay.size());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
