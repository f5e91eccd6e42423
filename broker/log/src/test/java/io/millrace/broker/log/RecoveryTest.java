package io.millrace.broker.log;

import static io.millrace.broker.log.TestingBatches.valuesOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.broker.log.fault.LogException;
import io.millrace.broker.log.file.HookedFileStore;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecoveryTest {
    @TempDir
    Path path;

    @TempDir
    Path copies;

    private TestingDirectory testing;
    private int copyCount;

    @BeforeEach
    void open() {
        testing = new TestingDirectory(path);
        testing.open();
    }

    @AfterEach
    void close() {
        testing.close();
    }

    private Path logPath() {
        return path.resolve("orders-0");
    }

    /** The directory as another process would find it if this one died now. */
    /** Killed a while after the last append, when the segments have what the write-ahead log has. */
    private Path killed() throws IOException {
        Path copy = copies.resolve("copy" + copyCount++);
        testing.directory().writeOutTails();
        PowerLossFileStore.copyTree(path, copy);
        return copy;
    }

    private static void append(PartitionLog log, int from, int to) throws InterruptedException {
        for (int sequence = from; sequence < to; sequence++) {
            log.append(TestingBatches.from(7, 0, sequence, "v" + sequence), 0, 1_000, AppendOrigin.CLIENT);
        }
        TestingDirectory.awaitDurable(log);
    }

    private static List<String> values(int from, int to) {
        List<String> values = new ArrayList<>();
        for (int sequence = from; sequence < to; sequence++) {
            values.add("v" + sequence);
        }
        return values;
    }

    private static PartitionLog onlyLog(LogDirectory directory) {
        return directory.get(TestingDirectory.TOPIC_ID, 0).orElseThrow();
    }

    private static Path last(Path directory, String suffix) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> paths = Files.newDirectoryStream(directory, "*" + suffix)) {
            paths.forEach(found::add);
        }
        found.sort(null);
        return found.get(found.size() - 1);
    }

    private static void flip(Path file, int position) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[position] ^= 0x10;
        Files.write(file, bytes);
    }

    @Test
    void aCleanStopNeedsNoValidationAndKeepsEverything() throws Exception {
        // Given
        PartitionLog log = testing.log("internal.segment.bytes", "2000");
        append(log, 0, 100);
        log.updateHighWatermark(100);
        testing.directory().recordBrokerEpoch(42);
        testing.close();

        // When
        LogDirectory reopened = testing.open();

        // Then
        assertThat(reopened.recoveryReport().cleanStop()).isTrue();
        assertThat(reopened.recoveryReport().validatedBytes()).isZero();
        assertThat(reopened.cleanShutdownBrokerEpoch()).hasValue(42);
        PartitionLog again = onlyLog(reopened);
        assertThat(valuesOf(again, 0)).isEqualTo(values(0, 100));
        assertThat(again.highWatermark()).isEqualTo(100);
        assertThat(again.durableEndOffset()).isEqualTo(100);
        append(again, 100, 110);
        assertThat(valuesOf(again, 0)).isEqualTo(values(0, 110));
    }

    @Test
    void remembersTheLastFiveBatchesOfAProducerAcrossAnyStop() throws Exception {
        // Given
        append(testing.log(), 0, 20);
        Path killed = killed();
        testing.close();

        // Then
        for (LogDirectory directory : List.of(testing.open(), TestingDirectory.openCopy(killed))) {
            try (directory) {
                PartitionLog log = onlyLog(directory);
                AppendResult again = log.append(TestingBatches.from(7, 0, 15, "v15"), 0, 1_000, AppendOrigin.CLIENT);
                assertThat(again.duplicate()).isTrue();
                assertThat(again.baseOffset()).isEqualTo(15);
            }
        }
    }

    @Test
    void tornProducerSnapshotsAreReplacedByReadingTheLog() throws Exception {
        // Given
        PartitionLog log = testing.log("internal.segment.bytes", "700");
        append(log, 0, 30);
        testing.directory().checkpoint();
        append(log, 30, 60);
        Path copy = killed();

        // When
        int torn = 0;
        try (DirectoryStream<Path> snapshots = Files.newDirectoryStream(copy.resolve("orders-0"), "*.snapshot")) {
            for (Path snapshot : snapshots) {
                byte[] bytes = Files.readAllBytes(snapshot);
                Files.write(snapshot, Arrays.copyOf(bytes, torn++ % 2 == 0 ? 0 : bytes.length / 2));
            }
        }

        // Then
        assertThat(torn).isGreaterThan(5);
        try (LogDirectory recovered = TestingDirectory.openCopy(copy)) {
            AppendResult again =
                    onlyLog(recovered).append(TestingBatches.from(7, 0, 55, "v55"), 0, 1_000, AppendOrigin.CLIENT);
            assertThat(again.duplicate()).isTrue();
            onlyLog(recovered).truncateTo(25);
            assertThat(onlyLog(recovered)
                            .append(TestingBatches.from(7, 0, 25, "v25"), 0, 1_000, AppendOrigin.CLIENT)
                            .duplicate())
                    .isFalse();
        }
    }

    @Test
    void aRollSyncsNothing() throws Exception {
        // Given
        testing.close();
        HookedFileStore store = new HookedFileStore(".snapshot.tmp");
        testing.with(store).open();

        // When
        append(testing.log("internal.segment.bytes", "700"), 0, 60);

        // Then
        assertThat(store.writes()).isPositive();
        assertThat(store.syncs()).isZero();
    }

    @Test
    void theWriteAheadLogGivesBackWhatTheSegmentLost() throws Exception {
        // Given
        append(testing.log("internal.segment.bytes", "2000"), 0, 60);
        Path copy = killed();
        Path active = last(copy.resolve("orders-0"), ".log");
        byte[] bytes = Files.readAllBytes(active);

        // When: the tail of the active segment was torn inside a batch.
        Files.write(active, Arrays.copyOf(bytes, bytes.length / 2 + 3));

        // Then
        try (LogDirectory recovered = TestingDirectory.openCopy(copy)) {
            assertThat(recovered.recoveryReport().cleanStop()).isFalse();
            assertThat(recovered.recoveryReport().cutBytes()).isPositive();
            assertThat(recovered.recoveryReport().replayedBatches()).isPositive();
            assertThat(recovered.recoveryReport().damaged()).isEmpty();
            assertThat(valuesOf(onlyLog(recovered), 0)).isEqualTo(values(0, 60));
        }
    }

    @Test
    void aFlippedByteInTheUnsyncedTailIsHealedByTheWriteAheadLog() throws Exception {
        // Given
        append(testing.log(), 0, 60);
        testing.directory().writeOutTails();
        int size = (int) Files.size(last(logPath(), ".log"));

        for (int position = 5; position < size; position += 97) {
            // When
            Path copy = killed();
            flip(last(copy.resolve("orders-0"), ".log"), position);

            // Then
            try (LogDirectory recovered = TestingDirectory.openCopy(copy)) {
                assertThat(valuesOf(onlyLog(recovered), 0))
                        .as("flipped byte %d", position)
                        .isEqualTo(values(0, 60));
            }
        }
    }

    @Test
    void aDamagedMiddleIsRefusedWhenReadAndNothingBehindItIsCut() throws Exception {
        // Given
        append(testing.log(), 0, 60);
        testing.close();
        Path segment = last(logPath(), ".log");
        int size = (int) Files.size(segment);
        flip(segment, size / 2);

        // When
        PartitionLog log = onlyLog(testing.open());

        // Then
        assertThat(Files.size(segment)).isEqualTo(size);
        assertThat(log.logEndOffset()).isEqualTo(60);
        List<String> served = new ArrayList<>();
        assertThatThrownBy(() -> {
                    for (long offset = 0; offset < 60; offset++) {
                        served.add(valuesOf(log, offset, offset + 1).get(0));
                    }
                })
                .isInstanceOf(LogException.class);
        assertThat(served).hasSizeBetween(25, 34).isEqualTo(values(0, served.size()));
    }

    @Test
    void readingADamagedBatchNamesTheDamage() throws Exception {
        // Given
        append(testing.log(), 0, 60);
        testing.close();
        flip(last(logPath(), ".log"), 66);

        // When
        PartitionLog log = onlyLog(testing.open());

        // Then
        assertThatThrownBy(() -> log.read(0, 1_000, true, 60))
                .isInstanceOfSatisfying(LogException.class, damaged -> assertThat(damaged.error())
                        .isEqualTo(Errors.CORRUPT_MESSAGE));
        assertThat(valuesOf(log, 30)).isEqualTo(values(30, 60));
    }

    @Test
    void missingAndTornIndexesAreBuiltAnew() throws Exception {
        // Given
        append(testing.log("internal.segment.bytes", "2000", "index.interval.bytes", "0"), 0, 100);
        testing.close();
        try (DirectoryStream<Path> indexes = Files.newDirectoryStream(logPath(), "*.{index,timeindex}")) {
            int count = 0;
            for (Path index : indexes) {
                if (count++ % 2 == 0) {
                    Files.delete(index);
                } else {
                    byte[] bytes = Files.readAllBytes(index);
                    Files.write(index, Arrays.copyOf(bytes, Math.max(0, bytes.length - 5)));
                }
            }
        }

        // When
        PartitionLog log = onlyLog(testing.open());

        // Then
        assertThat(valuesOf(log, 0)).isEqualTo(values(0, 100));
        for (int from = 0; from < 100; from++) {
            assertThat(valuesOf(log, from).get(0)).isEqualTo("v" + from);
        }
    }

    @Test
    void truncationAndDeletedRecordsSurviveAKill() throws Exception {
        // Given
        PartitionLog log = testing.log("internal.segment.bytes", "2000");
        append(log, 0, 60);
        log.truncateTo(40);
        log.append(TestingBatches.from(7, 0, 40, "new"), 5, 1_000, AppendOrigin.CLIENT);
        log.updateHighWatermark(41);
        log.deleteRecordsBefore(10);
        TestingDirectory.awaitDurable(log);
        testing.directory().create(Uuid.randomUuid(), "other", 0, log.config());
        append(log, 41, 45);

        // When
        try (LogDirectory recovered = TestingDirectory.openCopy(killed())) {
            // Then
            PartitionLog again = onlyLog(recovered);
            assertThat(again.logStartOffset()).isEqualTo(10);
            assertThat(again.latestLeaderEpoch()).hasValue(5);
            List<String> expected = values(10, 40);
            expected.add("new");
            expected.addAll(values(41, 45));
            assertThat(valuesOf(again, 10)).isEqualTo(expected);
            assertThat(recovered.logs()).hasSize(2);
        }
    }

    @Test
    void aPartitionWhoseDirectoryNeverReachedTheDiskComesBackFromTheWriteAheadLog() throws Exception {
        // Given
        append(testing.log(), 0, 10);
        Path copy = killed();
        try (var paths = Files.list(copy.resolve("orders-0"))) {
            for (Path file : paths.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(copy.resolve("orders-0"));

        // When
        try (LogDirectory recovered = TestingDirectory.openCopy(copy)) {
            // Then
            assertThat(valuesOf(onlyLog(recovered), 0)).isEqualTo(values(0, 10));
        }
    }

    @Test
    void whatWasDeletedDoesNotComeBack() throws Exception {
        // Given
        append(testing.log(), 0, 10);
        testing.directory().delete(TestingDirectory.TOPIC_ID, 0);

        // When
        try (LogDirectory recovered = TestingDirectory.openCopy(killed())) {
            // Then
            assertThat(recovered.logs()).isEmpty();
            assertThat(recovered.recoveryReport().damaged()).isEmpty();
        }
    }

    @Test
    void aRemovedPartitionsEntriesAreNoDamage() throws Exception {
        // Given: the checkpoint is behind the creation, so that only the removal explains the missing directory.
        PartitionLog log = testing.log("file.delete.delay.ms", "0");
        append(log, 0, 5);
        testing.directory().checkpoint();
        append(log, 5, 10);
        testing.directory().delete(TestingDirectory.TOPIC_ID, 0);
        testing.directory().removeFilesNow();

        // When
        try (LogDirectory recovered = TestingDirectory.openCopy(killed())) {
            // Then
            assertThat(recovered.logs()).isEmpty();
            assertThat(recovered.recoveryReport().damaged()).isEmpty();
        }
    }

    @Test
    void aKillBeforeTheFirstCheckpointAfterACleanStopIsNoDamage() throws Exception {
        // Given
        append(testing.log(), 0, 10);
        testing.close();
        testing.open();
        append(testing.log(), 10, 20);

        // When
        try (LogDirectory recovered = TestingDirectory.openCopy(killed())) {
            // Then
            assertThat(recovered.recoveryReport().damaged()).isEmpty();
            assertThat(valuesOf(onlyLog(recovered), 0)).isEqualTo(values(0, 20));
        }
    }

    @Test
    void aRestartThatDidNotReachTheDirectoryIsNoDamage() throws Exception {
        // Given
        PartitionLog log = testing.log();
        append(log, 0, 10);
        testing.directory().checkpoint();
        log.restartAt(50);
        log.append(TestingBatches.of("first"), 0, 1_000, AppendOrigin.CLIENT);
        TestingDirectory.awaitDurable(log);

        // When: the old segment is gone, the new one was never seen.
        Path copy = killed();
        try (var files = Files.list(copy.resolve("orders-0"))) {
            for (Path file :
                    files.filter(one -> one.toString().contains(".log")).toList()) {
                Files.delete(file);
            }
        }

        // Then
        try (LogDirectory recovered = TestingDirectory.openCopy(copy)) {
            assertThat(recovered.recoveryReport().damaged()).isEmpty();
            assertThat(onlyLog(recovered).logStartOffset()).isEqualTo(50);
            assertThat(valuesOf(onlyLog(recovered), 50)).containsExactly("first");
        }
    }

    @Test
    void theWriteAheadLogStaysWithinItsFilesAndTheDirectoryRecoversAfterManyRounds() throws Exception {
        // Given: several times what all write-ahead log files hold together.
        PartitionLog log = testing.log("internal.segment.bytes", "1000000");
        String large = "x".repeat(50_000);
        for (int sequence = 0; sequence < 300; sequence++) {
            log.append(TestingBatches.from(7, 0, sequence, large), 0, 1_000, AppendOrigin.CLIENT);
        }
        testing.directory().checkpoint();
        log.append(TestingBatches.from(7, 0, 300, large), 0, 1_000, AppendOrigin.CLIENT);
        TestingDirectory.awaitDurable(log);

        // Then
        assertThat(testing.directory().counters().walFilesInUse()).isLessThanOrEqualTo(4);
        try (LogDirectory recovered = TestingDirectory.openCopy(killed())) {
            assertThat(recovered.recoveryReport().damaged()).isEmpty();
            assertThat(recovered.recoveryReport().validatedBytes()).isLessThan(6 << 20);
            assertThat(onlyLog(recovered).logEndOffset()).isEqualTo(301);
            assertThat(valuesOf(onlyLog(recovered), 0)).hasSize(301);
        }
    }

    @Test
    void aSegmentThatLostItsSyncedEndIsReportedAndTakesNoAppends() throws Exception {
        // Given
        append(testing.log(), 0, 10);
        testing.close();
        Path segment = last(logPath(), ".log");
        byte[] bytes = Files.readAllBytes(segment);

        // When: three whole batches of 70 bytes are gone.
        Files.write(segment, Arrays.copyOf(bytes, bytes.length - 3 * 70));

        // Then
        requireRefused(testing.open());

        // When: the partition is led, checkpointed, stopped and started again.
        onlyLog(testing.directory()).beginLeaderEpoch(5);
        testing.directory().checkpoint();
        testing.close();

        // Then
        requireRefused(testing.open());
        onlyLog(testing.directory()).beginLeaderEpoch(6);
        testing.directory().checkpoint();
        try (LogDirectory afterAKill = TestingDirectory.openCopy(killed())) {
            requireRefused(afterAKill);
        }
    }

    private static void requireRefused(LogDirectory directory) throws Exception {
        assertThat(directory.recoveryReport().damaged())
                .singleElement()
                .asString()
                .contains("from 7 to 10");
        assertThatThrownBy(() -> onlyLog(directory).append(TestingBatches.of("x"), 0, 1_000, AppendOrigin.CLIENT))
                .isInstanceOf(LogException.class)
                .hasMessageContaining("lacks offsets");
        assertThat(valuesOf(onlyLog(directory), 0)).isEqualTo(values(0, 7));
    }

    @Test
    void directoriesThatNobodyKnowsAreRenamedAndKept() throws Exception {
        // Given
        testing.close();
        Files.createDirectories(path.resolve("mystery-3"));
        Files.writeString(path.resolve("mystery-3").resolve("00000000000000000000.log"), "precious");
        Files.createDirectories(path.resolve("metadata"));

        // When
        LogDirectory reopened = testing.open();

        // Then
        assertThat(reopened.recoveryReport().setAside()).hasSize(1);
        Path renamed = path.resolve(reopened.recoveryReport().setAside().get(0));
        assertThat(renamed.getFileName().toString()).startsWith("mystery-3.").endsWith("-stray");
        assertThat(renamed.resolve("00000000000000000000.log")).hasContent("precious");
        assertThat(path.resolve("metadata")).exists();
    }
}
