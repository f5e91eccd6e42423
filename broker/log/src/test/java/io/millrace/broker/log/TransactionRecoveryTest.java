package io.millrace.broker.log;

import static io.millrace.broker.log.TestingTransactions.abort;
import static io.millrace.broker.log.TestingTransactions.append;
import static io.millrace.broker.log.TestingTransactions.commit;
import static io.millrace.broker.log.TestingTransactions.readCommitted;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.log.batch.BatchView;
import io.millrace.broker.log.transaction.AbortedTransaction;
import io.millrace.broker.log.transaction.ActiveProducer;
import io.millrace.broker.log.transaction.OngoingTransaction;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is derived from transactions is found again after any stop, and cut with the log. */
class TransactionRecoveryTest {
    private static final String[] SETTINGS = {"internal.segment.bytes", "600"};

    @TempDir
    Path path;

    @TempDir
    Path copies;

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

    /** The directory as another process would find it if this one died now, and that process's log. */
    private DiskLogDirectory killed(String name) throws Exception {
        TestingDirectory.awaitDurable(log);
        Path copy = copies.resolve(name);
        PowerLossFileStore.copyTree(path, copy);
        return TestingDirectory.openCopy(copy);
    }

    private static PartitionLog logOf(DiskLogDirectory directory) {
        return directory.get(TestingDirectory.TOPIC_ID, 0).orElseThrow();
    }

    /** Everything about transactions that anybody can ask. */
    private static List<Object> transactionsOf(PartitionLog log) throws Exception {
        List<Object> known = new ArrayList<>();
        for (ActiveProducer one : log.activeProducers()) {
            // Recovery takes its own time for the time of what it replays.
            known.add(new ActiveProducer(
                    one.producerId(),
                    one.producerEpoch(),
                    one.lastSequence(),
                    0,
                    one.coordinatorEpoch(),
                    one.transactionFirstOffset()));
        }
        known.sort(Comparator.comparing(Object::toString));
        known.addAll(log.abortedTransactions(0, log.logEndOffset()));
        log.updateHighWatermark(log.logEndOffset());
        known.add(log.lastStableOffset());
        known.addAll(readCommitted(log));
        return known;
    }

    /** Four producers, each with one transaction after the other; checkpoints now and then. */
    private void work(Random random, Map<Long, int[]> producers, int steps) throws IOException {
        for (int step = 0; step < steps; step++) {
            long producerId = 1L + random.nextInt(4);
            int[] epochAndSequence = producers.computeIfAbsent(producerId, any -> new int[2]);
            int choice = random.nextInt(10);
            if (choice < 6) {
                append(log, producerId, epochAndSequence[0], epochAndSequence[1]++, "k=" + step);
            } else if (choice < 9 && log.ongoingTransaction(producerId).isPresent()) {
                boolean commit = random.nextBoolean();
                log.appendMarker(TestingTransactions.marker(producerId, ++epochAndSequence[0], commit, 2), 0, 1_000);
                epochAndSequence[1] = 0;
            } else if (choice == 9) {
                log.updateHighWatermark(log.logStartOffset() + random.nextInt((int) log.logEndOffset() + 1));
            }
            if (random.nextInt(40) == 0) {
                testing.directory().checkpoint();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void nothingIsForgottenOrInventedByAKill(long seed) throws Exception {
        // Given
        Random random = new Random(seed);
        Map<Long, int[]> producers = new HashMap<>();
        for (int round = 0; round < 4; round++) {
            work(random, producers, 80);

            // When
            try (DiskLogDirectory again = killed("seed" + seed + "round" + round)) {
                PartitionLog recovered = logOf(again);

                // Then
                assertThat(recovered.lastStableOffset()).isLessThanOrEqualTo(recovered.highWatermark());
                assertThat(transactionsOf(recovered))
                        .as("seed %d round %d", seed, round)
                        .isEqualTo(transactionsOf(log));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void aCutLogKnowsWhatALogWithoutTheRestWouldKnow(long seed) throws Exception {
        // Given
        Random random = new Random(seed);
        Map<Long, int[]> producers = new HashMap<>();
        work(random, producers, 100);
        long cutAt = log.logEndOffset();
        List<Object> before = transactionsOf(log);
        try (DiskLogDirectory unchanged = killed("before" + seed)) {
            work(random, producers, 100);

            // When
            log.truncateTo(cutAt);

            // Then
            assertThat(transactionsOf(log)).isEqualTo(before).isEqualTo(transactionsOf(logOf(unchanged)));
        }
        try (DiskLogDirectory again = killed("after" + seed)) {
            assertThat(transactionsOf(logOf(again))).isEqualTo(before);
        }
    }

    @Test
    void aMarkerThatCouldStillBeLostHoldsReadersBackAfterARestartToo() throws Exception {
        // Given
        append(log, 7, 0, 0, "a=1");
        append(log, 8, 0, 0, "b=1");
        log.updateHighWatermark(2);
        commit(log, 7, 0);
        testing.directory().checkpoint();

        // When
        try (DiskLogDirectory again = killed("undecided")) {
            // Then
            PartitionLog recovered = logOf(again);
            assertThat(recovered.highWatermark()).isEqualTo(2);
            assertThat(recovered.lastStableOffset()).isZero();
            assertThat(recovered.ongoingTransaction(7)).isEmpty();
            assertThat(recovered.ongoingTransaction(8)).contains(new OngoingTransaction((short) 0, 1));
            recovered.updateHighWatermark(3);
            assertThat(recovered.lastStableOffset()).isEqualTo(1);
        }
    }

    @Test
    void aDamagedMarkerEndsNothingAndTheLogOpens() throws Exception {
        // Given
        append(log, 7, 0, 0, "a=1");
        AppendResult marker = commit(log, 7, 0);
        append(log, 8, 0, 0, "b=1");
        commit(log, 8, 0);
        testing.close();
        Path segment = path.resolve("orders-0/00000000000000000000.log");
        byte[] bytes = Files.readAllBytes(segment);
        BatchView first = new BatchView(ByteBuffer.wrap(bytes), 0);
        bytes[(int) first.sizeBytes() + BatchView.HEADER_BYTES + 6] ^= 0x11;
        Files.write(segment, bytes);
        try (DirectoryStream<Path> snapshots = Files.newDirectoryStream(path.resolve("orders-0"), "*.snapshot")) {
            for (Path snapshot : snapshots) {
                Files.delete(snapshot);
            }
        }

        // When
        testing.open();
        log = testing.log(SETTINGS);

        // Then
        assertThat(log.ongoingTransaction(7)).contains(new OngoingTransaction((short) 0, 0));
        assertThat(log.ongoingTransaction(8)).isEmpty();
        log.updateHighWatermark(log.logEndOffset());
        assertThat(log.lastStableOffset()).isLessThan(marker.baseOffset());
    }

    @Test
    void aRestartedFollowerHasNoTransactions() {
        // Given
        append(log, 7, 0, 0, "a=1");
        append(log, 8, 0, 0, "b=1");
        abort(log, 8, 0);

        // When
        log.restartAt(100);

        // Then
        assertThat(log.activeProducers()).isEmpty();
        assertThat(log.lastStableOffset()).isEqualTo(100);
        assertThat(log.abortedTransactions(0, 200)).isEmpty();
    }

    @Test
    void aDamagedIndexOfAbortedTransactionsIsBuiltAnew() throws Exception {
        // Given
        append(log, 8, 0, 0, "b=1");
        for (int sequence = 0; sequence < 12; sequence++) {
            append(log, 7, 0, sequence, "a=" + sequence);
            abort(log, 7, 0);
        }
        abort(log, 8, 0);
        List<AbortedTransaction> aborted = log.abortedTransactions(0, log.logEndOffset());
        List<Object> before = transactionsOf(log);
        testing.close();
        List<Path> indexes = indexes();
        assertThat(indexes).hasSizeGreaterThan(2);
        Files.write(indexes.get(1), new byte[33]);
        byte[] flipped = Files.readAllBytes(indexes.get(2));
        flipped[0] ^= 1;
        Files.write(indexes.get(2), flipped);

        // When
        testing.open();
        log = testing.log(SETTINGS);

        // Then
        assertThat(log.abortedTransactions(0, log.logEndOffset()))
                .isEqualTo(aborted)
                .hasSize(13);
        assertThat(transactionsOf(log)).isEqualTo(before);
        testing.close();
        assertThat(ByteBuffer.wrap(Files.readAllBytes(indexes.get(1))).getShort(0))
                .isZero();
        assertThat(Files.size(indexes.get(1)) % 34)
                .as("bytes behind whole entries, which hold a checksum")
                .isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aMissingIndexOfAbortedTransactionsIsBuiltAnew(boolean cleanly) throws Exception {
        // Given
        append(log, 8, 0, 0, "b=1");
        for (int sequence = 0; sequence < 12; sequence++) {
            append(log, 7, 0, sequence, "a=" + sequence);
            abort(log, 7, 0);
        }
        abort(log, 8, 0);
        List<AbortedTransaction> aborted = log.abortedTransactions(0, log.logEndOffset());
        List<Object> before = transactionsOf(log);
        testing.directory().checkpoint();
        Path copy = copies.resolve("copy");
        if (cleanly) {
            testing.close();
        }
        PowerLossFileStore.copyTree(path, copy);
        List<Path> indexes = indexes();
        assertThat(indexes).hasSizeGreaterThan(2);

        for (Path missing : indexes) {
            // When
            Files.delete(copy.resolve(path.relativize(missing)));

            // Then
            try (DiskLogDirectory again = TestingDirectory.openCopy(copy)) {
                PartitionLog recovered = logOf(again);
                assertThat(recovered.abortedTransactions(0, recovered.logEndOffset()))
                        .as("without " + missing)
                        .isEqualTo(aborted);
                assertThat(transactionsOf(recovered)).isEqualTo(before);
            }
            assertThat(copy.resolve(path.relativize(missing))).exists();
        }
    }

    private List<Path> indexes() throws IOException {
        try (var files = Files.list(path.resolve("orders-0"))) {
            return files.filter(file -> file.toString().endsWith(".txnindex"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void aSegmentTakesItsIndexAlong() throws Exception {
        // Given
        String[] settings = {"internal.segment.bytes", "600", "retention.bytes", "700", "file.delete.delay.ms", "0"};
        log = testing.log(settings);
        for (int sequence = 0; sequence < 12; sequence++) {
            append(log, 7, 0, sequence, "a=" + sequence);
            abort(log, 7, 0);
        }
        testing.directory().checkpoint();
        log.updateHighWatermark(log.logEndOffset());

        // When
        testing.directory().enforceRetention();
        testing.directory().removeFilesNow();

        // Then
        assertThat(log.logStartOffset()).isPositive();
        try (var files = Files.list(path.resolve("orders-0"))) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".txnindex")))
                    .allMatch(name -> Long.parseLong(name.substring(0, 20)) >= log.logStartOffset());
        }
        assertThat(log.abortedTransactions(0, log.logEndOffset()))
                .isNotEmpty()
                .allMatch(one -> one.lastOffset() >= log.logStartOffset());
    }

    @Test
    void retentionLeavesAnOpenTransactionAlone() throws Exception {
        // Given
        log = testing.log("internal.segment.bytes", "600", "retention.bytes", "0");
        append(log, 7, 0, 0, "a=1");
        for (int count = 0; count < 30; count++) {
            log.append(TestingBatches.keyed("k", "v" + count), 0, 1_000, AppendOrigin.CLIENT);
        }
        log.updateHighWatermark(log.logEndOffset());

        // When
        testing.directory().enforceRetention();

        // Then
        assertThat(log.logStartOffset()).isZero();
        commit(log, 7, 0);
        log.updateHighWatermark(log.logEndOffset());
        testing.directory().enforceRetention();
        assertThat(log.logStartOffset()).isPositive();
    }
}
