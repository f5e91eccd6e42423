package io.millrace.broker.log.state;

import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The transactions of one partition that hold the last stable offset back, by first offset: open ones, and ended ones
 * whose marker is not below the high watermark yet.
 */
final class UnstableTransactions {
    /** There are none. */
    static final long NONE = Long.MAX_VALUE;

    private final TreeSet<Long> open = new TreeSet<>();
    private final TreeMap<Long, Long> undecidedMarkers = new TreeMap<>();

    void begin(long firstOffset) {
        open.add(firstOffset);
    }

    void end(long firstOffset, long markerOffset) {
        open.remove(firstOffset);
        undecidedMarkers.put(firstOffset, markerOffset);
    }

    /** Markers below the high watermark stay for ever. */
    void settle(long highWatermark) {
        undecidedMarkers.values().removeIf(markerOffset -> markerOffset < highWatermark);
    }

    boolean hasUndecided() {
        return !undecidedMarkers.isEmpty();
    }

    long firstOpenOffset() {
        return open.isEmpty() ? NONE : open.first();
    }

    long firstOffset() {
        return Math.min(firstOpenOffset(), undecidedMarkers.isEmpty() ? NONE : undecidedMarkers.firstKey());
    }

    void clear() {
        open.clear();
        undecidedMarkers.clear();
    }
}
