package io.millrace.broker.log.batch;

import io.millrace.broker.log.fault.LogException;
import java.nio.ByteBuffer;
import java.util.function.Predicate;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.utils.BufferSupplier;
import org.apache.kafka.common.utils.CloseableIterator;

/**
 * Walks the records of one batch without making their keys and values, because a batch from outside may declare any
 * size and decompress to anything.
 */
public final class RecordWalk {
    /** What the records of one batch may come to when decompressed. */
    static final long DECOMPRESSED_MAX_BYTES = 64L << 20;

    private RecordWalk() {}

    /**
     * Shows each record (offset, timestamp, whether there is a key and a value) until the visitor has enough.
     *
     * @throws LogException CORRUPT_MESSAGE when the records are not what the header says
     */
    public static void visit(ByteBuffer batch, Predicate<Record> visitor) {
        long bytes = 0;
        for (MutableRecordBatch walked : MemoryRecords.readableRecords(batch).batches()) {
            try (CloseableIterator<Record> records = walked.skipKeyValueIterator(BufferSupplier.NO_CACHING)) {
                while (records.hasNext()) {
                    Record one = records.next();
                    bytes += one.sizeInBytes();
                    if (bytes > DECOMPRESSED_MAX_BYTES) {
                        throw new LogException(
                                Errors.MESSAGE_TOO_LARGE,
                                "the batch decompresses to more than " + DECOMPRESSED_MAX_BYTES + " bytes");
                    }
                    if (!visitor.test(one)) {
                        return;
                    }
                }
            } catch (KafkaException | IllegalArgumentException malformed) {
                throw new LogException(
                        Errors.CORRUPT_MESSAGE, "the records of the batch are malformed: " + malformed.getMessage());
            }
        }
    }
}
