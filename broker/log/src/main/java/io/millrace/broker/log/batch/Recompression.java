package io.millrace.broker.log.batch;

import io.millrace.broker.log.config.BatchSettings;
import io.millrace.broker.log.fault.LogException;
import java.nio.ByteBuffer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MemoryRecordsBuilder;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;

/** {@code compression.type}: a topic that insists on a codec gets batches of other codecs written anew. */
public final class Recompression {
    private static final String PRODUCER = "producer";
    private static final String UNCOMPRESSED = "uncompressed";

    private Recompression() {}

    /**
     * The batch itself if its codec is the topic's, or if the topic takes what producers choose.
     *
     * @throws LogException CORRUPT_MESSAGE when the records cannot be read, MESSAGE_TOO_LARGE when the batch is too large
     *     as the topic wants it
     */
    public static BatchView apply(BatchView batch, BatchSettings settings) {
        String compressionType = settings.compressionType();
        if (PRODUCER.equals(compressionType) || batch.codecId() == codecOf(compressionType).id) {
            return batch;
        }
        RecordWalk.visit(batch.bytes(), one -> true);
        BatchView rewritten;
        try {
            rewritten = rewrite(batch, codecOf(compressionType));
        } catch (KafkaException | IllegalArgumentException malformed) {
            throw new LogException(
                    Errors.CORRUPT_MESSAGE,
                    "the batch cannot be written as compression.type=" + compressionType + " wants: "
                            + malformed.getMessage());
        }
        BatchChecks.requireAllowedSize(rewritten, settings);
        return rewritten;
    }

    private static BatchView rewrite(BatchView batch, CompressionType codec) {
        ByteBuffer target = ByteBuffer.allocate(Math.toIntExact(batch.sizeBytes()) + BatchView.HEADER_BYTES);
        try (MemoryRecordsBuilder builder = new MemoryRecordsBuilder(
                target,
                RecordBatch.MAGIC_VALUE_V2,
                Compression.of(codec).build(),
                batch.timestampType(),
                0L,
                RecordBatch.NO_TIMESTAMP,
                batch.producerId(),
                batch.producerEpoch(),
                batch.baseSequence(),
                batch.isTransactional(),
                false,
                RecordBatch.NO_PARTITION_LEADER_EPOCH,
                Integer.MAX_VALUE)) {
            long offset = 0;
            for (MutableRecordBatch walked :
                    MemoryRecords.readableRecords(batch.bytes()).batches()) {
                for (Record one : walked) {
                    builder.appendWithOffset(offset++, one);
                }
            }
            return new BatchView(builder.build().buffer().slice(), 0);
        }
    }

    private static CompressionType codecOf(String compressionType) {
        return UNCOMPRESSED.equals(compressionType) ? CompressionType.NONE : CompressionType.forName(compressionType);
    }
}
