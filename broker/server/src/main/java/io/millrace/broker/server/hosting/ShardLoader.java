package io.millrace.broker.server.hosting;

import io.millrace.broker.coordinator.decision.CoordinatorShard;
import io.millrace.broker.log.PartitionLog;
import io.millrace.broker.log.RecordsSlice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.utils.Utils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a shard's partition from its start to its end and lets the shard replay it. */
final class ShardLoader {

    private static final Logger LOGGER = LoggerFactory.getLogger(ShardLoader.class);
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

    /** Tells an operator what was found. */
    static void report(PartitionLog log, CoordinatorShard shard, long endOffset) {
        LOGGER.debug(
                "Loaded a coordinator shard. partition={} endOffset={} entries={}",
                log.partition(),
                endOffset,
                shard.size());
        if (shard.skippedRecords() > 0) {
            LOGGER.info(
                    "Records of kinds that are not served are kept and left out. partition={} skippedRecords={}",
                    log.partition(),
                    shard.skippedRecords());
        }
        if (shard.undecodableRecords() > 0) {
            LOGGER.error(
                    "Records cannot be read and are left out. partition={} undecodableRecords={}",
                    log.partition(),
                    shard.undecodableRecords());
        }
    }

    private static void replay(MutableRecordBatch batch, long fromOffset, CoordinatorShard shard) {
        for (Record record : batch) {
            if (record.offset() < fromOffset || !record.hasKey()) {
                continue;
            }
            if (batch.isControlBatch()) {
                replayMarker(batch.producerId(), record, shard);
                continue;
            }
            byte[] key = Utils.toArray(record.key());
            byte[] value = record.hasValue() ? Utils.toArray(record.value()) : null;
            if (batch.isTransactional()) {
                shard.replayInTransaction(record.offset(), batch.producerId(), key, value);
            } else {
                shard.replay(record.offset(), key, value);
            }
        }
    }

    /** Control records of other kinds end no transaction. */
    private static void replayMarker(long producerId, Record record, CoordinatorShard shard) {
        ControlRecordType type = ControlRecordType.parse(record.key());
        if (type == ControlRecordType.COMMIT || type == ControlRecordType.ABORT) {
            shard.replayMarker(record.offset(), producerId, type == ControlRecordType.COMMIT);
        }
    }
}
