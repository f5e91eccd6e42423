package io.millrace.broker.log.segment;

import io.millrace.broker.log.transaction.AbortedTransaction;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The aborted transactions whose markers stand in one segment, in the order of the markers. An entry is 34 bytes on disk:
 * version 0, producer id, first offset, last offset, last stable offset. One writer, any readers, as with {@link
 * OffsetIndex}.
 */
final class TransactionIndex {
    static final int ENTRY_BYTES = 34;
    private static final short VERSION = 0;
    private static final int INITIAL_ENTRIES = 8;

    private volatile AbortedTransaction[] entries = new AbortedTransaction[0];
    private volatile int count;

    int count() {
        return count;
    }

    /** Ignored if it is there already, so that a log may be walked again to bring the index up to date. */
    void maybeAppend(AbortedTransaction aborted) {
        AbortedTransaction[] present = entries;
        if (count > 0 && aborted.lastOffset() <= present[count - 1].lastOffset()) {
            return;
        }
        if (count == present.length) {
            present = Arrays.copyOf(present, Math.max(INITIAL_ENTRIES, present.length * 2));
            entries = present;
        }
        present[count] = aborted;
        publish(count + 1);
    }

    List<AbortedTransaction> all() {
        int end = count;
        return List.of(Arrays.copyOf(entries, end));
    }

    /**
     * Adds what overlaps a range of offsets.
     *
     * @return true if no later segment can have more
     */
    boolean collect(long fromOffset, long endOffsetExclusive, List<AbortedTransaction> found) {
        int end = count;
        AbortedTransaction[] present = entries;
        for (int index = firstEndingAtOrAfter(present, end, fromOffset); index < end; index++) {
            AbortedTransaction one = present[index];
            if (one.firstOffset() < endOffsetExclusive) {
                found.add(one);
            }
            if (one.lastStableOffset() >= endOffsetExclusive) {
                return true;
            }
        }
        return false;
    }

    private static int firstEndingAtOrAfter(AbortedTransaction[] present, int end, long offset) {
        int low = 0;
        int high = end;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (present[middle].lastOffset() < offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Removes entries whose marker stands at or after an offset. */
    void truncateToOffset(long offset) {
        int kept = count;
        while (kept > 0 && entries[kept - 1].lastOffset() >= offset) {
            kept--;
        }
        publish(kept);
    }

    static ByteBuffer encode(List<AbortedTransaction> transactions) {
        ByteBuffer target = ByteBuffer.allocate(transactions.size() * ENTRY_BYTES);
        for (AbortedTransaction one : transactions) {
            target.putShort(VERSION)
                    .putLong(one.producerId())
                    .putLong(one.firstOffset())
                    .putLong(one.lastOffset())
                    .putLong(one.lastStableOffset());
        }
        return target.flip();
    }

    /** False when the bytes cannot be the index of a segment that begins at this offset. */
    boolean decode(ByteBuffer source, long baseOffset) {
        if (source.remaining() % ENTRY_BYTES != 0) {
            return false;
        }
        List<AbortedTransaction> read = new ArrayList<>(source.remaining() / ENTRY_BYTES);
        long previous = baseOffset - 1;
        while (source.hasRemaining()) {
            short version = source.getShort();
            var one = new AbortedTransaction(source.getLong(), source.getLong(), source.getLong(), source.getLong());
            boolean sane = version == VERSION
                    && one.producerId() >= 0
                    && one.firstOffset() >= 0
                    && one.firstOffset() < one.lastOffset()
                    && one.lastOffset() > previous
                    && one.lastStableOffset() >= 0
                    && one.lastStableOffset() <= one.lastOffset() + 1;
            if (!sane) {
                return false;
            }
            read.add(one);
            previous = one.lastOffset();
        }
        entries = read.toArray(AbortedTransaction[]::new);
        publish(read.size());
        return true;
    }

    // Only the writer changes the count; volatile is for the readers.
    private void publish(int newCount) {
        count = newCount;
    }
}
