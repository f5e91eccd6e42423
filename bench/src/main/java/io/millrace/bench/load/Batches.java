package io.millrace.bench.load;

import java.nio.ByteBuffer;
import java.util.Random;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MemoryRecordsBuilder;

/** Record batches, uncompressed, as a producer builds them. */
public final class Batches {

    private static final long SEED = 20140427;

    private Batches() {}

    /** A batch of {@code count} records with values of {@code valueBytes} and without keys. */
    public static MemoryRecords of(int count, int valueBytes) {
        byte[] value = new byte[valueBytes];
        new Random(SEED).nextBytes(value);
        return of(count, value);
    }

    /** A batch of {@code count} records with this value and without keys. */
    public static MemoryRecords of(int count, byte[] value) {
        ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
        long nowMs = System.currentTimeMillis();
        try (MemoryRecordsBuilder builder =
                MemoryRecords.builder(buffer, Compression.NONE, TimestampType.CREATE_TIME, 0)) {
            for (int i = 0; i < count; i++) {
                builder.append(nowMs, null, value);
            }
            return builder.build();
        }
    }

    /** How many such records are in a batch of at most {@code batchBytes}, one at least. */
    public static int countWithin(int batchBytes, int valueBytes) {
        int one = of(1, valueBytes).sizeInBytes();
        int more = of(101, valueBytes).sizeInBytes() - one;
        // Later records have longer deltas: the division is a first guess from above.
        int count = Math.max(1, 1 + (int) ((batchBytes - one) * 100L / more) + 1);
        while (count > 1 && of(count, valueBytes).sizeInBytes() > batchBytes) {
            count--;
        }
        return count;
    }
}
