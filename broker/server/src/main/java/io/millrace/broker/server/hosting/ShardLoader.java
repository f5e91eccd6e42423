package io.millrace.broker.server.hosting;

import io.millrace.broker.coordinator.decision.CoordinatorShard;
import io.millrace.broker.log.PartitionLog;
import io.millrace.broker.log.RecordsSlice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.utils.Utils;

/** Reads a shard's partition from its start to its end and lets the shard replay it. */
final class ShardLoader {

    private static final int READ_BYTES = 1 << 20;

    private ShardLoader() {}

    /** Returns the offset up to which everything was replayed. */
    static long replay(PartitionLog log, CoordinatorShard shard) {
        long endOffset = log.logEndOffset();
        long offset = log.logStartOffset();
        while (offset < endOffset) {
            long nextOffset = offset;
            try (RecordsSlice slice = log.read(offset, READ_BYTES, true, endOffset)) {
                ByteBuffer bytes = slice.toByteBuffer();
                for (MutableRecordBatch batch :
                        MemoryRecords.readableRecords(bytes).batches()) {
                    replay(batch, offset, shard);
                    nextOffset = batch.nextOffset();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            if (nextOffset == offset) {
                // Compaction left nothing between here and the end.
                return endOffset;
            }
            offset = nextOffset;
        }
        return endOffset;
    }

    private static void replay(MutableRecordBatch batch, long fromOffset, CoordinatorShard shard) {
        if (batch.isControlBatch()) {
            return;
        }
        for (Record record : batch) {
            if (record.offset() >= fromOffset && record.hasKey()) {
                byte[] value = record.hasValue() ? Utils.toArray(record.value()) : null;
                shard.replay(record.offset(), Utils.toArray(record.key()), value);
            }
        }
    }
}
