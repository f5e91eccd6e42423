package io.millrace.broker.server.hosting;

import io.millrace.broker.coordinator.decision.Decision;
import io.millrace.broker.log.AppendOrigin;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;

/** Appends what a shard has decided as one batch of its partition. */
final class ShardBatch {

    /** Nobody counts what a coordinator writes for a producer; the format has no word for that but the first number. */
    private static final int NO_SEQUENCE = 0;

    private ShardBatch() {}

    /** On the loop. Refuses what is larger than one decision may be. */
    static AppendOutcome append(PartitionHost partition, Decision decision, int maxBytes, long nowMs) {
        if (decision.sizeBytes() > maxBytes) {
            return AppendOutcome.refused(
                    Errors.RECORD_LIST_TOO_LARGE,
                    decision.sizeBytes() + " bytes are more than the " + maxBytes + " of one decision");
        }
        SimpleRecord[] records = decision.records().stream()
                .map(record -> new SimpleRecord(nowMs, record.key(), record.value()))
                .toArray(SimpleRecord[]::new);
        MemoryRecords batch = decision.writer()
                .map(writer -> MemoryRecords.withTransactionalRecords(
                        Compression.NONE, writer.producerId(), writer.producerEpoch(), NO_SEQUENCE, records))
                .orElseGet(() -> MemoryRecords.withRecords(Compression.NONE, records));
        return partition.appendNow(batch.buffer(), AppendOrigin.COORDINATOR, true);
    }
}
