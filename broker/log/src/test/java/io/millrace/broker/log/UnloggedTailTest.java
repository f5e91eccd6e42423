package io.millrace.broker.log;

import static io.millrace.broker.log.TestingBatches.valuesOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Under {@code flush=async} only the segments have what is acknowledged: a kill loses nothing of it. */
class UnloggedTailTest {
    private static final String[] ASYNC = {"flush", "async", "internal.segment.bytes", "2000"};
    private static final String[] SYNC = {"flush", "ack", "internal.segment.bytes", "2000"};

    @TempDir
    Path path;

    @TempDir
    Path copies;

    private final PowerLossFileStore store = new PowerLossFileStore();
    private TestingDirectory testing;
    private int copyCount;

    @BeforeEach
    void open() {
        testing = new TestingDirectory(path).with(store);
        testing.open();
    }

    @AfterEach
    void close() {
        testing.close();
    }

    private static void append(PartitionLog log, int from, int to) {
        for (int sequence = from; sequence < to; sequence++) {
            log.append(TestingBatches.from(7, 0, sequence, "v" + sequence), 0, 1_000, AppendOrigin.CLIENT);
        }
    }

    private static List<String> values(int from, int to) {
        return IntStream.range(from, to).mapToObj(sequence -> "v" + sequence).toList();
    }

    private Path killed() throws IOException {
        Path copy = copies.resolve("killed" + copyCount++);
        PowerLossFileStore.copyTree(path, copy);
        return copy;
    }

    private Path afterPowerLoss(Random random) throws IOException {
        Path copy = copies.resolve("power" + copyCount++);
        store.copyAfterPowerLoss(path, copy, random);
        return copy;
    }

    private static PartitionLog onlyLog(LogDirectory directory) {
        return directory.get(TestingDirectory.TOPIC_ID, 0).orElseThrow();
    }

    private static void requireRecovered(Path copy, List<String> values) throws Exception {
        try (LogDirectory recovered = TestingDirectory.openCopy(copy)) {
            assertThat(recovered.recoveryReport().damaged()).isEmpty();
            assertThat(valuesOf(onlyLog(recovered), 0)).isEqualTo(values);
        }
    }

    @Test
    void nothingIsLoggedAndAKillLosesNothing() throws Exception {
        // Given
        PartitionLog log = testing.log(SYNC);
        append(log, 0, 1);
        TestingDirectory.awaitDurable(log);
        log.updateConfig(TestingDirectory.config(ASYNC));
        long groupCommits = testing.directory().counters().groupCommits();

        // When
        append(log, 1, 100);

        // Then
        assertThat(log.durableEndOffset()).isEqualTo(100);
        requireRecovered(killed(), values(0, 100));
        assertThat(testing.directory().counters().groupCommits()).isEqualTo(groupCommits);
    }

    @Test
    void aPowerLossCutsTheTailAndNothingElse() throws Exception {
        // Given
        PartitionLog log = testing.log(ASYNC);
        append(log, 0, 50);
        testing.directory().checkpoint();
        append(log, 50, 120);

        for (int seed = 0; seed < 10; seed++) {
            // When
            Path copy = afterPowerLoss(new Random(seed));

            // Then
            try (LogDirectory recovered = TestingDirectory.openCopy(copy)) {
                assertThat(recovered.recoveryReport().damaged()).isEmpty();
                int endOffset = (int) onlyLog(recovered).logEndOffset();
                assertThat(endOffset).isBetween(50, 120);
                assertThat(valuesOf(onlyLog(recovered), 0)).isEqualTo(values(0, endOffset));
            }
        }
    }

    @Test
    void whatWasAppendedBehindACutOutlivesAKill() throws Exception {
        // Given
        PartitionLog log = testing.log(SYNC);
        append(log, 0, 60);
        log.updateConfig(TestingDirectory.config(ASYNC));

        // When: the write-ahead log has more than what the log has behind the cut.
        log.truncateTo(40);
        append(log, 40, 50);
        TestingDirectory.awaitDurable(log);

        // Then
        requireRecovered(killed(), values(0, 50));

        // When
        testing.directory().checkpoint();
        append(log, 50, 55);

        // Then
        requireRecovered(killed(), values(0, 55));
    }

    @Test
    void aCutBehindAStartThatWroteNoCheckpointIsStillACut() throws Exception {
        // Given: a start after a kill leaves the write-ahead log as it is.
        PartitionLog log = testing.log(SYNC);
        testing.directory().checkpoint();
        append(log, 0, 60);
        log.truncateTo(40);
        append(log, 40, 45);
        TestingDirectory.awaitDurable(log);

        // When
        Path copy = killed();
        try (DiskLogDirectory recovered = TestingDirectory.openCopy(copy)) {
            onlyLog(recovered).updateConfig(TestingDirectory.config(ASYNC));
            append(onlyLog(recovered), 45, 50);
            TestingDirectory.awaitDurable(onlyLog(recovered));
            Path again = copies.resolve("again");
            PowerLossFileStore.copyTree(copy, again);

            // Then
            requireRecovered(again, values(0, 50));
        }
    }

    @Test
    void whatFollowsAHoleOutlivesAKill() throws Exception {
        // Given: a follower's copy of a compacted log.
        PartitionLog log = testing.log(ASYNC);
        testing.directory().checkpoint();
        append(log, 0, 10);
        var behindTheHole = TestingBatches.of("v20");
        behindTheHole.putLong(behindTheHole.position(), 20);
        log.appendAsFollower(behindTheHole);

        // When
        log.append(TestingBatches.of("v21"), 0, 1_000, AppendOrigin.CLIENT);
        TestingDirectory.awaitDurable(log);

        // Then
        List<String> expected = new ArrayList<>(values(0, 10));
        expected.addAll(List.of("v20", "v21"));
        requireRecovered(killed(), expected);
    }

    private static String[] compacted(String flush) {
        return new String[] {"flush", flush, "cleanup.policy", "compact", "internal.segment.bytes", "700"};
    }

    @Test
    void nothingIsCompactedAboveTheRecoveryPointThatIsWrittenDown() throws Exception {
        // Given: the switch puts the log on disk, and the checkpoint does not know.
        PartitionLog log = testing.log(compacted("async"));
        testing.directory().checkpoint();
        for (int count = 0; count < 40; count++) {
            log.append(TestingBatches.keyed("key", "v" + count), 0, 1_000, AppendOrigin.CLIENT);
        }
        log.updateHighWatermark(40);
        log.updateConfig(TestingDirectory.config(compacted("ack")));
        log.updateConfig(TestingDirectory.config(compacted("async")));

        // When
        testing.directory().compactNow();

        // Then
        requireRecovered(killed(), values(0, 40));

        // When
        testing.directory().checkpoint();
        testing.directory().compactNow();

        // Then
        assertThat(valuesOf(log, 0)).hasSizeLessThan(40);
    }

    @Test
    void whatIsDurableAfterASwitchBackOutlivesAPowerLoss() throws Exception {
        // Given
        PartitionLog log = testing.log(SYNC);
        testing.directory().checkpoint();
        append(log, 0, 20);
        log.updateConfig(TestingDirectory.config(ASYNC));
        append(log, 20, 60);

        // When
        log.updateConfig(TestingDirectory.config(SYNC));

        // Then
        assertThat(log.durableEndOffset()).isEqualTo(60);
        for (int seed = 0; seed < 10; seed++) {
            requireRecovered(afterPowerLoss(new Random(seed)), values(0, 60));
        }

        // When
        append(log, 60, 70);
        TestingDirectory.awaitDurable(log);

        // Then
        for (int seed = 0; seed < 10; seed++) {
            requireRecovered(afterPowerLoss(new Random(seed)), values(0, 70));
        }
    }

    @Test
    void aPowerLossBeforeAnyCheckpointLeavesNoDoubtWhoseTheDirectoryIs() throws Exception {
        // Given
        PartitionLog log = testing.log(ASYNC);
        append(log, 0, 20);

        // When
        log.updateConfig(TestingDirectory.config(SYNC));
        append(log, 20, 30);
        TestingDirectory.awaitDurable(log);
        Path copy = afterPowerLoss(new Random(1));
        String metadata = "orders-0/partition.metadata";
        if (!store.hasSynced(path.resolve(metadata))) {
            Files.writeString(copy.resolve(metadata), "");
        }

        // Then
        requireRecovered(copy, values(0, 30));
    }

    @Test
    void aSwitchUnderLoadKeepsWhatEitherModeHasPromised() throws Exception {
        // Given
        PartitionLog log = testing.log(ASYNC);
        testing.directory().checkpoint();
        int rounds = 6;
        int recordsPerRound = 200;
        AtomicInteger appended = new AtomicInteger();
        Semaphore mayAppend = new Semaphore(0);
        CompletableFuture<Void> appending = CompletableFuture.runAsync(() -> {
            while (appended.get() < rounds * recordsPerRound) {
                mayAppend.acquireUninterruptibly();
                int sequence = appended.get();
                append(log, sequence, sequence + 1);
                appended.incrementAndGet();
            }
        });

        for (int round = 0; round < rounds; round++) {
            // When
            log.updateConfig(TestingDirectory.config(ASYNC));
            mayAppend.release(recordsPerRound);
            while (appended.get() < round * recordsPerRound + 50) {
                assertThat(appending.isCompletedExceptionally()).isFalse();
                Thread.onSpinWait();
            }
            int before = appended.get();
            log.updateConfig(TestingDirectory.config(SYNC));
            long durable = log.durableEndOffset();
            Path copy = afterPowerLoss(new Random(round));

            // Then
            assertThat(durable).isGreaterThanOrEqualTo(before);
            try (LogDirectory recovered = TestingDirectory.openCopy(copy)) {
                assertThat(recovered.recoveryReport().damaged()).isEmpty();
                assertThat(onlyLog(recovered).logEndOffset()).isGreaterThanOrEqualTo(durable);
            }
        }
        appending.join();
        requireRecovered(killed(), values(0, rounds * recordsPerRound));
    }

    @Test
    void aLongTailIsSyncedAtTheStartInsteadOfLogged() throws Exception {
        // Given: more than one write-ahead log file holds.
        PartitionLog log = testing.log("flush", "async");
        testing.directory().checkpoint();
        String large = "x".repeat(60_000);
        int batches = 1 + TestingDirectory.SMALL_WAL.fileBytes() / large.length();
        for (int sequence = 0; sequence < batches; sequence++) {
            log.append(TestingBatches.from(7, 0, sequence, large), 0, 1_000, AppendOrigin.CLIENT);
        }

        // When
        try (LogDirectory recovered = TestingDirectory.openCopy(killed())) {
            // Then
            assertThat(onlyLog(recovered).logEndOffset()).isEqualTo(batches);
            assertThat(recovered.counters().groupCommits()).isZero();
        }
    }

    @Test
    void aCheckpointIsAskedForBeforeTheTailGetsTooLong() throws Exception {
        // Given
        DiskPartitionLog log = testing.log("flush", "async");
        testing.directory().checkpoint();
        String large = "x".repeat(60_000);

        // When
        long bytes = 0;
        for (int sequence = 0; bytes <= TestingDirectory.SMALL_WAL.totalBytes(); sequence++) {
            log.append(TestingBatches.from(7, 0, sequence, large), 0, 1_000, AppendOrigin.CLIENT);
            bytes += large.length();
        }

        // Then
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (log.parts().recoveryPoint == 0) {
            assertThat(System.nanoTime()).isLessThan(deadlineNs);
            Thread.onSpinWait();
        }
    }
}
