package io.millrace.broker.network;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes of requests the broker holds, over all connections: frames that are not answered yet and parts of
 * frames. Counted are bytes that have arrived, never what a client declares. When there are more than the limit,
 * connections stop reading until there are fewer; each may have read once more by then.
 *
 * <p>No answer frees the part of a frame, so parts alone could stop the broker for ever. Therefore, unless whole frames
 * are what fills the memory, the connection with the oldest part reads on; if its client does not send the rest in good
 * time, the part is given up together with its connection, and the next one is the oldest.
 *
 * <p>Any thread.
 */
public final class RequestMemory {

    static final long NO_TURN = -1;

    private final long limitBytes;
    private final AtomicLong usedBytes = new AtomicLong();
    private final AtomicLong wholeBytes = new AtomicLong();
    private final Set<Runnable> waiting = ConcurrentHashMap.newKeySet();
    private final NavigableMap<Long, Part> parts = new ConcurrentSkipListMap<>();
    private final AtomicLong nextTurn = new AtomicLong();

    /** A connection that holds the part of a frame. */
    interface Part {

        /** It is the oldest. Any thread. */
        void mayReadOn();

        /** Lets go of the part and its connection. Any thread. */
        void giveUp();
    }

    /** The limit must allow the longest frame, or that frame would never be read to its end. */
    public RequestMemory(long limitBytes) {
        this.limitBytes = limitBytes;
    }

    /** As of now. */
    public long usedBytes() {
        return usedBytes.get();
    }

    boolean isExhausted() {
        return usedBytes.get() > limitBytes;
    }

    /** A frame is here as a whole. */
    void take(int frameBytes) {
        wholeBytes.addAndGet(frameBytes);
        usedBytes.addAndGet(frameBytes);
    }

    /** Such a frame is not needed any more. */
    void giveBack(int frameBytes) {
        wholeBytes.addAndGet(-frameBytes);
        usedBytes.addAndGet(-frameBytes);
        freed();
    }

    /** So much more of a frame is here; less, when the number is negative. */
    void addPart(int bytes) {
        usedBytes.addAndGet(bytes);
        if (bytes < 0) {
            freed();
        }
    }

    private void freed() {
        if (!isExhausted()) {
            wakeAll();
        } else if (isFullOfParts()) {
            wakeOldest();
        }
    }

    private boolean isFullOfParts() {
        return wholeBytes.get() <= limitBytes / 2;
    }

    private void wakeOldest() {
        Map.Entry<Long, Part> oldest = parts.firstEntry();
        if (oldest != null) {
            oldest.getValue().mayReadOn();
        }
    }

    /** Runs {@code wake} once, from any thread, when there is room; at once if there is already. */
    void await(Runnable wake) {
        waiting.add(wake);
        if (!isExhausted() && waiting.remove(wake)) {
            wake.run();
        }
    }

    void leave(Runnable wake) {
        waiting.remove(wake);
    }

    private void wakeAll() {
        if (waiting.isEmpty()) {
            return;
        }
        for (Runnable wake : List.copyOf(waiting)) {
            if (waiting.remove(wake)) {
                wake.run();
            }
        }
    }

    /** This connection holds part of a frame that has just begun; returns its turn. */
    long begins(Part part) {
        long turn = nextTurn.getAndIncrement();
        parts.put(turn, part);
        return turn;
    }

    /** The part of this turn is whole, or gone. */
    void ends(long turn) {
        parts.remove(turn);
        if (isExhausted() && isFullOfParts()) {
            wakeOldest();
        }
    }

    /** Whether the connection whose part has this turn may read although the memory is exhausted. */
    boolean mayReadOn(long turn) {
        return turn != NO_TURN && turn == oldestTurn() && isFullOfParts();
    }

    /** The turn of the oldest part, or {@link #NO_TURN}. */
    long oldestTurn() {
        Map.Entry<Long, Part> oldest = parts.firstEntry();
        return oldest == null ? NO_TURN : oldest.getKey();
    }

    void giveUp(long turn) {
        Part part = parts.get(turn);
        if (part != null && isExhausted()) {
            part.giveUp();
        }
    }
}
