package io.millrace.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes services of handlers: collects the body, lets the handler answer, renders what comes out. Any thread. */
public final class Endpoints {
    private static final Logger LOGGER = LoggerFactory.getLogger(Endpoints.class);
    private static final byte[] NOTHING = {};

    private final ByteBudget budget;
    private final int maxBodyBytes;
    private final Function<Throwable, HttpProblemException> problems;

    /** Answers requests of one route, now or later; runs on the blocking executor. */
    @FunctionalInterface
    public interface Handler {
        CompletionStage<Reply> handle(Exchange exchange);
    }

    /** {@code problems} finds what a failure means to the client, or null where nobody foresaw it. */
    public Endpoints(ByteBudget budget, int maxBodyBytes, Function<Throwable, HttpProblemException> problems) {
        this.budget = budget;
        this.maxBodyBytes = maxBodyBytes;
        this.problems = problems;
    }

    /** A service whose handler gets the body, unpacked, within bounds. */
    public HttpService withBody(Surface surface, Handler handler) {
        return (context, request) -> {
            String encoding;
            try {
                encoding = UnpackedBody.encoding(request.headers());
            } catch (HttpProblemException e) {
                return rendered(surface.standard(), request, e);
            }
            BodyCollector collector = new BodyCollector(budget, maxBodyBytes);
            request.subscribe(collector, context.eventLoop());
            CompletableFuture<HttpResponse> response = collector
                    .body()
                    .thenComposeAsync(
                            body -> {
                                byte[] plain = UnpackedBody.whole(encoding, body, maxBodyBytes, collector::charge);
                                return answer(surface, context, request, plain, handler);
                            },
                            context.blockingTaskExecutor())
                    .exceptionally(failure -> rendered(surface.standard(), request, failure));
            return HttpResponse.of(response.whenComplete((done, failure) -> collector.release()));
        };
    }

    /** A service whose handler does not look at a body. */
    public HttpService withoutBody(Surface surface, Handler handler) {
        return (context, request) -> HttpResponse.of(CompletableFuture.supplyAsync(
                        () -> answer(surface, context, request, NOTHING, handler), context.blockingTaskExecutor())
                .thenCompose(Function.identity())
                .exceptionally(failure -> rendered(surface.standard(), request, failure)));
    }

    /**
     * A service whose handler writes an answer of this type itself, over as long a time as it likes; when it fails before,
     * that is the answer. The handler does not look at a body and runs on the blocking executor.
     */
    public HttpService writing(Surface surface, Function<Exchange, CompletionStage<HttpResponse>> handler) {
        return (context, request) -> HttpResponse.of(CompletableFuture.supplyAsync(
                        () -> {
                            MediaType type = surface.accepted(request.headers());
                            return handler.apply(new Exchange(context, request.headers(), NOTHING, type));
                        },
                        context.blockingTaskExecutor())
                .thenCompose(Function.identity())
                .exceptionally(failure -> rendered(Surface.PLAIN.standard(), request, failure)));
    }

    /**
     * A service that takes JSON objects one after the other, for as long as the client sends, and answers each with a
     * result. Of the exchange the preparation sees no body; when it fails, that is the answer.
     *
     * @param prepare runs on the blocking executor; its result takes each object there too, and may wait
     */
    public HttpService streamed(Function<Exchange, CompletionStage<Step>> prepare) {
        return (context, request) -> HttpResponse.of(CompletableFuture.supplyAsync(
                        () -> {
                            MediaType type = Surface.PLAIN.accepted(request.headers());
                            requirePlain(request);
                            return prepare.apply(new Exchange(context, request.headers(), NOTHING, type));
                        },
                        context.blockingTaskExecutor())
                .thenCompose(Function.identity())
                .thenApply(step -> ObjectStream.open(
                        context,
                        subscriber -> request.subscribe(subscriber, context.eventLoop()),
                        Surface.PLAIN.standard(),
                        budget,
                        wake -> new DocumentTaker(maxBodyBytes, object -> taken(step, object), wake)))
                .exceptionally(failure -> rendered(Surface.PLAIN.standard(), request, failure)));
    }

    private static void requirePlain(HttpRequest request) {
        if (!UnpackedBody.encoding(request.headers()).equals(UnpackedBody.PLAIN)) {
            throw new HttpProblemException(
                    415, "A stream of records is not unpacked: leave Content-Encoding out, or send records on lines");
        }
    }

    /** What becomes of one object of a stream. */
    @FunctionalInterface
    public interface Step {
        CompletableFuture<JsonNode> take(byte[] object);
    }

    private CompletableFuture<JsonNode> taken(Step step, byte[] object) {
        CompletableFuture<JsonNode> result;
        try {
            result = step.take(object);
        } catch (RuntimeException | Error e) {
            result = CompletableFuture.failedFuture(e);
        }
        return result.exceptionally(this::failed);
    }

    /** The result of a record that failed. */
    public ObjectNode failed(Throwable failure) {
        HttpProblemException problem = problem(failure);
        return Reply.error(problem.code(), problem.getMessage());
    }

    /** The same, for a client who should be told which record it is. */
    public ObjectNode failed(String record, Throwable failure) {
        HttpProblemException problem = problem(failure);
        return Reply.error(problem.code(), record + ": " + problem.getMessage());
    }

    private CompletionStage<HttpResponse> answer(
            Surface surface, ServiceRequestContext context, HttpRequest request, byte[] body, Handler handler) {
        MediaType type = surface.accepted(request.headers());
        CompletionStage<Reply> reply;
        try {
            reply = handler.handle(new Exchange(context, request.headers(), body, type));
        } catch (RuntimeException e) {
            reply = CompletableFuture.failedFuture(e);
        }
        return reply.handle((found, failure) ->
                failure == null ? found.rendered(request.method(), type) : rendered(type, request, failure));
    }

    HttpResponse rendered(MediaType type, HttpRequest request, Throwable failure) {
        return Reply.problem(problem(failure)).rendered(request.method(), type);
    }

    /** What a failure means to the client. */
    public HttpProblemException problem(Throwable failure) {
        Throwable cause = unwrapped(failure);
        if (cause instanceof HttpProblemException known) {
            return known;
        }
        HttpProblemException found = problems.apply(cause);
        if (found != null) {
            return found;
        }
        LOGGER.error("a request failed for a reason that nobody foresaw", cause);
        return new HttpProblemException(500, 500, "Internal Server Error");
    }

    private static Throwable unwrapped(Throwable failure) {
        boolean wrapped = failure instanceof CompletionException || failure instanceof ExecutionException;
        return wrapped && failure.getCause() != null ? unwrapped(failure.getCause()) : failure;
    }
}
