package io.millrace.connect.worker.budget;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAccumulator;

/**
 * The bytes that one incarnation of a task holds, and may hold. Whoever takes asks for room before, so that a task holds
 * at most one record, or one fetch, more than it may. Until it is closed, what it holds counts, also that of a thread
 * that was given up. Any thread.
 */
public final class TaskBudget implements AutoCloseable {

    private final WorkerBudget worker;
    private final long bytes;
    private final long pieceBytes;
    private final AtomicLong held = new AtomicLong();
    private final LongAccumulator heldMax = new LongAccumulator(Math::max, 0);
    private final AtomicLong throttledNanos = new AtomicLong();
    private volatile long borrowed;
    private boolean closed;

    TaskBudget(WorkerBudget worker, long bytes) {
        this.worker = worker;
        this.bytes = bytes;
        this.pieceBytes = worker.pieceBytes();
    }

    /** Counts what the task holds from now on. */
    public void take(long taken) {
        long now = held.addAndGet(taken);
        heldMax.accumulate(now);
        settle(now);
    }

    /** Counts what the task does not hold any more. */
    public void give(long given) {
        settle(held.addAndGet(-given));
    }

    /** Whether the task may take something. One that holds nothing always may. */
    public boolean hasRoom() {
        long now = held.get();
        return now == 0 || now < limitBytes();
    }

    /** Whether so much is taken of what may be that it is time to have something done about it. */
    public boolean isHalfFull() {
        return held.get() > limitBytes() / 2;
    }

    /** What the task may hold at present: its budget, or its share where the worker has nothing to lend. */
    public long limitBytes() {
        return worker.lends() ? bytes : Math.min(bytes, worker.shareBytes());
    }

    /** What the task may hold at best. */
    public long bytes() {
        return bytes;
    }

    /** Nothing once it is closed. */
    public long heldBytes() {
        return Math.max(0, held.get());
    }

    /** The most that it has held. */
    public long heldMaxBytes() {
        return heldMax.get();
    }

    /** Counts time for which the task waited for room. */
    public void throttled(long nanos) {
        throttledNanos.addAndGet(nanos);
    }

    public long throttledNanos() {
        return throttledNanos.get();
    }

    private void settle(long now) {
        long over = now - worker.shareBytes();
        long known = borrowed;
        if (over > known || (known > 0 && over <= known - pieceBytes)) {
            borrow();
        }
    }

    private synchronized void borrow() {
        long over = closed ? 0 : Math.max(0, held.get() - worker.shareBytes());
        long wanted = (over + pieceBytes - 1) / pieceBytes * pieceBytes;
        worker.lend(wanted - borrowed);
        borrowed = wanted;
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            held.set(0);
            borrow();
        }
        worker.closed(this);
    }
}
