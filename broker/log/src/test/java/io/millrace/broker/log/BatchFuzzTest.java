package io.millrace.broker.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.log.batch.BatchView;
import io.millrace.broker.log.fault.LogException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Batches of every codec, damaged: a log refuses them with its own exception or takes them whole, and goes on either
 * way. {@code -Dmillrace.fuzz.rounds=20000 -Dmillrace.fuzz.seed=7} tries more, and others.
 */
class BatchFuzzTest {
    private static final int ROUNDS = Integer.getInteger("millrace.fuzz.rounds", 60) * 10;
    private static final long SEED = Long.getLong("millrace.fuzz.seed", 20_261_121);
    private static final int ROUNDS_PER_LIFE = 300;

    @TempDir
    Path path;

    private final List<ByteBuffer> samples = new ArrayList<>();

    /** Where the good batches of this life of the log are; the next one looks for them. */
    private final List<Long> good = new ArrayList<>();

    private int taken;
    private int refused;

    /** Records are looked at where keys matter or the codec is the topic's; elsewhere the checksum vouches for them. */
    @ParameterizedTest
    @CsvSource({
        "compression.type, producer",
        "cleanup.policy, compact",
        "compression.type, uncompressed",
        "compression.type, zstd",
        "message.timestamp.type, LogAppendTime"
    })
    void takesDamagedBatchesWholeOrNotAtAll(String setting, String value) throws Exception {
        // Given
        for (CompressionType codec : CompressionType.values()) {
            samples.add(batch(codec, "small"));
            samples.add(batch(codec, "long ".repeat(200)));
        }
        RandomGenerator random = new SplittableRandom(SEED);
        var mutations = new BatchMutations(random);

        // When, then
        for (int done = 0; done < ROUNDS; done += ROUNDS_PER_LIFE) {
            try (TestingDirectory testing = new TestingDirectory(path)) {
                testing.open();
                PartitionLog log = testing.log("flush", "async", setting, value);
                requireGoodOnes(log);
                good.clear();
                for (int round = 0; round < Math.min(ROUNDS_PER_LIFE, ROUNDS - done); round++) {
                    ByteBuffer batch = mutations.apply(samples.get(random.nextInt(samples.size())));
                    offer(log, batch);
                }
            }
        }
        assertThat(taken).as("taken").isPositive();
        assertThat(refused).as("refused").isGreaterThan(taken);
    }

    /** After a damaged batch a good one follows, which must find its place. */
    private void offer(PartitionLog log, ByteBuffer batch) throws Exception {
        byte[] content = new byte[batch.remaining()];
        batch.duplicate().get(content);
        String bytes = HexFormat.of().formatHex(content);
        try {
            long end = log.logEndOffset();
            try {
                AppendResult result = log.append(batch, 3, 1_000, AppendOrigin.CLIENT);
                assertThat(result.baseOffset()).isEqualTo(end);
                requireReadable(log, end, looksInside(log, batch));
                taken++;
            } catch (LogException refusal) {
                assertThat(refusal.getMessage()).isNotBlank();
                assertThat(log.logEndOffset()).isEqualTo(end);
                refused++;
            }
            ByteBuffer next = batch(CompressionType.NONE, "good");
            good.add(log.append(next, 3, 1_000, AppendOrigin.CLIENT).baseOffset());
        } catch (Exception | Error e) {
            throw new AssertionError("a batch of -Dmillrace.fuzz.seed=" + SEED + " did harm: " + bytes, e);
        }
    }

    private static boolean looksInside(PartitionLog log, ByteBuffer batch) {
        String codec = log.config().batches().compressionType();
        CompressionType own = CompressionType.forId(new BatchView(batch, 0).codecId());
        boolean converted =
                !codec.equals("producer") && !codec.equals(own == CompressionType.NONE ? "uncompressed" : own.name);
        return converted || log.config().cleanup().compact();
    }

    private static void requireReadable(PartitionLog log, long offset, boolean looksInside) throws Exception {
        try (RecordsSlice slice = log.read(offset, 1 << 20, true, log.logEndOffset())) {
            MutableRecordBatch batch = onlyBatch(slice);
            batch.ensureValid();
            assertThat(batch.baseOffset()).isEqualTo(offset);
            assertThat(batch.nextOffset()).isEqualTo(log.logEndOffset());
            if (looksInside) {
                int records = 0;
                for (Record one : batch) {
                    assertThat(one.offset()).isBetween(offset, batch.lastOffset());
                    records++;
                }
                assertThat(records).isEqualTo(batch.countOrNull());
            }
        }
    }

    private static MutableRecordBatch onlyBatch(RecordsSlice slice) throws Exception {
        List<MutableRecordBatch> batches = new ArrayList<>();
        MemoryRecords.readableRecords(slice.toByteBuffer()).batches().forEach(batches::add);
        assertThat(batches).hasSize(1);
        return batches.get(0);
    }

    private void requireGoodOnes(PartitionLog log) throws Exception {
        for (long offset : good) {
            try (RecordsSlice slice = log.read(offset, 1, true, log.logEndOffset())) {
                List<String> values = new ArrayList<>();
                for (Record one : onlyBatch(slice)) {
                    values.add(StandardCharsets.UTF_8.decode(one.value()).toString());
                }
                assertThat(values).containsExactly("good1", "good2", "good3");
            }
        }
    }

    private static ByteBuffer batch(CompressionType codec, String value) {
        SimpleRecord[] records = new SimpleRecord[3];
        for (int index = 0; index < records.length; index++) {
            records[index] = new SimpleRecord(
                    1_000 + index,
                    ("key" + index).getBytes(StandardCharsets.UTF_8),
                    (value + (index + 1)).getBytes(StandardCharsets.UTF_8),
                    new Header[] {new RecordHeader("kind", new byte[] {7})});
        }
        return MemoryRecords.withRecords(Compression.of(codec).build(), records).buffer();
    }
}
