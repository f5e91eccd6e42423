package io.millrace.broker.log.upkeep;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.apache.kafka.common.record.internal.Record;

/**
 * The offset of the last record of each key in the dirty part of a log. Records of a transaction count once it is
 * committed: an aborted record must not supersede a committed one.
 */
public final class LatestOffsets {
    private static final int ENTRY_OVERHEAD_BYTES = 120;

    private final long maxBytes;
    private final Map<ByteBuffer, Long> latest = new HashMap<>();
    private final Map<Long, List<Keyed>> openTransactions = new HashMap<>();
    private long bytes;
    private long endOffset;

    public LatestOffsets(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** A key and where it stands. */
    private record Keyed(ByteBuffer key, long offset) {}

    /** False when there is no room for a further batch; the compaction then covers what was added so far. */
    public boolean hasRoom() {
        return bytes < maxBytes;
    }

    public void add(MutableRecordBatch batch) {
        if (batch.isControlBatch()) {
            endTransaction(batch);
        } else {
            for (Record one : batch) {
                if (one.hasKey()) {
                    add(batch, new Keyed(copyOf(one.key()), one.offset()));
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

    private void add(MutableRecordBatch batch, Keyed keyed) {
        if (batch.isTransactional()) {
            openTransactions
                    .computeIfAbsent(batch.producerId(), any -> new ArrayList<>())
                    .add(keyed);
            bytes += keyed.key().capacity() + ENTRY_OVERHEAD_BYTES;
        } else {
            put(keyed);
        }
    }

    private void endTransaction(MutableRecordBatch batch) {
        List<Keyed> ended = openTransactions.remove(batch.producerId());
        if (ended == null) {
            return;
        }
        ended.forEach(keyed -> bytes -= keyed.key().capacity() + ENTRY_OVERHEAD_BYTES);
        if (isCommit(batch)) {
            ended.forEach(this::put);
        }
    }

    private static boolean isCommit(MutableRecordBatch batch) {
        for (Record marker : batch) {
            return ControlRecordType.parse(marker.key()) == ControlRecordType.COMMIT;
        }
        return false;
    }

    private void put(Keyed keyed) {
        if (latest.merge(keyed.key(), keyed.offset(), Math::max) == keyed.offset()) {
            bytes += keyed.key().capacity() + ENTRY_OVERHEAD_BYTES;
        }
    }

    private static ByteBuffer copyOf(ByteBuffer key) {
        return ByteBuffer.allocate(key.remaining()).put(key.duplicate()).flip();
    }
}
