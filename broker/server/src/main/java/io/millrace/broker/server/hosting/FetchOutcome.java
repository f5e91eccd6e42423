package io.millrace.broker.server.hosting;

import io.millrace.broker.log.PartitionLog;
import io.millrace.broker.log.RecordsSlice;
import io.millrace.broker.log.fault.LogException;
import java.util.Optional;
import org.apache.kafka.common.protocol.Errors;

/**
 * What a fetch got from one partition. Whoever has it must close the slice.
 *
 * @param error NONE, or why there is nothing
 * @param slice whole batches, absent when there are none
 * @param highWatermark as it was when the slice was cut
 * @param logStartOffset the first offset that is still there
 */
public record FetchOutcome(Errors error, Optional<RecordsSlice> slice, long highWatermark, long logStartOffset) {

    int sizeBytes() {
        return slice.map(RecordsSlice::sizeBytes).orElse(0);
    }

    void close() {
        slice.ifPresent(RecordsSlice::close);
    }

    static FetchOutcome read(FetchTarget target, int maxBytes, boolean minOneBatch) {
        PartitionHost host = target.host();
        PartitionLog log = host.log();
        long highWatermark = host.highWatermark();
        if (host.leaderEpoch() == PartitionHost.NOT_LEADING) {
            return new FetchOutcome(Errors.NOT_LEADER_OR_FOLLOWER, Optional.empty(), -1, -1);
        }
        long startOffset = log.logStartOffset();
        if (target.offset() < startOffset || target.offset() > log.logEndOffset()) {
            return new FetchOutcome(Errors.OFFSET_OUT_OF_RANGE, Optional.empty(), highWatermark, startOffset);
        }
        if (target.offset() >= highWatermark || (maxBytes <= 0 && !minOneBatch)) {
            return new FetchOutcome(Errors.NONE, Optional.empty(), highWatermark, startOffset);
        }
        try {
            RecordsSlice slice =
                    log.read(target.offset(), Math.min(maxBytes, target.maxBytes()), minOneBatch, highWatermark);
            return new FetchOutcome(Errors.NONE, Optional.of(slice), highWatermark, startOffset);
        } catch (LogException e) {
            return new FetchOutcome(e.error(), Optional.empty(), highWatermark, log.logStartOffset());
        }
    }
}
