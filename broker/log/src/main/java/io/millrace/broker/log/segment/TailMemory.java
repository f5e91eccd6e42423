package io.millrace.broker.log.segment;

import io.millrace.broker.log.fault.LogException;
import io.millrace.broker.log.file.DiskSpace;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.apache.kafka.common.protocol.Errors;

/**
 * What all segments of a data directory have in memory, within {@link TailLimits}, and which of it is to be written next.
 * Any thread. Nothing here waits for a file.
 */
public final class TailMemory {
    /** A partition that took nothing for so many rounds of the writer holds no memory. */
    static final int QUIET_SWEEPS = 5;

    private final TailLimits limits;
    private final AtomicLong unwrittenBytes = new AtomicLong();
    private final AtomicLong heldBytes = new AtomicLong();
    private final AtomicLong lentBytes = new AtomicLong();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition room = lock.newCondition();
    /** Tails with whole pieces to write, each at most once. */
    private final ArrayDeque<SegmentTail> queue = new ArrayDeque<>();
    /** Tails with anything to write, by how long they have had it. */
    private final Set<SegmentTail> unwritten = new LinkedHashSet<>();
    /** Tails with anything in memory; eviction goes round and round. */
    private final Set<SegmentTail> holders = new LinkedHashSet<>();

    private boolean closed;
    private final AtomicInteger sweeps = new AtomicInteger();
    private volatile SegmentTail withoutSpace;
    private volatile IOException failure;
    private volatile Consumer<Throwable> onFailure = cause -> {};

    public TailMemory(TailLimits limits) {
        this.limits = limits;
    }

    /** False while appends must wait for the writer. */
    public boolean hasRoom() {
        return unwrittenBytes.get() < limits.unwrittenBytes();
    }

    /**
     * Waits until {@link #hasRoom}; another thread may still take it first.
     *
     * @throws LogException KAFKA_STORAGE_ERROR after {@code maxWaitMs}, or when there is nothing to wait for
     */
    public void awaitRoom(long maxWaitMs) {
        lock.lock();
        try {
            long waitNs = TimeUnit.MILLISECONDS.toNanos(maxWaitMs);
            while (!hasRoom() && withoutSpace == null) {
                if (failure != null) {
                    throw new LogException(
                            Errors.KAFKA_STORAGE_ERROR,
                            "an earlier write to a segment failed: " + failure.getMessage());
                }
                if (closed) {
                    throw new LogException(Errors.KAFKA_STORAGE_ERROR, "the data directory is closed");
                }
                if (waitNs <= 0) {
                    throw new LogException(
                            Errors.KAFKA_STORAGE_ERROR,
                            limits.unwrittenBytes() + " bytes have waited for " + maxWaitMs
                                    + " ms to be written to segments: the disk is too slow");
                }
                work.signal();
                waitNs = room.awaitNanos(waitNs);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new LogException(Errors.KAFKA_STORAGE_ERROR, "interrupted while waiting for disk room");
        } finally {
            lock.unlock();
        }
    }

    /**
     * To be called before anything is promised. After a write that found the disk full nothing more may be appended, and
     * this tries that write again.
     */
    public void requireSpace() throws IOException {
        SegmentTail waiting = withoutSpace;
        if (waiting != null) {
            waiting.writeOut();
        }
    }

    /** Bytes that only memory and the write-ahead log have. */
    public long unwrittenBytes() {
        return unwrittenBytes.get();
    }

    /** All bytes of all tails. */
    public long heldBytes() {
        return heldBytes.get();
    }

    /** False when too much is lent already; otherwise {@link #giveBack} later. */
    boolean lend(long bytes) {
        if (lentBytes.addAndGet(bytes) <= limits.lentBytes()) {
            return true;
        }
        lentBytes.addAndGet(-bytes);
        return false;
    }

    void giveBack(long bytes) {
        lentBytes.addAndGet(-bytes);
    }

    int sweeps() {
        return sweeps.get();
    }

    void requireHealthy() throws IOException {
        IOException cause = failure;
        if (cause != null) {
            throw new IOException("an earlier write failed: " + cause.getMessage(), cause);
        }
    }

    /** Told once, on whatever thread: a write failed for another reason than a full disk, and nothing is written any more. */
    void onFailure(Consumer<Throwable> listener) {
        onFailure = listener;
    }

    /** A write failed. For want of space it is tried again, anything else ends all writing. */
    void failed(SegmentTail tail, IOException cause) {
        if (DiskSpace.isExhausted(cause)) {
            withoutSpace = tail;
        } else if (failure == null) {
            failure = cause;
            onFailure.accept(cause);
        }
        signalRoom();
    }

    /** A tail has nothing left that could not be written. */
    void wrote(SegmentTail tail) {
        if (withoutSpace == tail) {
            withoutSpace = null;
            signalWork();
        }
    }

    void enqueue(SegmentTail tail) {
        lock.lock();
        try {
            queue.add(tail);
            work.signal();
        } finally {
            lock.unlock();
        }
    }

    /** What a tail holds has changed. The caller has the tail's monitor. */
    void count(SegmentTail tail, long heldBefore, long held, long unwrittenBefore, long unwrittenNow) {
        // What the counters were is derived from what they are: threads change them side by side, and whoever crosses a
        // bound must know that it did.
        long unwrittenChange = unwrittenNow - unwrittenBefore;
        long heldChange = held - heldBefore;
        long waiting = unwrittenBytes.addAndGet(unwrittenChange);
        long hot = heldBytes.addAndGet(heldChange) - waiting;
        if ((held == 0) != (heldBefore == 0)) {
            register(holders, tail, held > 0);
        }
        if ((unwrittenNow == 0) != (unwrittenBefore == 0)) {
            register(unwritten, tail, unwrittenNow > 0);
        }
        if (rises(limits.unwrittenBytes() - 1, waiting, waiting - unwrittenChange)) {
            // It has fallen below: appenders may go on.
            signalRoom();
        }
        if (rises(limits.unwrittenBytes() / 2, waiting - unwrittenChange, waiting)
                || rises(limits.hotBytes(), hot - heldChange + unwrittenChange, hot)) {
            signalWork();
        }
    }

    private static boolean rises(long bound, long from, long to) {
        return from <= bound && to > bound;
    }

    private void register(Set<SegmentTail> set, SegmentTail tail, boolean present) {
        lock.lock();
        try {
            if (present) {
                if (holders.isEmpty()) {
                    work.signal();
                }
                set.add(tail);
            } else {
                set.remove(tail);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Something is to be done before a tail has filled a piece. */
    private boolean isPressed() {
        return isCrowded() || isTooHot();
    }

    /** Half of what may wait does. */
    private boolean isCrowded() {
        return unwrittenBytes.get() > limits.unwrittenBytes() / 2;
    }

    /** More is kept than may be, what waits to be written not counted. */
    boolean isTooHot() {
        return heldBytes.get() - unwrittenBytes.get() > limits.hotBytes();
    }

    /** Waits for anything to do, or for the next sweep. False if there will be nothing more. */
    boolean awaitWork(long sweepAtNs) {
        lock.lock();
        try {
            while (!closed) {
                boolean writable = withoutSpace == null && failure == null;
                if (writable && (!queue.isEmpty() || isPressed())) {
                    return true;
                }
                if (holders.isEmpty()) {
                    work.awaitUninterruptibly();
                    continue;
                }
                long waitNs = sweepAtNs - System.nanoTime();
                if (waitNs <= 0) {
                    return true;
                }
                work.awaitNanos(waitNs);
            }
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** A tail that has pieces to write; when too much waits, the one that has waited longest. Null if there is none. */
    Due nextDue() {
        lock.lock();
        try {
            if (withoutSpace != null || failure != null) {
                return null;
            }
            SegmentTail first = queue.poll();
            if (first != null) {
                return new Due(first, false);
            }
            return isCrowded() && !unwritten.isEmpty() ? new Due(longestUnwritten(), true) : null;
        } finally {
            lock.unlock();
        }
    }

    /** It goes to the end: what it takes while it is being written has waited for less time than what others have. */
    private SegmentTail longestUnwritten() {
        SegmentTail first = unwritten.iterator().next();
        unwritten.remove(first);
        unwritten.add(first);
        return first;
    }

    /** {@code whole}: everything is to be written, not only whole pieces. */
    record Due(SegmentTail tail, boolean whole) {}

    /**
     * Takes from those that nobody used since the last round what the files have anyway.
     *
     * @return whether that was enough
     */
    boolean cool() {
        for (int left = 2 * holderCount(); left > 0 && isTooHot(); left--) {
            SegmentTail tail = nextHolder();
            if (tail != null && !tail.wasUsed()) {
                tail.dropWritten();
            }
        }
        return !isTooHot();
    }

    int holderCount() {
        lock.lock();
        try {
            return holders.size();
        } finally {
            lock.unlock();
        }
    }

    /** Each in turn; null if there is none. */
    SegmentTail nextHolder() {
        lock.lock();
        try {
            if (holders.isEmpty()) {
                return null;
            }
            SegmentTail first = holders.iterator().next();
            holders.remove(first);
            holders.add(first);
            return first;
        } finally {
            lock.unlock();
        }
    }

    /** The tails that have been quiet for long enough to be written out and forgotten. */
    List<SegmentTail> sweep() {
        lock.lock();
        try {
            int quietSince = sweeps.incrementAndGet() - QUIET_SWEEPS;
            List<SegmentTail> all = new ArrayList<>(holders);
            all.removeIf(tail -> !tail.isQuietSince(quietSince));
            return all;
        } finally {
            lock.unlock();
        }
    }

    /** The tail whose write found the disk full, or null. */
    SegmentTail withoutSpace() {
        return withoutSpace;
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            work.signalAll();
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void signalRoom() {
        lock.lock();
        try {
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void signalWork() {
        lock.lock();
        try {
            work.signal();
        } finally {
            lock.unlock();
        }
    }
}
