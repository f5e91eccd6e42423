package io.millrace.broker.log.transaction;

import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.EndTransactionMarker;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.RecordBatch;

/**
 * A coordinator's word that a producer's transaction has ended here.
 *
 * @param producerEpoch in version 2 one more than the epoch of the transaction (KIP-890)
 * @param coordinatorEpoch which term of the coordinator says so
 * @param transactionVersion {@code transaction.version} of the transaction; 0 and 1 have the same rules here
 */
public record TransactionMarker(
        long producerId, short producerEpoch, int coordinatorEpoch, boolean commit, int transactionVersion) {
    private static final int FIRST_VERSION_WITH_EPOCH_BUMP = 2;

    public boolean bumpsEpoch() {
        return transactionVersion >= FIRST_VERSION_WITH_EPOCH_BUMP;
    }

    /** The control batch that says it, without an offset yet. */
    public MemoryRecords toRecords(long nowMs) {
        ControlRecordType type = commit ? ControlRecordType.COMMIT : ControlRecordType.ABORT;
        return MemoryRecords.withEndTransactionMarker(
                0,
                nowMs,
                RecordBatch.NO_PARTITION_LEADER_EPOCH,
                producerId,
                producerEpoch,
                new EndTransactionMarker(type, coordinatorEpoch));
    }
}
