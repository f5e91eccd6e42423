package io.millrace.broker.server.hosting;

import io.millrace.broker.log.PartitionLog;
import io.millrace.broker.log.RecordsSlice;
import io.millrace.broker.log.fault.LogException;
import io.millrace.broker.log.transaction.AbortedTransaction;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.protocol.Errors;

/**
 * What a fetch got from one partition. Whoever has it must close the slice.
 *
 * @param error NONE, or why there is nothing
 * @param slice whole batches, absent when there are none
 * @param bounds the partition's offsets as they were before the slice was cut
 * @param aborted transactions of which the slice may have records; none unless only committed records are wanted
 */
public record FetchOutcome(
        Errors error, Optional<RecordsSlice> slice, Bounds bounds, List<AbortedTransaction> aborted) {

    /**
     * What a fetch tells of a partition beside its records; each is -1 if this broker does not lead it.
     *
     * @param highWatermark above every safe record
     * @param lastStableOffset above every record of which the fate is known
     * @param logStartOffset the first offset that is still there
     */
    public record Bounds(long highWatermark, long lastStableOffset, long logStartOffset) {
        private static final Bounds UNKNOWN = new Bounds(-1, -1, -1);
    }

    int sizeBytes() {
        return slice.map(RecordsSlice::sizeBytes).orElse(0);
    }

    void close() {
        slice.ifPresent(RecordsSlice::close);
    }

    static FetchOutcome read(FetchTarget target, int maxBytes, boolean minOneBatch) {
        PartitionHost host = target.host();
        PartitionLog log = host.log();
        // In this order, or the last stable offset might lie above the high watermark.
        long stableOffset = host.lastStableOffset();
        var bounds = new Bounds(host.highWatermark(), stableOffset, log.logStartOffset());
        if (host.leaderEpoch() == PartitionHost.NOT_LEADING) {
            return nothing(Errors.NOT_LEADER_OR_FOLLOWER, Bounds.UNKNOWN);
        }
        if (target.offset() < bounds.logStartOffset() || target.offset() > log.logEndOffset()) {
            return nothing(Errors.OFFSET_OUT_OF_RANGE, bounds);
        }
        long endOffset = target.committedOnly() ? stableOffset : bounds.highWatermark();
        if (target.offset() >= endOffset || (maxBytes <= 0 && !minOneBatch)) {
            return nothing(Errors.NONE, bounds);
        }
        RecordsSlice slice = null;
        try {
            slice = log.read(target.offset(), Math.min(maxBytes, target.maxBytes()), minOneBatch, endOffset);
            List<AbortedTransaction> aborted = target.committedOnly() && !slice.isEmpty()
                    ? log.abortedTransactions(target.offset(), slice.endOffset())
                    : List.of();
            return new FetchOutcome(Errors.NONE, Optional.of(slice), bounds, aborted);
        } catch (LogException e) {
            if (slice != null) {
                slice.close();
            }
            return nothing(e.error(), bounds);
        }
    }

    private static FetchOutcome nothing(Errors error, Bounds bounds) {
        return new FetchOutcome(error, Optional.empty(), bounds, List.of());
    }
}
