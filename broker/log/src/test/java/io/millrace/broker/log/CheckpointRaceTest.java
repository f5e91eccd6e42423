package io.millrace.broker.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.broker.log.fault.DiskFullException;
import io.millrace.broker.log.file.HookedFileStore;
import io.millrace.broker.log.wal.WalEntry;
import io.millrace.broker.log.wal.WalSettings;
import io.millrace.broker.log.wal.WriteAheadLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The checkpoint that frees the write-ahead log meets others who work on the same log. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CheckpointRaceTest {
    private static final int ENTRY_BYTES = 60_000;

    @TempDir
    Path path;

    @TempDir
    Path copies;

    @Test
    void freesNothingThatAnotherCheckpointFailedToPutOnDisk() throws Exception {
        // Given: a closed segment, whose time index is to be written, and the next one, which is to be synced after it.
        PowerLossFileStore disk = new PowerLossFileStore();
        HookedFileStore store = new HookedFileStore(file -> file.toString().endsWith(".timeindex"), disk);
        try (TestingDirectory testing = new TestingDirectory(path).with(store)) {
            DiskLogDirectory directory = testing.open();
            DiskPartitionLog log = testing.log("internal.segment.bytes", "100");
            log.append(TestingBatches.of("closed"), 0, 1_000, AppendOrigin.CLIENT);
            log.append(TestingBatches.of("acknowledged"), 0, 1_000, AppendOrigin.CLIENT);
            TestingDirectory.awaitDurable(log);
            log.updateConfig(TestingDirectory.config("flush", "async"));
            log.append(TestingBatches.of("unlogged"), 0, 1_000, AppendOrigin.CLIENT);

            // When: the disk is full while the log leaves flush=async, and a checkpoint of all logs comes meanwhile.
            CompletableFuture<Void> checkpoint = new CompletableFuture<>();
            store.beforeNextWrite(() -> {
                checkpoint.completeAsync(() -> checkpoint(directory));
                awaitWaiting(log.parts().maintenance);
                throw new IOException("No space left on device");
            });
            assertThatThrownBy(() -> log.updateConfig(TestingDirectory.config("flush", "ack")))
                    .isInstanceOf(DiskFullException.class);
            checkpoint.join();

            // Then
            for (int seed = 0; seed < 10; seed++) {
                Path copy = copies.resolve("copy" + seed);
                disk.copyAfterPowerLoss(path, copy, new Random(seed));
                try (LogDirectory recovered = TestingDirectory.openCopy(copy)) {
                    PartitionLog after =
                            recovered.get(TestingDirectory.TOPIC_ID, 0).orElseThrow();
                    List<String> values = TestingBatches.valuesOf(after, 0);
                    assertThat(values).as("seed " + seed).startsWith("closed", "acknowledged");
                }
            }
        }
    }

    private static Void checkpoint(DiskLogDirectory directory) {
        try {
            directory.checkpoint();
            return null;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void awaitWaiting(ReentrantLock lock) {
        while (!lock.hasQueuedThreads()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void makesRoomForTheEntryOfATruncation() throws Exception {
        // Given: whoever truncates is first in line, and the checkpoint that makes room behind it.
        try (TestingDirectory testing = new TestingDirectory(path)) {
            testing.open();
            DiskPartitionLog log = testing.log();
            log.append(TestingBatches.of("kept"), 0, 1_000, AppendOrigin.CLIENT);
            log.append(TestingBatches.of("cut"), 0, 1_000, AppendOrigin.CLIENT);
            ReentrantLock maintenance = log.parts().maintenance;
            CompletableFuture<Void> truncation;
            maintenance.lock();
            try {
                truncation = CompletableFuture.runAsync(() -> log.truncateTo(1));
                awaitWaiting(maintenance);

                // When
                fill(log.parts().directory.wal());
                while (maintenance.getQueueLength() < 2) {
                    Thread.onSpinWait();
                }
            } finally {
                maintenance.unlock();
            }
            truncation.join();

            // Then
            assertThat(TestingBatches.valuesOf(log, 0)).containsExactly("kept");
        }
    }

    @Test
    void leavesNobodyWaitingForRoomWhenItTakesTheDirectoryOffline() throws Exception {
        // Given: a wait that would outlast the test, and a checkpoint that cannot begin yet.
        HookedFileStore store = new HookedFileStore("000.log");
        WalSettings small = TestingDirectory.SMALL_WAL;
        WalSettings patient = new WalSettings(small.fileBytes(), small.maxFiles(), small.maxPendingBytes(), 3_600_000);
        try (TestingDirectory testing =
                new TestingDirectory(path).with(store).with(TestingDirectory.CONFIG.withWal(patient))) {
            DiskLogDirectory directory = testing.open();
            DiskPartitionLog log = testing.log();
            log.append(TestingBatches.of("to be synced"), 0, 1_000, AppendOrigin.CLIENT);
            WriteAheadLog wal = log.parts().directory.wal();
            CompletableFuture<Void> waiting;
            log.parts().maintenance.lock();
            try {
                fill(wal);
                waiting = CompletableFuture.runAsync(() -> wal.append(entry(ENTRY_BYTES), null, 0));

                // When
                store.failSyncs("Input/output error");
            } finally {
                log.parts().maintenance.unlock();
            }

            // Then
            assertThatThrownBy(waiting::join).hasRootCauseMessage("Input/output error");
            assertThat(directory.isOnline()).isFalse();
        }
    }

    /** One that changes nothing. */
    private static WalEntry entry(int bytes) {
        return new WalEntry(WalEntry.Kind.START, TestingDirectory.TOPIC_ID, 0, 0, ByteBuffer.allocate(bytes));
    }

    private static void fill(WriteAheadLog wal) {
        while (wal.filesInUse() < TestingDirectory.SMALL_WAL.maxFiles() || wal.tryAppend(entry(0), null, 0)) {
            wal.tryAppend(entry(ENTRY_BYTES), null, 0);
            wal.awaitDurable();
        }
    }
}
