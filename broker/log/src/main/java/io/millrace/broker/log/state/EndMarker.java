package io.millrace.broker.log.state;

import io.millrace.broker.log.batch.BatchView;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.EndTransactionMarker;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.Record;

/** What the one record of a control batch says about a transaction. */
public record EndMarker(boolean commit, int coordinatorEpoch) {
    /**
     * Null if the batch ends no transaction: it is a control batch of another kind, or compaction has emptied it.
     *
     * @param batch all of it, not the header alone
     */
    public static EndMarker of(BatchView batch) {
        if (batch.recordCount() == 0) {
            return null;
        }
        for (Record one : MemoryRecords.readableRecords(batch.bytes()).records()) {
            ControlRecordType type = ControlRecordType.parse(one.key());
            if (type == ControlRecordType.COMMIT || type == ControlRecordType.ABORT) {
                int coordinatorEpoch = EndTransactionMarker.deserialize(one).coordinatorEpoch();
                return new EndMarker(type == ControlRecordType.COMMIT, coordinatorEpoch);
            }
        }
        return null;
    }
}
