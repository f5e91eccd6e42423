package io.millrace.gateway.http;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpObject;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.reactivestreams.Subscriber;

/**
 * Takes objects on lines (NDJSON) and answers each with a line, plain for as long as the client sends, or packed by gzip or
 * zstd; a packed body is taken whole, within bounds, and unpacked piece by piece. Any thread.
 */
public final class LineEndpoint {
    private static final byte[] NOTHING = {};
    private final Endpoints endpoints;
    private final ByteBudget budget;
    private final int maxBodyBytes;

    /** What becomes of one line. */
    @FunctionalInterface
    public interface Step {
        /**
         * On the blocking executor; may wait. A failure is the result of this line.
         *
         * @param bytes holds the line, during this call only
         * @param wake is to be called when the result is done, if it is not at once
         */
        Pending take(byte[] bytes, int from, int length, Runnable wake);
    }

    public LineEndpoint(Endpoints endpoints, ByteBudget budget, int maxBodyBytes) {
        this.endpoints = endpoints;
        this.budget = budget;
        this.maxBodyBytes = maxBodyBytes;
    }

    /**
     * A service of lines.
     *
     * @param wholeHeader a request with this header is not a stream: its body is taken whole, unpacked, within bounds
     * @param prepare sees no body and runs on the blocking executor; when it fails, that is the answer
     * @param whole answers a request with that header; runs on the blocking executor
     */
    public HttpService service(
            String wholeHeader,
            Function<Exchange, CompletionStage<Step>> prepare,
            Function<Exchange, CompletionStage<LineAnswer>> whole) {
        return (context, request) -> {
            String encoding;
            try {
                encoding = UnpackedBody.encoding(request.headers());
            } catch (HttpProblemException e) {
                return endpoints.rendered(Surface.PLAIN.standard(), request, e);
            }
            if (request.headers().contains(wholeHeader)) {
                return whole(context, request, encoding, whole);
            }
            return encoding.equals(UnpackedBody.PLAIN)
                    ? plain(context, request, prepare)
                    : packed(context, request, encoding, prepare);
        };
    }

    private HttpResponse whole(
            ServiceRequestContext context,
            HttpRequest request,
            String encoding,
            Function<Exchange, CompletionStage<LineAnswer>> handler) {
        BodyCollector collector = new BodyCollector(budget, maxBodyBytes);
        request.subscribe(collector, context.eventLoop());
        return HttpResponse.of(collector
                .body()
                .thenComposeAsync(
                        body -> {
                            MediaType type = Surface.LINES.accepted(request.headers());
                            byte[] plain = UnpackedBody.whole(encoding, body, maxBodyBytes, collector::charge);
                            return handler.apply(new Exchange(context, request.headers(), plain, type))
                                    .thenApply(answer -> rendered(answer, type));
                        },
                        context.blockingTaskExecutor())
                .exceptionally(failure -> endpoints.rendered(Surface.PLAIN.standard(), request, failure))
                .whenComplete((done, failure) -> collector.release()));
    }

    private static HttpResponse rendered(LineAnswer answer, MediaType type) {
        ResponseHeadersBuilder head = ResponseHeaders.builder(HttpStatus.OK).contentType(type);
        answer.headers().forEach(head::add);
        return HttpResponse.of(head.build(), HttpData.wrap(answer.lines()));
    }

    private HttpResponse plain(
            ServiceRequestContext context, HttpRequest request, Function<Exchange, CompletionStage<Step>> prepare) {
        return HttpResponse.of(CompletableFuture.supplyAsync(
                        () -> {
                            MediaType type = Surface.LINES.accepted(request.headers());
                            return prepare.apply(new Exchange(context, request.headers(), NOTHING, type))
                                    .thenApply(step -> open(
                                            context, each -> request.subscribe(each, context.eventLoop()), type, step));
                        },
                        context.blockingTaskExecutor())
                .thenCompose(Function.identity())
                .exceptionally(failure -> endpoints.rendered(Surface.PLAIN.standard(), request, failure)));
    }

    private HttpResponse packed(
            ServiceRequestContext context,
            HttpRequest request,
            String encoding,
            Function<Exchange, CompletionStage<Step>> prepare) {
        BodyCollector collector = new BodyCollector(budget, maxBodyBytes);
        request.subscribe(collector, context.eventLoop());
        return HttpResponse.of(collector
                .body()
                .thenComposeAsync(
                        body -> {
                            MediaType type = Surface.LINES.accepted(request.headers());
                            return prepare.apply(new Exchange(context, request.headers(), NOTHING, type))
                                    .thenApply(
                                            step -> unpacked(context, UnpackedBody.open(encoding, body), type, step));
                        },
                        context.blockingTaskExecutor())
                .exceptionally(failure -> endpoints.rendered(Surface.PLAIN.standard(), request, failure))
                .thenApply(response -> {
                    // The packed body is in memory for as long as it is answered.
                    var unused = response.whenComplete().handle((done, failure) -> {
                        collector.release();
                        return null;
                    });
                    return response;
                }));
    }

    private HttpResponse unpacked(ServiceRequestContext context, InputStream body, MediaType type, Step step) {
        return open(
                context,
                subscriber -> context.eventLoop()
                        .execute(() -> UnpackedBody.subscribe(context, body, maxBodyBytes, subscriber)),
                type,
                step);
    }

    private HttpResponse open(
            ServiceRequestContext context, Consumer<Subscriber<HttpObject>> body, MediaType type, Step step) {
        return ObjectStream.open(
                context, body, type, budget, wake -> new LineTaker(maxBodyBytes, step, endpoints, wake));
    }

    /** The lines of a whole body. */
    public static void cut(byte[] body, LineSink sink) {
        LineCutter cutter = new LineCutter(body.length, sink);
        cutter.feed(body);
        cutter.end();
    }
}
