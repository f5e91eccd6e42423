package io.millrace.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpObject;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpResponseWriter;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * Objects in and the result of each out, in their order, on one connection, for as long as the client sends. It reads on
 * only while the client reads too and while few results are missing, so that who is slow waits and takes no memory. All
 * state belongs to the event loop of the connection; objects are handled on the blocking executor, one piece at a time.
 */
final class DocumentStream implements Subscriber<HttpObject> {
    private static final int MISSING_MAX = 1_000;
    private static final long IDLE_MAX_NANOS = TimeUnit.MINUTES.toNanos(5);
    private static final long LIFE_MAX_NANOS = TimeUnit.HOURS.toNanos(24);
    private static final long LOOK_MS = 10_000;

    private final ServiceRequestContext context;
    private final HttpResponseWriter response = HttpResponse.streaming();
    private final DocumentCutter cutter;
    private final ByteBudget budget;
    private final Function<byte[], CompletableFuture<JsonNode>> step;
    private final Deque<CompletableFuture<JsonNode>> missing = new ArrayDeque<>();
    private final long startedNanos = System.nanoTime();
    private Subscription subscription;
    private long progressNanos = startedNanos;
    private long taken;
    private boolean asked;
    private boolean handling;
    private boolean unread;
    private boolean ended;
    private boolean closed;
    private HttpProblemException problem;

    private DocumentStream(
            ServiceRequestContext context,
            ByteBudget budget,
            int maxBytes,
            Function<byte[], CompletableFuture<JsonNode>> step) {
        this.context = context;
        this.budget = budget;
        this.cutter = new DocumentCutter(maxBytes);
        this.step = step;
    }

    /** Begins; {@code step} may wait, and its future completes with the result of an object and never fails. */
    static HttpResponse open(
            ServiceRequestContext context,
            HttpRequest request,
            ByteBudget budget,
            int maxBytes,
            Function<byte[], CompletableFuture<JsonNode>> step) {
        DocumentStream stream = new DocumentStream(context, budget, maxBytes, step);
        context.clearRequestTimeout();
        stream.response.write(ResponseHeaders.builder(HttpStatus.OK)
                .contentType(Surface.PLAIN.standard())
                .build());
        request.subscribe(stream, context.eventLoop());
        var unused = stream.response
                .whenComplete()
                .handleAsync(
                        (done, failure) -> {
                            stream.close();
                            return null;
                        },
                        context.eventLoop());
        stream.look();
        return stream.response;
    }

    @Override
    public void onSubscribe(Subscription given) {
        subscription = given;
        more();
    }

    @Override
    public void onNext(HttpObject object) {
        asked = false;
        progressNanos = System.nanoTime();
        if (!(object instanceof HttpData data) || data.isEmpty()) {
            more();
            return;
        }
        handling = true;
        byte[] piece = data.array();
        context.blockingTaskExecutor().execute(() -> handle(piece));
    }

    /** On the blocking executor. */
    private void handle(byte[] piece) {
        List<CompletableFuture<JsonNode>> results = new ArrayList<>();
        for (byte[] each : cutter.feed(piece)) {
            results.add(step.apply(each));
        }
        context.eventLoop().execute(() -> handled(results));
    }

    @SuppressWarnings("FutureReturnValueIgnored") // Results are looked at in their order, by write().
    private void handled(List<CompletableFuture<JsonNode>> results) {
        handling = false;
        if (closed) {
            return;
        }
        if (problem == null) {
            problem = cutter.problem();
        }
        charge();
        missing.addAll(results);
        results.forEach(
                each -> each.whenComplete((done, failure) -> context.eventLoop().execute(this::write)));
        write();
    }

    /** What is held of an object without an end counts like a body. */
    private void charge() {
        long held = cutter.heldBytes();
        if (held > taken && !budget.tryTake(held - taken)) {
            problem = HttpProblemException.passing(
                    429, 42901, "The bodies of all requests together are too large for this gateway now");
            return;
        }
        if (held < taken) {
            budget.give(taken - held);
        }
        taken = held;
    }

    private void write() {
        if (closed) {
            return;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        while (!missing.isEmpty() && missing.peek().isDone()) {
            line(out, missing.remove().join());
        }
        boolean last = missing.isEmpty() && !handling && (ended || problem != null);
        if (last && problem == null) {
            cutter.end();
            problem = cutter.problem();
        }
        if (last && problem != null) {
            line(out, Reply.error(problem.code(), problem.getMessage()));
        }
        if (out.size() > 0) {
            send(out.toByteArray());
        }
        if (last) {
            close();
        } else {
            more();
        }
    }

    private static void line(ByteArrayOutputStream out, JsonNode document) {
        out.writeBytes(Json.write(document));
        out.write('\n');
    }

    private void send(byte[] bytes) {
        if (!response.tryWrite(HttpData.wrap(bytes))) {
            return;
        }
        unread = true;
        var unused = response.whenConsumed()
                .thenRunAsync(
                        () -> {
                            unread = false;
                            progressNanos = System.nanoTime();
                            more();
                        },
                        context.eventLoop());
    }

    private void more() {
        boolean room = missing.size() < MISSING_MAX && !unread && !handling && !asked;
        if (room && !ended && !closed && problem == null) {
            asked = true;
            subscription.request(1);
        }
    }

    /** From time to time: a stream on which nothing moves ends, and so does one that is a day old. */
    private void look() {
        var unused = context.eventLoop()
                .schedule(
                        () -> {
                            if (closed) {
                                return;
                            }
                            long now = System.nanoTime();
                            boolean old = now - startedNanos > LIFE_MAX_NANOS;
                            boolean still = now - progressNanos > IDLE_MAX_NANOS && missing.isEmpty();
                            if (unread && now - progressNanos > IDLE_MAX_NANOS) {
                                response.close(new TimeoutException("the client does not read the results"));
                                close();
                            } else if (problem == null && (old || still)) {
                                problem = new HttpProblemException(
                                        408,
                                        old
                                                ? "The stream is a day old; open another"
                                                : "Nothing was sent for five minutes");
                                write();
                            }
                            look();
                        },
                        LOOK_MS,
                        TimeUnit.MILLISECONDS);
    }

    private void close() {
        if (closed) {
            return;
        }
        closed = true;
        budget.give(taken);
        taken = 0;
        if (!ended) {
            subscription.cancel();
        }
        response.close();
    }

    @Override
    public void onError(Throwable failure) {
        ended = true;
        // The client is gone: what it sent is still written, and nobody hears of it.
        close();
    }

    @Override
    public void onComplete() {
        ended = true;
        write();
    }
}
