package io.millrace.gateway.http;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpObject;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpResponseWriter;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * Objects in and the result of each out, in their order, on one connection, for as long as the client sends. It reads on
 * only while the client reads too and while few results are missing, so that who is slow waits and takes no memory. All
 * state belongs to the event loop of the connection; objects are handled on the blocking executor, one piece at a time.
 */
final class ObjectStream implements Subscriber<HttpObject> {
    private static final int MISSING_MAX = 1_000;
    private static final long IDLE_MAX_NANOS = TimeUnit.MINUTES.toNanos(5);
    private static final long LIFE_MAX_NANOS = TimeUnit.HOURS.toNanos(24);
    private static final long LOOK_MS = 10_000;

    private final ServiceRequestContext context;
    private final HttpResponseWriter response = HttpResponse.streaming();
    private final StreamTaker taker;
    private final ByteBudget budget;
    private final Deque<Pending> missing = new ArrayDeque<>();
    private final ResultBuffer out = new ResultBuffer();
    private final AtomicBoolean woken = new AtomicBoolean();
    private final long startedNanos = System.nanoTime();
    private Subscription subscription;
    private long progressNanos = startedNanos;
    private long taken;
    private boolean asked;
    private boolean handling;
    private boolean unread;
    private boolean ended;
    private boolean finished;
    private boolean closed;
    private HttpProblemException problem;

    private ObjectStream(ServiceRequestContext context, ByteBudget budget, Function<Runnable, StreamTaker> taker) {
        this.context = context;
        this.budget = budget;
        this.taker = taker.apply(this::wake);
    }

    /**
     * Begins.
     *
     * @param body subscribes, so that it is heard of on the event loop
     * @param type of the answer
     * @param taker gets what to call when a result is done
     */
    static HttpResponse open(
            ServiceRequestContext context,
            Consumer<Subscriber<HttpObject>> body,
            MediaType type,
            ByteBudget budget,
            Function<Runnable, StreamTaker> taker) {
        ObjectStream stream = new ObjectStream(context, budget, taker);
        context.clearRequestTimeout();
        stream.response.write(
                ResponseHeaders.builder(HttpStatus.OK).contentType(type).build());
        body.accept(stream);
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
        take(results -> taker.feed(piece, results));
    }

    private void take(Consumer<List<Pending>> work) {
        context.blockingTaskExecutor().execute(() -> {
            List<Pending> results = new ArrayList<>();
            work.accept(results);
            context.eventLoop().execute(() -> handled(results));
        });
    }

    private void handled(List<Pending> results) {
        handling = false;
        if (closed) {
            return;
        }
        if (problem == null) {
            problem = taker.problem();
        }
        charge();
        missing.addAll(results);
        write();
    }

    /** From any thread; however many results are done at once, they are looked at once. */
    private void wake() {
        if (woken.compareAndSet(false, true)) {
            context.eventLoop().execute(this::write);
        }
    }

    /** What is held of an object without an end counts like a body. */
    private void charge() {
        long held = taker.heldBytes();
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
        woken.set(false);
        if (closed) {
            return;
        }
        while (!missing.isEmpty() && missing.peek().done()) {
            missing.remove().write(out);
            out.endLine();
        }
        if (ended && !handling && !finished && problem == null) {
            finish();
        }
        boolean last = missing.isEmpty() && !handling && (finished || problem != null);
        if (last && problem != null) {
            out.json(Reply.error(problem.code(), problem.getMessage())).endLine();
        }
        if (out.size() > 0) {
            send(out.take());
        }
        if (last) {
            close();
        } else {
            more();
        }
    }

    /** What was held, and is whole now that nothing follows. */
    private void finish() {
        finished = true;
        handling = true;
        take(taker::end);
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
        if (failure instanceof HttpProblemException wrong) {
            problem = wrong;
            write();
            return;
        }
        // The client is gone: what it sent is still written, and nobody hears of it.
        close();
    }

    @Override
    public void onComplete() {
        ended = true;
        write();
    }
}
