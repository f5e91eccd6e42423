package io.millrace.broker.log;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.SimpleRecord;

/** Batches as producers make them. */
final class TestingBatches {
    private TestingBatches() {}

    static ByteBuffer of(String... values) {
        return MemoryRecords.withRecords(Compression.NONE, records(1_000, values))
                .buffer();
    }

    static ByteBuffer at(long timestampMs, String... values) {
        return MemoryRecords.withRecords(Compression.NONE, records(timestampMs, values))
                .buffer();
    }

    static ByteBuffer gzipped(String... values) {
        return MemoryRecords.withRecords(Compression.gzip().build(), records(1_000, values))
                .buffer();
    }

    static ByteBuffer from(long producerId, int producerEpoch, int sequence, String... values) {
        return MemoryRecords.withIdempotentRecords(
                        Compression.NONE, producerId, (short) producerEpoch, sequence, records(1_000, values))
                .buffer();
    }

    static ByteBuffer keyed(String key, String value) {
        byte[] bytes = value == null ? null : value.getBytes(StandardCharsets.UTF_8);
        return MemoryRecords.withRecords(
                        Compression.NONE, new SimpleRecord(1_000, key.getBytes(StandardCharsets.UTF_8), bytes))
                .buffer();
    }

    /** A batch of one record whose compressed bytes are whatever the caller says, under a valid checksum. */
    static ByteBuffer gzippedBody(byte[] body) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(compressed)) {
            gzip.write(body);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        ByteBuffer header = gzipped("x").slice(0, 61);
        ByteBuffer batch =
                ByteBuffer.allocate(61 + compressed.size()).put(header).put(compressed.toByteArray());
        batch.flip().putInt(8, batch.limit() - 12);
        CRC32C crc = new CRC32C();
        crc.update(batch.slice(21, batch.limit() - 21));
        return batch.putInt(17, (int) crc.getValue());
    }

    /** The values of all records from an offset on. */
    static List<String> valuesOf(PartitionLog log, long fromOffset) throws Exception {
        return valuesOf(log, fromOffset, log.logEndOffset());
    }

    /** The values of all records between two offsets. */
    static List<String> valuesOf(PartitionLog log, long fromOffset, long endOffset) throws Exception {
        List<String> values = new ArrayList<>();
        for (Record one : recordsOf(log, fromOffset, endOffset)) {
            values.add(StandardCharsets.UTF_8.decode(one.value()).toString());
        }
        return values;
    }

    static List<Record> recordsOf(PartitionLog log, long fromOffset) throws Exception {
        return recordsOf(log, fromOffset, log.logEndOffset());
    }

    private static List<Record> recordsOf(PartitionLog log, long fromOffset, long endOffset) throws Exception {
        List<Record> found = new ArrayList<>();
        long offset = fromOffset;
        while (offset < endOffset) {
            long next = offset;
            try (RecordsSlice slice = log.read(offset, 1 << 20, true, endOffset)) {
                for (MutableRecordBatch batch :
                        MemoryRecords.readableRecords(slice.toByteBuffer()).batches()) {
                    batch.ensureValid();
                    for (Record one : batch) {
                        if (one.offset() >= offset) {
                            found.add(one);
                        }
                    }
                    next = batch.nextOffset();
                }
            }
            if (next == offset) {
                break;
            }
            offset = next;
        }
        return found;
    }

    static List<Record> recordsIn(RecordsSlice slice) throws IOException {
        List<Record> found = new ArrayList<>();
        for (MutableRecordBatch batch :
                MemoryRecords.readableRecords(slice.toByteBuffer()).batches()) {
            batch.ensureValid();
            batch.forEach(found::add);
        }
        return found;
    }

    private static SimpleRecord[] records(long timestampMs, String... values) {
        SimpleRecord[] records = new SimpleRecord[values.length];
        for (int index = 0; index < values.length; index++) {
            records[index] = new SimpleRecord(timestampMs, null, values[index].getBytes(StandardCharsets.UTF_8));
        }
        return records;
    }
}
