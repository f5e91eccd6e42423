package io.millrace.broker.log.batch;

import io.millrace.broker.log.fault.LogException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Predicate;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.DefaultRecord;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.utils.BufferSupplier;

/**
 * Walks the records of one batch without making their keys and values, because a batch from outside may declare any
 * size and decompress to anything.
 */
public final class RecordWalk {
    /** What the records of one batch may come to when decompressed. */
    static final long DECOMPRESSED_MAX_BYTES = 64L << 20;

    private RecordWalk() {}

    /**
     * Shows each record (offset, timestamp, whether there is a key and a value) until the visitor has enough. After a
     * walk to the end, the batch can be read in full.
     *
     * @throws LogException CORRUPT_MESSAGE when the records are not what the header says, MESSAGE_TOO_LARGE when they
     *     come to more than any batch may
     */
    public static void visit(ByteBuffer batch, Predicate<Record> visitor) {
        BatchView view = new BatchView(batch, batch.position());
        ByteBuffer body = view.bytes().position(BatchView.HEADER_BYTES).slice();
        CompressionType codec = CompressionType.forId(view.codecId());
        if (codec == CompressionType.SNAPPY) {
            SnappyFrames.requireWithin(body, DECOMPRESSED_MAX_BYTES);
        }
        try (BoundedInput records = new BoundedInput(
                Compression.of(codec).build().wrapForInput(body, RecordBatch.MAGIC_VALUE_V2, BufferSupplier.NO_CACHING),
                DECOMPRESSED_MAX_BYTES)) {
            visit(view, records, visitor);
        } catch (IOException | KafkaException | IllegalArgumentException malformed) {
            throw malformed(malformed.getMessage());
        }
    }

    private static void visit(BatchView batch, BoundedInput records, Predicate<Record> visitor) throws IOException {
        Long logAppendTime = batch.timestampType() == TimestampType.LOG_APPEND_TIME ? batch.maxTimestamp() : null;
        for (int index = 0; index < batch.recordCount(); index++) {
            long start = records.bytes();
            Record one = DefaultRecord.readPartiallyFrom(
                    records, batch.baseOffset(), batch.baseTimestamp(), batch.baseSequence(), logAppendTime);
            if (records.bytes() - start != one.sizeInBytes()) {
                throw malformed("record " + index + " says " + one.sizeInBytes() + " bytes and has "
                        + (records.bytes() - start));
            }
            if (!visitor.test(one)) {
                return;
            }
        }
        if (records.read() >= 0) {
            throw malformed("bytes follow the last of " + batch.recordCount() + " records");
        }
    }

    static LogException tooLarge() {
        return new LogException(
                Errors.MESSAGE_TOO_LARGE, "the batch decompresses to more than " + DECOMPRESSED_MAX_BYTES + " bytes");
    }

    private static LogException malformed(String what) {
        return new LogException(Errors.CORRUPT_MESSAGE, "the records of the batch are malformed: " + what);
    }
}
