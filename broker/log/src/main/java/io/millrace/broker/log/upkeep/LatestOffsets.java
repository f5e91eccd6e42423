package io.millrace.broker.log.upkeep;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.apache.kafka.common.record.internal.Record;

/**
 * The offset of the last record of each key in the dirty part of a log. Aborted records do not count, or they would
 * supersede committed ones; control records have no keys of anybody.
 */
public final class LatestOffsets {
    private static final int ENTRY_OVERHEAD_BYTES = 120;

    private final long maxBytes;
    private final AbortedRanges aborted;
    private final Map<ByteBuffer, Long> latest = new HashMap<>();
    private long bytes;
    private long endOffset;

    public LatestOffsets(long maxBytes, AbortedRanges aborted) {
        this.maxBytes = maxBytes;
        this.aborted = aborted;
    }

    /** False when there is no room for a further batch; the compaction then covers what was added so far. */
    public boolean hasRoom() {
        return bytes < maxBytes;
    }

    public void add(MutableRecordBatch batch) {
        if (!batch.isControlBatch() && !aborted.covers(batch)) {
            for (Record one : batch) {
                if (one.hasKey()) {
                    put(one.key(), one.offset());
                }
            }
        }
        endOffset = batch.nextOffset();
    }

    /** Everything below it has been looked at. */
    public long endOffset() {
        return endOffset;
    }

    public boolean isSuperseded(Record one) {
        if (!one.hasKey()) {
            return false;
        }
        Long last = latest.get(one.key());
        return last != null && last > one.offset();
    }

    private void put(ByteBuffer key, long offset) {
        if (latest.replace(key, offset) == null) {
            ByteBuffer copy =
                    ByteBuffer.allocate(key.remaining()).put(key.duplicate()).flip();
            latest.put(copy, offset);
            bytes += copy.capacity() + ENTRY_OVERHEAD_BYTES;
        }
    }
}
