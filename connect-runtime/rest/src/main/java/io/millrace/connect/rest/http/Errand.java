package io.millrace.connect.rest.http;

import com.linecorp.armeria.client.UnprocessedRequestException;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request until it has its answer: from this worker, from the one that leads or owns the task, or, while nobody does,
 * a moment later. The worker that the client came to keeps trying for as long as {@link #PATIENCE}; those that it
 * forwards to answer at once, with {@code Retry-After} where the trouble will pass.
 */
final class Errand {
    /** Longer than a dead leader's session at its default of ten seconds, and than a rebalance after it. */
    static final Duration PATIENCE = Duration.ofSeconds(45);

    private static final Logger LOGGER = LoggerFactory.getLogger(Errand.class);
    private static final long RETRY_MS = 200;

    private final Route route;
    private final Exchange exchange;
    private final Supplier<CompletableFuture<Answer>> here;
    private final Forwarding.Request request;
    private final ErrorMapping errors;
    private final Executor executor;
    private final long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();

    /** Whether a worker took the request and fell silent, so that it may have done it. */
    private volatile boolean unsure;

    private Errand(
            Route route,
            Exchange exchange,
            Supplier<CompletableFuture<Answer>> here,
            Forwarding.Request request,
            ErrorMapping errors,
            Executor executor) {
        this.route = route;
        this.exchange = exchange;
        this.here = here;
        this.request = request;
        this.errors = errors;
        this.executor = executor;
    }

    /** {@code here} lets this worker try; it is called again for every attempt. */
    static CompletableFuture<HttpResponse> run(
            Router.Found found,
            Exchange exchange,
            Supplier<CompletableFuture<Answer>> here,
            Forwarding.Request request,
            ErrorMapping errors,
            Executor executor) {
        return new Errand(found.route(), exchange, here, request, errors, executor).attempt();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // The next call makes one future of the two.
    private CompletableFuture<HttpResponse> attempt() {
        return here.get()
                .handle((answer, failure) -> failure == null ? given(answer) : recovered(unwrapped(failure)))
                .thenCompose(next -> next);
    }

    private CompletableFuture<HttpResponse> recovered(Throwable failure) {
        Optional<URI> elsewhere = errors.elsewhere(failure);
        if (elsewhere.isPresent()) {
            return request.mayGoOn() ? forwarded(elsewhere.get()) : given(Forwarding.conflict());
        }
        Answer answer = failure instanceof HttpProblemException problem ? problem.answer() : errors.answer(failure);
        return errors.passing(failure) ? later(() -> given(answer.with("Retry-After", "1"))) : given(answer);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // The next call makes one future of the two.
    private CompletableFuture<HttpResponse> forwarded(URI target) {
        return request.send(target)
                .handle((response, failure) ->
                        failure == null ? received(response) : unreachable(target, unwrapped(failure)))
                .thenCompose(next -> next);
    }

    private CompletableFuture<HttpResponse> received(AggregatedHttpResponse response) {
        if (response.headers().contains(HttpHeaderNames.RETRY_AFTER)) {
            return later(() -> CompletableFuture.completedFuture(response.toHttpResponse()));
        }
        return errors.heard()
                .handle((done, late) -> settled(response.status().code(), response::toHttpResponse))
                .thenCompose(next -> next)
                .toCompletableFuture();
    }

    private CompletableFuture<HttpResponse> unreachable(URI target, Throwable failure) {
        LOGGER.debug("worker does not answer a forwarded request target={}", target, failure);
        boolean untouched = failure instanceof UnprocessedRequestException;
        unsure |= !untouched;
        return later(() -> given(Answer.error(
                503,
                "The worker at " + target + " does not answer"
                        + (untouched ? "" : "; it may have carried out the request"))));
    }

    /** Tries again in a moment if the client came to this worker first and there is time left. */
    @SuppressWarnings("FutureReturnValueIgnored") // The next call makes one future of the two.
    private CompletableFuture<HttpResponse> later(Supplier<CompletableFuture<HttpResponse>> giveUp) {
        if (!request.isFirstHop() || System.nanoTime() - deadlineNanos > 0) {
            return giveUp.get();
        }
        Executor delayed = CompletableFuture.delayedExecutor(RETRY_MS, TimeUnit.MILLISECONDS, executor);
        return CompletableFuture.supplyAsync(this::attempt, delayed).thenCompose(next -> next);
    }

    private CompletableFuture<HttpResponse> given(Answer answer) {
        return settled(answer.status(), () -> Rendering.of(request.method(), answer));
    }

    /** What an earlier attempt did must not look like somebody else's doing. */
    private CompletableFuture<HttpResponse> settled(int status, Supplier<HttpResponse> response) {
        if (!unsure) {
            return CompletableFuture.completedFuture(response.get());
        }
        CompletionStage<Optional<Answer>> own = route.recheck().settle(exchange, status);
        return own.handle((answer, failure) -> failure == null && answer.isPresent()
                        ? Rendering.of(request.method(), answer.get())
                        : response.get())
                .toCompletableFuture();
    }

    static Throwable unwrapped(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
