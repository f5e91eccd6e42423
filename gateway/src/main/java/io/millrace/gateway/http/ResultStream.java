package io.millrace.gateway.http;

import com.linecorp.armeria.server.ServiceRequestContext;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * Objects in and the result of each out, in their order, on one connection, for as long as the client sends. It reads on
 * only while the client reads too and while few results are missing, so that who is slow waits and takes no memory. All
 * state belongs to the event loop of the connection; objects are handled on the blocking executor, one after the other.
 */
final class ResultStream {
    private static final int MISSING_MAX = 1_000;
    private static final int MISSING_BYTES_MAX = 4 << 20;

    private final ServiceRequestContext context;
    private final StreamInput input;
    private final ResultOutput output;
    private final StreamTaker taker;
    private final TakenPieces pieces;
    private final MissingResults missing = new MissingResults();
    private final AtomicBoolean woken = new AtomicBoolean();
    private final StreamTimes times = new StreamTimes();
    private final GatheredPieces gathered = new GatheredPieces();
    private final HeldBytes held;
    private boolean asked;
    private boolean unread;
    private boolean ended;
    private boolean finished;
    private boolean closed;
    private HttpProblemException problem;

    /** {@code taker} gets what to call when a result is done. */
    ResultStream(
            ServiceRequestContext context,
            StreamInput input,
            ResultOutput output,
            ByteBudget budget,
            Function<Runnable, StreamTaker> taker) {
        this.context = context;
        this.input = input;
        this.output = output;
        this.held = new HeldBytes(budget);
        this.taker = taker.apply(this::wake);
        this.pieces = new TakenPieces(this.taker, context.blockingTaskExecutor(), bareLoop(), this::handled);
    }

    /** The input can be asked from here on. */
    void begin() {
        var unused = output.whenOver()
                .handleAsync(
                        (done, failure) -> {
                            close();
                            return null;
                        },
                        context.eventLoop());
        more();
    }

    /** Something came that is not to be taken. */
    void passed() {
        asked = false;
        times.moved();
        more();
    }

    /** Something to be taken came; behind the end nothing is. */
    void piece(byte[] piece) {
        asked = false;
        times.moved();
        if (ended || closed || problem != null) {
            return;
        }
        gathered.add(piece);
        if (!pieces.isBusy()) {
            pieces.feed(gathered.take());
        }
        more();
    }

    private void handled(MissingResults made) {
        if (closed) {
            return;
        }
        input.handled(gathered.handled());
        missing.addAll(made);
        HttpProblemException broken = taker.problem() == null ? held.charge(taker.heldBytes()) : taker.problem();
        if (broken != null) {
            // What was gathered stands behind it, and before whatever else ends the stream.
            problem = broken;
            gathered.drop();
        } else if (!gathered.isEmpty()) {
            pieces.feed(gathered.take());
        }
        write();
    }

    /** From any thread; however many results are done at once, they are looked at once. */
    private void wake() {
        if (woken.compareAndSet(false, true)) {
            bareLoop().execute(this::write);
        }
    }

    /** The event loop, without what carries a request's context over: results need none, and come often. */
    private Executor bareLoop() {
        return context.eventLoop().withoutContext();
    }

    private void write() {
        woken.set(false);
        if (closed) {
            return;
        }
        for (Pending next = missing.nextDone(); next != null; next = missing.nextDone()) {
            output.add(next);
        }
        boolean isIdle = !pieces.isBusy() && gathered.isEmpty();
        if (isIdle && missing.isEmpty() && (finished || problem != null)) {
            output.end(problem);
            close();
            return;
        }
        if (isIdle && ended && !finished && problem == null) {
            finished = true;
            pieces.end();
        }
        if (output.send()) {
            sent();
        }
        more();
    }

    /** Something was sent, which the client is to take before it is asked for more. */
    void sent() {
        unread = true;
        var unused = output.whenTaken()
                .thenRunAsync(
                        () -> {
                            unread = false;
                            times.moved();
                            more();
                        },
                        context.eventLoop());
    }

    private void more() {
        boolean room = missing.size() + gathered.size() < MISSING_MAX
                && missing.bytes() + gathered.bytes() < MISSING_BYTES_MAX
                && !gathered.isFull();
        if (room && !unread && !asked && !ended && !closed && problem == null) {
            asked = true;
            input.ask();
        }
    }

    /** Nothing more comes: results of what came are sent, and then the end. */
    void end() {
        ended = true;
        write();
    }

    /** Takes no more: results of what came are sent, and then why. */
    void fail(HttpProblemException why) {
        if (problem == null && !finished) {
            problem = why;
        }
        write();
    }

    /** Whether all is over. */
    boolean isClosed() {
        return closed;
    }

    /** Whether nothing has come for so long and no result is missing. */
    boolean isStill(long nanos) {
        return times.isStill(nanos) && missing.isEmpty();
    }

    /** Whether the client has not read for so long what was sent. */
    boolean isUnread(long nanos) {
        return unread && times.isStill(nanos);
    }

    /** Whether it began so long ago. */
    boolean isOlderThan(long nanos) {
        return times.isOlderThan(nanos);
    }

    /** The client is gone: what it sent is still written, and nobody hears of it. */
    void close() {
        if (closed) {
            return;
        }
        closed = true;
        held.release();
        input.cancel();
        output.end(null);
    }
}
