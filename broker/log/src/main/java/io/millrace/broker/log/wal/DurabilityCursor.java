package io.millrace.broker.log.wal;

import java.util.function.LongConsumer;

/**
 * Remembers, for one partition, how far the entries of the group being filled and of the group being synced reach.
 * Guarded by the write-ahead log's lock, except for {@link #complete}, which only the group-commit thread calls.
 */
public final class DurabilityCursor {
    private final LongConsumer onDurable;
    private final long[] endOffsets = new long[2];
    private long lastGroup = -1;

    /** The consumer runs on the group-commit thread and gets the offset below which all is durable. */
    public DurabilityCursor(LongConsumer onDurable) {
        this.onDurable = onDurable;
    }

    /** True when this is the partition's first entry in the group. */
    boolean add(long group, long endOffset) {
        endOffsets[slot(group)] = endOffset;
        boolean first = lastGroup != group;
        lastGroup = group;
        return first;
    }

    void complete(long group) {
        onDurable.accept(endOffsets[slot(group)]);
    }

    private static int slot(long group) {
        return (int) (group & 1);
    }
}
