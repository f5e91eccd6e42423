package io.millrace.broker.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.broker.log.fault.DiskFullException;
import io.millrace.broker.log.fault.StorageException;
import java.nio.file.Path;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailingDiskTest {
    @TempDir
    Path path;

    private static AppendResult append(PartitionLog log, String value) {
        return log.append(TestingBatches.of(value), 0, 1_000, AppendOrigin.CLIENT);
    }

    @Test
    void aFailedSyncTakesTheDirectoryOfflineAndIsNeverRetried() throws Exception {
        // Given
        FailingFileStore store = new FailingFileStore(".wal");
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
        FailingFileStore store = new FailingFileStore("000.log");
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

    @Test
    void aFullDiskRefusesTheAppendLeavesNothingAndHealsByItself() throws Exception {
        // Given
        FailingFileStore store = new FailingFileStore(".log");
        try (TestingDirectory testing = new TestingDirectory(path).with(store)) {
            DiskLogDirectory directory = testing.open();
            PartitionLog log = testing.log();
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
            TestingDirectory.awaitDurable(log);
            assertThat(TestingBatches.valuesOf(log, 0)).containsExactly("before", "after");
        }
    }
}
