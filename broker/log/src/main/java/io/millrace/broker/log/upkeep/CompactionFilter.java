package io.millrace.broker.log.upkeep;

import java.nio.ByteBuffer;
import java.util.Set;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MemoryRecords.RecordFilter.BatchRetention;
import org.apache.kafka.common.record.internal.MemoryRecords.RecordFilter.BatchRetentionResult;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.utils.BufferSupplier;

/**
 * What remains of one batch: the last record of each key, tombstones until their time is over, every control record and
 * every record without a key. A producer's last batches stay even if empty: their sequences are still needed.
 */
public final class CompactionFilter {
    private final LatestOffsets latest;
    private final Set<Long> lastOffsetsOfProducers;
    private final long nowMs;
    private final long deleteRetentionMs;

    public CompactionFilter(
            LatestOffsets latest, Set<Long> lastOffsetsOfProducers, long nowMs, long deleteRetentionMs) {
        this.latest = latest;
        this.lastOffsetsOfProducers = lastOffsetsOfProducers;
        this.nowMs = nowMs;
        this.deleteRetentionMs = deleteRetentionMs;
    }

    /** The retained part of a whole batch, empty if nothing of it stays. */
    public ByteBuffer apply(ByteBuffer batch) {
        ByteBuffer target = ByteBuffer.allocate(batch.remaining() + 1024);
        MemoryRecords.FilterResult result = MemoryRecords.readableRecords(batch)
                .filterTo(new Filter(nowMs, deleteRetentionMs), target, BufferSupplier.NO_CACHING);
        return result.outputBuffer().flip();
    }

    /** Kafka's own rewriting of batches asks this. */
    private final class Filter extends MemoryRecords.RecordFilter {
        Filter(long currentTimeMs, long retentionMs) {
            super(currentTimeMs, retentionMs);
        }

        @Override
        protected BatchRetentionResult checkBatchRetention(RecordBatch batch) {
            boolean needed = batch.hasProducerId() && lastOffsetsOfProducers.contains(batch.lastOffset());
            return new BatchRetentionResult(needed ? BatchRetention.RETAIN_EMPTY : BatchRetention.DELETE_EMPTY, false);
        }

        @Override
        protected boolean shouldRetainRecord(RecordBatch batch, Record one) {
            if (batch.isControlBatch()) {
                return true;
            }
            boolean expiredTombstone = one.hasKey()
                    && !one.hasValue()
                    && batch.deleteHorizonMs().isPresent()
                    && currentTime >= batch.deleteHorizonMs().getAsLong();
            return !latest.isSuperseded(one) && !expiredTombstone;
        }
    }
}
