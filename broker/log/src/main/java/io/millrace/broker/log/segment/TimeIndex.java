package io.millrace.broker.log.segment;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Largest timestamp so far to the offset that has it. An entry is 12 bytes on disk: timestamp, relative offset. One
 * writer, any readers, as with {@link OffsetIndex}.
 */
final class TimeIndex {
    static final int ENTRY_BYTES = 12;
    private static final int INITIAL_ENTRIES = 16;

    private volatile long[] timestamps = new long[0];
    private volatile int[] relativeOffsets = new int[0];
    private volatile int count;

    int count() {
        return count;
    }

    /** Ignored unless both timestamp and offset rise. */
    void maybeAppend(long timestampMs, int relativeOffset) {
        int at = count;
        if (at > 0 && (timestampMs <= timestamps[at - 1] || relativeOffset <= relativeOffsets[at - 1])) {
            return;
        }
        if (at == timestamps.length) {
            int capacity = Math.max(INITIAL_ENTRIES, at * 2);
            relativeOffsets = Arrays.copyOf(relativeOffsets, capacity);
            timestamps = Arrays.copyOf(timestamps, capacity);
        }
        timestamps[at] = timestampMs;
        relativeOffsets[at] = relativeOffset;
        publish(at + 1);
    }

    /** All records before this relative offset are older than {@code timestampMs}; -1 when nothing is known. */
    int floorOffset(long timestampMs) {
        int low = 0;
        int high = count - 1;
        int found = -1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (timestamps[middle] < timestampMs) {
                found = relativeOffsets[middle];
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return found;
    }

    /** The timestamp of the entry with this relative offset; -1 if there is none. */
    long timestampOf(int relativeOffset) {
        int index = Arrays.binarySearch(relativeOffsets, 0, count, relativeOffset);
        return index < 0 ? -1 : timestamps[index];
    }

    long lastTimestamp() {
        return count == 0 ? -1 : timestamps[count - 1];
    }

    int lastRelativeOffset() {
        return count == 0 ? -1 : relativeOffsets[count - 1];
    }

    void truncateToOffset(long relativeOffset) {
        int kept = count;
        while (kept > 0 && relativeOffsets[kept - 1] >= relativeOffset) {
            kept--;
        }
        publish(kept);
    }

    ByteBuffer encode(int fromEntry) {
        int end = count;
        ByteBuffer target = ByteBuffer.allocate((end - fromEntry) * ENTRY_BYTES);
        for (int index = fromEntry; index < end; index++) {
            target.putLong(timestamps[index]).putInt(relativeOffsets[index]);
        }
        return target.flip();
    }

    /** False when the bytes cannot be a time index. */
    boolean decode(ByteBuffer source) {
        if (source.remaining() % ENTRY_BYTES != 0) {
            return false;
        }
        int size = source.remaining() / ENTRY_BYTES;
        long[] readTimestamps = new long[size];
        int[] readOffsets = new int[size];
        for (int index = 0; index < size; index++) {
            readTimestamps[index] = source.getLong();
            readOffsets[index] = source.getInt();
            if (readOffsets[index] < 0
                    || (index > 0
                            && (readTimestamps[index] <= readTimestamps[index - 1]
                                    || readOffsets[index] <= readOffsets[index - 1]))) {
                return false;
            }
        }
        relativeOffsets = readOffsets;
        timestamps = readTimestamps;
        publish(size);
        return true;
    }

    // Only the writer changes the count; volatile is for the readers.
    private void publish(int newCount) {
        count = newCount;
    }
}
