package io.millrace.broker.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.EndTransactionMarker;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compaction keeps the last value of each key, its offset, and what producers and transactions need. */
class CompactionTest {
    private static final String[] SETTINGS = {
        "cleanup.policy", "compact", "internal.segment.bytes", "1000", "min.cleanable.dirty.ratio", "0"
    };

    @TempDir
    Path path;

    private TestingDirectory testing;

    @BeforeEach
    void open() {
        testing = new TestingDirectory(path);
        testing.open();
        testing.nowMs = 1_000_000;
    }

    @AfterEach
    void close() {
        testing.close();
    }

    private static SimpleRecord record(String key, String value) {
        return new SimpleRecord(
                1_000,
                key.getBytes(StandardCharsets.UTF_8),
                value == null ? null : value.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(ByteBuffer bytes) {
        return bytes == null ? null : StandardCharsets.UTF_8.decode(bytes).toString();
    }

    private void compact(PartitionLog log) throws Exception {
        TestingDirectory.awaitDurable(log);
        log.updateHighWatermark(log.logEndOffset());
        testing.directory().checkpoint();
        testing.directory().compactNow();
    }

    /** The last value and its offset for each key, as a reader that folds the topic sees it. */
    private static Map<String, String> fold(PartitionLog log) throws Exception {
        Map<String, String> state = new TreeMap<>();
        for (Record one : TestingBatches.recordsOf(log, log.logStartOffset())) {
            state.put(text(one.key()), text(one.value()) + "@" + one.offset());
        }
        return state;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void foldingTheTopicGivesTheSameBeforeAndAfter(long seed) throws Exception {
        // Given
        Random random = new Random(seed);
        PartitionLog log = testing.log(SETTINGS);
        for (int round = 0; round < 4; round++) {
            for (int count = 0; count < 100; count++) {
                SimpleRecord[] records = new SimpleRecord[1 + random.nextInt(4)];
                for (int index = 0; index < records.length; index++) {
                    String key = "k" + random.nextInt(20);
                    records[index] = record(key, random.nextInt(10) == 0 ? null : "v" + random.nextInt());
                }
                Compression codec = random.nextBoolean()
                        ? Compression.NONE
                        : Compression.gzip().build();
                log.append(MemoryRecords.withRecords(codec, records).buffer(), 0, 1_000, AppendOrigin.CLIENT);
            }
            Map<String, String> before = fold(log);
            long sizeBytes = log.sizeBytes();

            // When
            compact(log);

            // Then
            assertThat(fold(log)).isEqualTo(before);
            assertThat(log.sizeBytes()).isLessThan(sizeBytes / 2);
        }
        Map<String, String> before = fold(log);
        long endOffset = log.logEndOffset();
        testing.close();
        testing.open();
        assertThat(fold(testing.log(SETTINGS))).isEqualTo(before);
        assertThat(testing.log(SETTINGS).logEndOffset()).isEqualTo(endOffset);
    }

    @Test
    void segmentsOfWhichNothingStaysGo() throws Exception {
        // Given
        PartitionLog log = testing.log(SETTINGS);
        for (int count = 0; count < 200; count++) {
            log.append(TestingBatches.keyed("same", "v" + count), 0, 1_000, AppendOrigin.CLIENT);
        }

        // When
        compact(log);

        // Then: the first, the one with the last closed value, the active one.
        assertThat(logFiles()).isEqualTo(3);
        Map<String, String> state = fold(log);
        testing.close();
        testing.open();
        PartitionLog again = testing.log(SETTINGS);
        assertThat(fold(again)).isEqualTo(state).containsEntry("same", "v199@199");
        assertThat(again.logStartOffset()).isZero();
        assertThat(again.logEndOffset()).isEqualTo(200);
        for (long offset = 0; offset < 200; offset++) {
            assertThat(TestingBatches.recordsOf(again, offset).get(0).offset()).isGreaterThanOrEqualTo(offset);
        }
    }

    private long logFiles() throws Exception {
        try (var files = Files.list(path.resolve("orders-0"))) {
            return files.filter(file -> file.toString().endsWith(".log")).count();
        }
    }

    @Test
    void everyOffsetStaysReadable() throws Exception {
        // Given
        PartitionLog log = testing.log(SETTINGS);
        for (int count = 0; count < 200; count++) {
            log.append(TestingBatches.keyed("same", "v" + count), 0, 1_000, AppendOrigin.CLIENT);
        }

        // When
        compact(log);

        // Then
        for (long offset = 0; offset <= 200; offset++) {
            try (RecordsSlice slice = log.read(offset, 1 << 20, true, 200)) {
                for (var batch :
                        MemoryRecords.readableRecords(slice.toByteBuffer()).batches()) {
                    assertThat(batch.lastOffset()).isGreaterThanOrEqualTo(offset);
                }
            }
        }
    }

    @Test
    void removesTombstonesOnlyWhenTheirTimeIsOver() throws Exception {
        // Given
        PartitionLog log = testing.log(SETTINGS);
        log.append(TestingBatches.keyed("gone", "x"), 0, 1_000, AppendOrigin.CLIENT);
        log.append(TestingBatches.keyed("gone", null), 0, 1_000, AppendOrigin.CLIENT);
        fillSegments(log);
        compact(log);
        assertThat(fold(log)).containsEntry("gone", "null@1");

        // When
        testing.nowMs = 1_000_000 + 86_400_001;
        fillSegments(log);
        compact(log);

        // Then
        assertThat(fold(log)).doesNotContainKey("gone");
    }

    @Test
    void nothingAboveTheHighWatermarkIsTouched() throws Exception {
        // Given
        PartitionLog log = testing.log(SETTINGS);
        fillSegments(log);
        TestingDirectory.awaitDurable(log);
        testing.directory().checkpoint();
        long sizeBytes = log.sizeBytes();

        // When
        log.updateHighWatermark(1);
        testing.directory().compactNow();

        // Then
        assertThat(log.sizeBytes()).isEqualTo(sizeBytes);
    }

    @Test
    void anAbortedRecordDoesNotSupersedeACommittedOne() throws Exception {
        // Given
        PartitionLog log = testing.log(SETTINGS);
        log.append(TestingBatches.keyed("k", "committed"), 0, 1_000, AppendOrigin.CLIENT);
        transaction(log, 7, ControlRecordType.ABORT, record("k", "aborted"));
        transaction(log, 8, ControlRecordType.COMMIT, record("other", "1"));
        transaction(log, 8, ControlRecordType.COMMIT, record("other", "2"));
        fillSegments(log);

        // When
        compact(log);

        // Then
        Map<Long, String> kept = new LinkedHashMap<>();
        for (Record one : TestingBatches.recordsOf(log, 0)) {
            kept.put(one.offset(), text(one.value()));
        }
        assertThat(kept).containsEntry(0L, "committed").containsEntry(5L, "2").doesNotContainKey(3L);
    }

    @Test
    void aProducersLastBatchesKeepTheirSequences() throws Exception {
        // Given
        PartitionLog log = testing.log(SETTINGS);
        log.append(
                MemoryRecords.withIdempotentRecords(Compression.NONE, 9, (short) 0, 0, record("k", "1"))
                        .buffer(),
                0,
                1_000,
                AppendOrigin.CLIENT);
        for (int count = 0; count < 50; count++) {
            log.append(TestingBatches.keyed("k", "v" + count), 0, 1_000, AppendOrigin.CLIENT);
        }

        // When
        compact(log);
        testing.close();
        testing.open();

        // Then
        AppendResult again = testing.log(SETTINGS)
                .append(
                        MemoryRecords.withIdempotentRecords(Compression.NONE, 9, (short) 0, 0, record("k", "1"))
                                .buffer(),
                        0,
                        1_000,
                        AppendOrigin.CLIENT);
        assertThat(again.duplicate()).isTrue();
    }

    private static void transaction(PartitionLog log, long producerId, ControlRecordType end, SimpleRecord one) {
        log.append(
                MemoryRecords.withTransactionalRecords(Compression.NONE, producerId, (short) 0, sequence(log), one)
                        .buffer(),
                0,
                1_000,
                AppendOrigin.COORDINATOR);
        log.append(
                MemoryRecords.withEndTransactionMarker(producerId, (short) 0, new EndTransactionMarker(end, 0))
                        .buffer(),
                0,
                1_000,
                AppendOrigin.COORDINATOR);
    }

    private static int sequence(PartitionLog log) {
        return (int) log.logEndOffset();
    }

    private static void fillSegments(PartitionLog log) {
        for (int count = 0; count < 50; count++) {
            log.append(TestingBatches.keyed("filler", "v" + count), 0, 1_000, AppendOrigin.CLIENT);
        }
    }
}
