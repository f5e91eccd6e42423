package io.millrace.broker.log.segment;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Offset to byte position within one segment, every few kilobytes. An entry (8 bytes on disk: relative offset, position)
 * names the last offset of a batch and where that batch begins.
 *
 * <p>One writer, any readers: entries are written before the count that publishes them.
 */
final class OffsetIndex {
    static final int ENTRY_BYTES = 8;
    private static final int INITIAL_ENTRIES = 16;

    private volatile long[] entries = new long[0];
    private volatile int count;

    int count() {
        return count;
    }

    void append(int relativeOffset, int position) {
        long[] present = entries;
        if (count == present.length) {
            present = Arrays.copyOf(present, Math.max(INITIAL_ENTRIES, present.length * 2));
            entries = present;
        }
        present[count] = ((long) relativeOffset << 32) | position;
        publish(count + 1);
    }

    /** Where to begin looking for a relative offset: a batch that ends at or before it, or 0. */
    int floorPositionOfOffset(long relativeOffset) {
        int low = 0;
        int high = count - 1;
        long[] present = entries;
        int found = 0;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if ((present[middle] >>> 32) <= relativeOffset) {
                found = (int) present[middle];
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return found;
    }

    /** The first indexed batch that ends at or after a relative offset, or -1. */
    int ceilingPositionOfOffset(long relativeOffset) {
        int low = 0;
        int high = count - 1;
        long[] present = entries;
        int found = -1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if ((present[middle] >>> 32) >= relativeOffset) {
                found = (int) present[middle];
                high = middle - 1;
            } else {
                low = middle + 1;
            }
        }
        return found;
    }

    /** The last indexed batch that begins at or before a byte position, or 0. */
    int floorPosition(int position) {
        int low = 0;
        int high = count - 1;
        long[] present = entries;
        int found = 0;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if ((int) present[middle] <= position) {
                found = (int) present[middle];
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return found;
    }

    /** The first indexed batch that begins at or after a byte position, or -1. */
    int ceilingPosition(int position) {
        long[] present = entries;
        int low = 0;
        int end = count;
        int high = end;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if ((int) present[middle] < position) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == end ? -1 : (int) present[low];
    }

    /** Where the batch ends that is indexed at a byte position, or -1 if none is. */
    int relativeOffsetAt(int position) {
        long[] present = entries;
        int low = 0;
        int high = count - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int found = (int) present[middle];
            if (found == position) {
                return (int) (present[middle] >>> 32);
            }
            if (found < position) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1;
    }

    /** Position of the last entry, or 0. */
    int lastPosition() {
        return count == 0 ? 0 : (int) entries[count - 1];
    }

    /** Removes entries of batches that end at or after a relative offset. */
    void truncateToOffset(long relativeOffset) {
        int kept = count;
        while (kept > 0 && (entries[kept - 1] >>> 32) >= relativeOffset) {
            kept--;
        }
        publish(kept);
    }

    ByteBuffer encode(int fromEntry) {
        int end = count;
        ByteBuffer target = ByteBuffer.allocate((end - fromEntry) * ENTRY_BYTES);
        for (int index = fromEntry; index < end; index++) {
            target.putLong(entries[index]);
        }
        return target.flip();
    }

    /**
     * False when the bytes cannot be an index. Entries beyond the segment's end are left out: a kill may leave them, for
     * an index is written with what its segment still has in memory.
     */
    boolean decode(ByteBuffer source, int segmentBytes) {
        if (source.remaining() % ENTRY_BYTES != 0) {
            return false;
        }
        long[] read = new long[source.remaining() / ENTRY_BYTES];
        long previous = -1;
        int within = 0;
        for (int index = 0; index < read.length; index++) {
            long entry = source.getLong();
            boolean rising =
                    index == 0 ? entry >= 0 : (entry >>> 32) > (previous >>> 32) && (int) entry > (int) previous;
            if (!rising || (int) entry < 0) {
                return false;
            }
            within += (int) entry < segmentBytes ? 1 : 0;
            read[index] = entry;
            previous = entry;
        }
        entries = read;
        publish(within);
        return true;
    }

    // Only the writer changes the count; volatile is for the readers.
    private void publish(int newCount) {
        count = newCount;
    }
}
