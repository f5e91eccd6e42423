package io.millrace.broker.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.broker.log.fault.DiskFullException;
import io.millrace.broker.log.fault.StorageException;
import io.millrace.broker.log.file.DiskFileStore;
import io.millrace.broker.log.file.HookedFileStore;
import java.io.IOException;
import java.io.SyncFailedException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FailingDiskTest {
    /** Two of them are more than the writer waits for. */
    private static final String LARGE = "x".repeat(100_000);

    @TempDir
    Path path;

    @TempDir
    Path copy;

    private static AppendResult append(PartitionLog log, String value) {
        return log.append(TestingBatches.of(value), 0, 1_000, AppendOrigin.CLIENT);
    }

    /** Another thread prepares files of the write-ahead log, and syncs them too. */
    private static boolean isGroupCommit(Path file) {
        return file.toString().endsWith(".wal")
                && Thread.currentThread().getName().startsWith("group-commit");
    }

    @Test
    void aFailedSyncTakesTheDirectoryOfflineAndIsNeverRetried() throws Exception {
        // Given
        HookedFileStore store = new HookedFileStore(FailingDiskTest::isGroupCommit);
        try (TestingDirectory testing = new TestingDirectory(path).with(store)) {
            DiskLogDirectory directory = testing.open();
            LinkedBlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();
            LinkedBlockingQueue<Long> durable = new LinkedBlockingQueue<>();
            directory.onFailure(failures::add);
            PartitionLog log = testing.log();
            append(log, "before");
            TestingDirectory.awaitDurable(log);
            log.onDurable((partition, endOffset) -> durable.add(endOffset));

            // When
            store.failSyncs("Input/output error");
            append(log, "lost");

            // Then
            assertThat(failures.poll(10, TimeUnit.SECONDS)).hasMessage("Input/output error");
            assertThat(directory.isOnline()).isFalse();
            assertThatThrownBy(() -> append(log, "after")).isInstanceOf(StorageException.class);
            assertThat(durable).isEmpty();
            assertThat(log.durableEndOffset()).isEqualTo(1);
            assertThat(store.failedSyncs()).isEqualTo(1);
        }
        store.failSyncs(null);
        try (LogDirectory reopened = new TestingDirectory(path).open()) {
            assertThat(reopened.recoveryReport().cleanStop()).isFalse();
        }
    }

    @Test
    void aFailedSegmentSyncTakesTheDirectoryOfflineToo() {
        // Given
        HookedFileStore store = new HookedFileStore("000.log");
        try (TestingDirectory testing = new TestingDirectory(path).with(store)) {
            DiskLogDirectory directory = testing.open();
            append(testing.log(), "a");

            // When
            store.failSyncs("Input/output error");
            directory.checkpointNow();

            // Then
            assertThat(directory.isOnline()).isFalse();
        }
    }

    /** Pages may be gone then, and the next sync says that all is well. */
    @ParameterizedTest
    @ValueSource(strings = {"No space left on device", "Disk quota exceeded"})
    void aFailedSyncIsNoFullDiskWhateverItSays(String reason) {
        // Given
        HookedFileStore store = new HookedFileStore("000.log");
        try (TestingDirectory testing = new TestingDirectory(path).with(store)) {
            DiskLogDirectory directory = testing.open();
            append(testing.log(), "a");

            // When
            store.failSyncs(reason);
            directory.checkpointNow();

            // Then
            assertThat(directory.isOnline()).isFalse();
            assertThat(store.failedSyncs()).isEqualTo(1);
        }
    }

    @Test
    void aCompactionThatCannotSyncItsCopyTakesTheDirectoryOffline() throws Exception {
        // Given
        HookedFileStore store = new HookedFileStore(".cleaned");
        try (TestingDirectory testing = new TestingDirectory(path).with(store)) {
            DiskLogDirectory directory = testing.open();
            PartitionLog log = testing.log(
                    "cleanup.policy", "compact", "internal.segment.bytes", "1000", "min.cleanable.dirty.ratio", "0");
            for (int count = 0; count < 50; count++) {
                log.append(TestingBatches.keyed("key", "v" + count), 0, 1_000, AppendOrigin.CLIENT);
            }
            TestingDirectory.awaitDurable(log);
            log.updateHighWatermark(50);
            directory.checkpoint();

            // When
            store.failSyncs("No space left on device");
            directory.compactNow();

            // Then
            assertThat(store.failedSyncs()).isEqualTo(1);
            assertThat(directory.isOnline()).isFalse();
        }
    }

    @Test
    void theRealDiskSaysThatItWasASyncThatFailed() throws Exception {
        DiskFileStore disk = new DiskFileStore();
        Path file = path.resolve("closed");
        FileChannel closed = disk.open(file);
        closed.close();
        assertThatThrownBy(() -> disk.sync(file, closed))
                .isInstanceOf(SyncFailedException.class)
                .hasMessageContaining(file.toString());
        assertThatThrownBy(() -> disk.syncDirectory(path.resolve("missing"))).isInstanceOf(SyncFailedException.class);
    }

    @Test
    void aStartOnAFullDiskSyncsTheTailsThatItCannotLog() throws Exception {
        // Given: acknowledged, and nowhere but in the segment.
        try (TestingDirectory testing = new TestingDirectory(path)) {
            DiskLogDirectory directory = testing.open();
            PartitionLog log = testing.log("flush", "async");
            directory.checkpoint();
            append(log, "only in the segment");
            PowerLossFileStore.copyTree(path, copy);
        }
        Path wal = copy.resolve("wal");
        Set<Path> usedFiles = withoutUnusedFiles(wal);
        HookedFileStore store = new HookedFileStore(file -> file.startsWith(wal) && !usedFiles.contains(file));
        store.failWrites("No space left on device");

        // When
        try (LogDirectory directory = new TestingDirectory(copy).with(store).open()) {
            PartitionLog log = directory.get(TestingDirectory.TOPIC_ID, 0).orElseThrow();

            // Then
            assertThat(TestingBatches.valuesOf(log, 0)).containsExactly("only in the segment");
            assertThat(((DiskPartitionLog) log).parts().recordedRecoveryPoint).isEqualTo(1);
            assertThat(append(log, "after").baseOffset()).isEqualTo(1);
            TestingDirectory.awaitDurable(log);
        }
    }

    /** As on a disk that was full before a further file could be prepared. */
    private static Set<Path> withoutUnusedFiles(Path wal) throws IOException {
        Set<Path> used = new HashSet<>();
        try (var files = Files.list(wal)) {
            for (Path file : files.toList()) {
                if (Files.readAllBytes(file)[0] == 0) {
                    Files.delete(file);
                } else {
                    used.add(file);
                }
            }
        }
        return used;
    }

    @Test
    void aFailedWriteOfAcknowledgedRecordsTakesTheDirectoryOfflineAndLosesNothing() throws Exception {
        // Given
        HookedFileStore store = new HookedFileStore("000.log");
        LinkedBlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();
        try (TestingDirectory testing = new TestingDirectory(path).with(store)) {
            DiskLogDirectory directory = testing.open();
            directory.onFailure(failures::add);
            PartitionLog log = testing.log();
            append(log, "in memory and in the write-ahead log");
            TestingDirectory.awaitDurable(log);

            // When: enough for the writer to begin
            store.failWrites("Input/output error");
            append(log, LARGE);
            append(log, LARGE);

            // Then
            assertThat(failures.poll(10, TimeUnit.SECONDS)).hasMessage("Input/output error");
            assertThatThrownBy(() -> append(log, "after")).isInstanceOf(StorageException.class);
            assertThatThrownBy(directory::checkpoint).hasMessageContaining("an earlier write failed");
        }
        try (LogDirectory reopened = new TestingDirectory(path).open()) {
            assertThat(reopened.recoveryReport().damaged()).isEmpty();
            PartitionLog log = reopened.get(TestingDirectory.TOPIC_ID, 0).orElseThrow();
            assertThat(TestingBatches.valuesOf(log, 0)).startsWith("in memory and in the write-ahead log");
        }
    }

    @Test
    void aFullDiskRefusesAppendsKeepsWhatWasAcknowledgedAndHealsByItself() throws Exception {
        // Given
        HookedFileStore store = new HookedFileStore(".log");
        List<String> acknowledged = new ArrayList<>();
        try (TestingDirectory testing = new TestingDirectory(path).with(store)) {
            DiskLogDirectory directory = testing.open();
            PartitionLog log = testing.log();
            store.failWrites("No space left on device");

            // When: the write-ahead log has room, so what comes before the writer notices is taken
            int refused = 0;
            for (int attempt = 0; refused < 3; attempt++) {
                try {
                    append(log, attempt + LARGE);
                    acknowledged.add(attempt + LARGE);
                } catch (DiskFullException full) {
                    refused++;
                }
            }

            // Then
            TestingDirectory.awaitDurable(log);
            assertThat(directory.isOnline()).isTrue();
            assertThat(directory.counters().diskFullRefusals()).isEqualTo(3);
            assertThat(acknowledged).hasSizeGreaterThan(1);
            assertThat(TestingBatches.valuesOf(log, 0)).isEqualTo(acknowledged);
            PowerLossFileStore.copyTree(path, copy);

            // When
            store.failWrites(null);

            // Then
            append(log, "after");
            TestingDirectory.awaitDurable(log);
            assertThat(TestingBatches.valuesOf(log, acknowledged.size())).containsExactly("after");
        }
        try (LogDirectory killedWhileFull = TestingDirectory.openCopy(copy)) {
            PartitionLog log = killedWhileFull.get(TestingDirectory.TOPIC_ID, 0).orElseThrow();
            assertThat(TestingBatches.valuesOf(log, 0)).isEqualTo(acknowledged);
        }
    }

    @Test
    void withoutAWriteAheadLogAFullDiskRefusesTheAppendLeavesNothingAndHealsByItself() throws Exception {
        // Given
        HookedFileStore store = new HookedFileStore(".log");
        try (TestingDirectory testing = new TestingDirectory(path).with(store)) {
            DiskLogDirectory directory = testing.open();
            PartitionLog log = testing.log("flush", "async");
            append(log, "before");
            long sizeBytes = log.sizeBytes();

            // When
            store.failWrites("No space left on device");

            // Then
            for (int attempt = 0; attempt < 3; attempt++) {
                assertThatThrownBy(() -> append(log, "refused")).isInstanceOf(DiskFullException.class);
            }
            assertThat(directory.isOnline()).isTrue();
            assertThat(directory.counters().diskFullRefusals()).isEqualTo(3);
            assertThat(log.logEndOffset()).isEqualTo(1);
            assertThat(path.resolve("orders-0").resolve("00000000000000000000.log"))
                    .hasSize(sizeBytes);

            // When
            store.failWrites(null);

            // Then
            assertThat(append(log, "after").baseOffset()).isEqualTo(1);
            assertThat(TestingBatches.valuesOf(log, 0)).containsExactly("before", "after");
        }
    }
}
