package io.millrace.broker.log;

import static io.millrace.broker.log.TestingTransactions.abort;
import static io.millrace.broker.log.TestingTransactions.append;
import static io.millrace.broker.log.TestingTransactions.commit;
import static io.millrace.broker.log.TestingTransactions.readCommitted;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compaction changes nothing for readers of committed records, and takes markers only when nothing needs them. */
class TransactionCompactionTest {
    private static final long DELETE_RETENTION_MS = 1_000;
    private static final String[] SETTINGS = {
        "cleanup.policy", "compact",
        "internal.segment.bytes", "1000",
        "min.cleanable.dirty.ratio", "0",
        "delete.retention.ms", Long.toString(DELETE_RETENTION_MS)
    };

    @TempDir
    Path path;

    private TestingDirectory testing;
    private PartitionLog log;

    @BeforeEach
    void open() {
        testing = new TestingDirectory(path);
        testing.open();
        log = testing.log(SETTINGS);
    }

    @AfterEach
    void close() {
        testing.close();
    }

    private void compact() throws Exception {
        TestingDirectory.awaitDurable(log);
        log.updateHighWatermark(log.logEndOffset());
        testing.directory().checkpoint();
        testing.directory().compactNow();
    }

    private void fill(int records) {
        for (int count = 0; count < records; count++) {
            log.append(TestingBatches.keyed("filler", "v" + count), 0, 1_000, AppendOrigin.CLIENT);
        }
    }

    /** The last value of each key that is not deleted, with its offset, as a reader of committed records folds it. */
    private static Map<String, String> fold(PartitionLog log) throws Exception {
        Map<String, String> state = new TreeMap<>();
        for (String seen : readCommitted(log)) {
            int value = seen.indexOf('=');
            String key = seen.substring(0, value < 0 ? seen.indexOf('@') : value);
            if (value < 0) {
                state.remove(key);
            } else {
                state.put(key, seen.substring(value));
            }
        }
        return state;
    }

    /** Base offsets of control batches that still have their record. */
    private List<Long> markers() throws Exception {
        List<Long> offsets = new ArrayList<>();
        for (MutableRecordBatch batch : batches()) {
            if (batch.isControlBatch() && batch.iterator().hasNext()) {
                offsets.add(batch.baseOffset());
            }
        }
        return offsets;
    }

    private List<MutableRecordBatch> batches() throws Exception {
        List<MutableRecordBatch> found = new ArrayList<>();
        long offset = log.logStartOffset();
        while (offset < log.logEndOffset()) {
            long from = offset;
            try (RecordsSlice slice = log.read(offset, 1 << 20, true, log.logEndOffset())) {
                for (MutableRecordBatch batch :
                        MemoryRecords.readableRecords(slice.toByteBuffer()).batches()) {
                    found.add(batch);
                    offset = batch.nextOffset();
                }
            }
            if (offset == from) {
                break;
            }
        }
        return found;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void readersOfCommittedRecordsFoldTheSameBeforeAndAfter(long seed) throws Exception {
        // Given
        Random random = new Random(seed);
        Map<Long, Integer> nextSequence = new HashMap<>();
        for (int round = 0; round < 5; round++) {
            for (int step = 0; step < 100; step++) {
                someone(random, nextSequence);
            }
            log.updateHighWatermark(log.logEndOffset());
            Map<String, String> before = fold(log);
            long stableOffset = log.lastStableOffset();

            // When
            testing.nowMs = 1_000_000 + round * DELETE_RETENTION_MS;
            compact();

            // Then
            assertThat(fold(log)).as("seed %d round %d", seed, round).isEqualTo(before);
            assertThat(log.lastStableOffset()).isEqualTo(stableOffset);
            if (random.nextBoolean()) {
                restart(random.nextBoolean());
                assertThat(fold(log))
                        .as("seed %d round %d restarted", seed, round)
                        .isEqualTo(before);
                assertThat(log.lastStableOffset()).isEqualTo(stableOffset);
            }
        }
    }

    /** Without snapshots of producers all about them comes from what compaction has left. */
    private void restart(boolean withSnapshots) throws Exception {
        testing.close();
        if (!withSnapshots) {
            try (DirectoryStream<Path> snapshots = Files.newDirectoryStream(path.resolve("orders-0"), "*.snapshot")) {
                for (Path snapshot : snapshots) {
                    Files.delete(snapshot);
                }
            }
        }
        testing.open();
        log = testing.log(SETTINGS);
        log.updateHighWatermark(log.logEndOffset());
    }

    /** One of three producers goes on with its transaction or ends it, or somebody writes without one. */
    private void someone(Random random, Map<Long, Integer> nextSequence) {
        long producerId = 1L + random.nextInt(3);
        String key = "k" + random.nextInt(12);
        String one = random.nextInt(6) == 0 ? key : key + "=" + random.nextInt();
        if (random.nextInt(3) == 0) {
            String value = one.equals(key) ? null : one.substring(key.length() + 1);
            log.append(TestingBatches.keyed(key, value), 0, 1_000, AppendOrigin.CLIENT);
        } else if (random.nextInt(4) > 0) {
            int sequence = nextSequence.merge(producerId, 1, Integer::sum) - 1;
            append(log, producerId, 0, sequence, one);
        } else if (log.ongoingTransaction(producerId).isPresent()) {
            if (random.nextBoolean()) {
                commit(log, producerId, 0);
            } else {
                abort(log, producerId, 0);
            }
        }
    }

    @Test
    void aMarkerGoesWhenItsTransactionIsGoneAndItsTimeIsOver() throws Exception {
        // Given
        append(log, 7, 0, 0, "a=1");
        commit(log, 7, 0);
        append(log, 8, 0, 0, "b=1");
        abort(log, 8, 0);
        log.append(TestingBatches.keyed("a", "2"), 0, 1_000, AppendOrigin.CLIENT);
        append(log, 7, 0, 1, "c=1");
        commit(log, 7, 0);
        append(log, 8, 0, 1, "c=2");
        commit(log, 8, 0);
        for (int sequence = 2; sequence < 8; sequence++) {
            append(log, 7, 0, sequence, "c=" + sequence);
            append(log, 8, 0, sequence, "c=" + sequence);
        }
        commit(log, 7, 0);
        commit(log, 8, 0);
        fill(50);

        // When: the records go, the markers are seen with their transactions.
        compact();
        assertThat(markers()).contains(1L, 3L);
        // When: the markers are found alone, and their time begins.
        fill(50);
        compact();
        assertThat(markers()).contains(1L, 3L);
        // When: their time is over.
        testing.nowMs = 1_000_000 + DELETE_RETENTION_MS;
        fill(50);
        compact();

        // Then
        assertThat(markers()).doesNotContain(1L, 3L).isNotEmpty();
        assertThat(log.abortedTransactions(0, log.logEndOffset())).isEmpty();
        assertThat(Files.exists(path.resolve("orders-0/00000000000000000000.txnindex")))
                .isFalse();
        assertThat(fold(log)).containsKeys("a", "c").doesNotContainKey("b");
        restart(false);
        assertThat(log.lastStableOffset()).isEqualTo(log.logEndOffset());
    }

    @Test
    void anEmptiedBatchKeepsItsPlaceAndItsSequences() throws Exception {
        // Given
        log.append(batchOf("k=1", "k=2", "k=3"), 0, 1_000, AppendOrigin.CLIENT);
        for (int count = 0; count < 50; count++) {
            log.append(TestingBatches.keyed("k", "v" + count), 0, 1_000, AppendOrigin.CLIENT);
        }

        // When
        compact();

        // Then
        try (RecordsSlice slice = log.read(1, 1, true, log.logEndOffset())) {
            MutableRecordBatch emptied = MemoryRecords.readableRecords(slice.toByteBuffer())
                    .batches()
                    .iterator()
                    .next();
            assertThat(emptied.iterator().hasNext()).isFalse();
            assertThat(emptied.baseOffset()).isZero();
            assertThat(emptied.lastOffset()).isEqualTo(2);
            assertThat(emptied.lastSequence()).isEqualTo(2);
        }
        restart(false);
        AppendResult again = log.append(batchOf("k=1", "k=2", "k=3"), 0, 1_000, AppendOrigin.CLIENT);
        assertThat(again.duplicate()).isTrue();
        assertThat(again.baseOffset()).isZero();
        assertThat(again.lastOffset()).isEqualTo(2);
    }

    private static ByteBuffer batchOf(String... keysAndValues) {
        SimpleRecord[] records =
                Stream.of(keysAndValues).map(TestingTransactions::record).toArray(SimpleRecord[]::new);
        return MemoryRecords.withIdempotentRecords(Compression.NONE, 9, (short) 0, 0, records)
                .buffer();
    }

    @Test
    void bothPoliciesTogetherCompactAndExpire() throws Exception {
        // Given
        log = testing.log(
                "cleanup.policy", "compact,delete",
                "internal.segment.bytes", "1000",
                "min.cleanable.dirty.ratio", "0",
                "retention.ms", "60000");
        fill(100);
        long sizeBytes = log.sizeBytes();
        testing.nowMs = 61_000;
        compact();
        testing.directory().enforceRetention();
        assertThat(log.sizeBytes()).isLessThan(sizeBytes / 2);
        assertThat(log.logStartOffset()).isZero();

        // When
        testing.nowMs = 61_001;
        testing.directory().enforceRetention();

        // Then
        assertThat(log.logStartOffset()).isEqualTo(100);
    }

    @Test
    void whatIsAboveAnOpenTransactionIsNotTouched() throws Exception {
        // Given
        append(log, 7, 0, 0, "a=1");
        fill(100);
        long sizeBytes = log.sizeBytes();

        // When
        compact();

        // Then
        assertThat(log.sizeBytes()).isEqualTo(sizeBytes);
        commit(log, 7, 0);
        compact();
        assertThat(log.sizeBytes()).isLessThan(sizeBytes);
    }

    @Test
    void whatIsYoungerThanTheLagIsNotTouched() throws Exception {
        // Given
        log = testing.log(
                "cleanup.policy", "compact", "internal.segment.bytes", "1000", "min.compaction.lag.ms", "60000");
        testing.nowMs = 50_000;
        fill(100);
        long sizeBytes = log.sizeBytes();

        // When
        compact();

        // Then
        assertThat(log.sizeBytes()).isEqualTo(sizeBytes);
        testing.nowMs = 61_000;
        compact();
        assertThat(log.sizeBytes()).isLessThan(sizeBytes);
    }

    @Test
    void whatHasWaitedTooLongIsCompactedHoweverLittleItIs() throws Exception {
        // Given
        String[] settings = {
            "cleanup.policy", "compact",
            "internal.segment.bytes", "1000",
            "min.cleanable.dirty.ratio", "0.99",
            "max.compaction.lag.ms", "60000"
        };
        log = testing.log(settings);
        testing.nowMs = 2_000;
        for (int key = 0; key < 50; key++) {
            log.append(TestingBatches.keyed("k" + key, "v"), 0, 2_000, AppendOrigin.CLIENT);
        }
        compact();
        fill(30);
        long sizeBytes = log.sizeBytes();
        compact();
        assertThat(log.sizeBytes()).isEqualTo(sizeBytes);

        // When
        testing.nowMs = 62_000;
        compact();

        // Then
        assertThat(log.sizeBytes()).isLessThan(sizeBytes);
    }
}
