package io.millrace.broker.log.upkeep;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MemoryRecords.RecordFilter.BatchRetention;
import org.apache.kafka.common.record.internal.MemoryRecords.RecordFilter.BatchRetentionResult;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.utils.BufferSupplier;

/**
 * What remains of the batches of a log, seen from its beginning on: the last record of each key, every record without a
 * key, tombstones until their time is over, nothing of aborted transactions. The marker of a transaction stays until no
 * batch of it is left and its time is over. A producer's last batches stay even if empty: their sequences are still
 * needed. The time begins when a compaction first finds that something may go (KIP-534).
 */
public final class CompactionFilter {
    private final LatestOffsets latest;
    private final AbortedRanges aborted;
    private final Producers producers;
    private final long nowMs;
    private final long deleteRetentionMs;
    private final Set<Long> producersInTransaction = new HashSet<>();
    private final Set<Long> droppedMarkers = new HashSet<>();

    /**
     * What producers still need.
     *
     * @param lastOffsets the last offsets of the batches that could be sent again
     * @param epochsWithoutBatches the epochs of producers of which only a marker is remembered
     */
    public record Producers(Set<Long> lastOffsets, Map<Long, Short> epochsWithoutBatches) {
        boolean need(RecordBatch batch) {
            if (!batch.hasProducerId()) {
                return false;
            }
            Short epoch = batch.isControlBatch() ? epochsWithoutBatches.get(batch.producerId()) : null;
            return lastOffsets.contains(batch.lastOffset()) || (epoch != null && epoch == batch.producerEpoch());
        }
    }

    public CompactionFilter(
            LatestOffsets latest, AbortedRanges aborted, Producers producers, long nowMs, long deleteRetentionMs) {
        this.latest = latest;
        this.aborted = aborted;
        this.producers = producers;
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

    /** The offsets of the markers of which nothing stayed so far. */
    public Set<Long> droppedMarkers() {
        return droppedMarkers;
    }

    /** Kafka's own rewriting of batches asks this, first about the batch, then about its records. */
    private final class Filter extends MemoryRecords.RecordFilter {
        private boolean discardRecords;

        Filter(long currentTimeMs, long retentionMs) {
            super(currentTimeMs, retentionMs);
        }

        @Override
        protected BatchRetentionResult checkBatchRetention(RecordBatch batch) {
            boolean lastOfItsTransaction = false;
            if (batch.isControlBatch()) {
                lastOfItsTransaction = !producersInTransaction.remove(batch.producerId());
                discardRecords = lastOfItsTransaction && isOver(batch);
                if (discardRecords) {
                    droppedMarkers.add(batch.lastOffset());
                }
            } else {
                if (batch.isTransactional()) {
                    producersInTransaction.add(batch.producerId());
                }
                discardRecords = aborted.covers(batch);
            }
            BatchRetention retention = discardRecords ? BatchRetention.DELETE : BatchRetention.DELETE_EMPTY;
            return new BatchRetentionResult(
                    producers.need(batch) ? BatchRetention.RETAIN_EMPTY : retention, lastOfItsTransaction);
        }

        @Override
        protected boolean shouldRetainRecord(RecordBatch batch, Record one) {
            if (discardRecords || batch.isControlBatch()) {
                return !discardRecords;
            }
            boolean expiredTombstone = one.hasKey() && !one.hasValue() && isOver(batch);
            return !latest.isSuperseded(one) && !expiredTombstone;
        }

        private boolean isOver(RecordBatch batch) {
            return batch.deleteHorizonMs().isPresent()
                    && currentTime >= batch.deleteHorizonMs().getAsLong();
        }
    }
}
