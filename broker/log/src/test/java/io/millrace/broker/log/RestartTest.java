package io.millrace.broker.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.log.file.HookedFileStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A start after a kill costs the same for many partitions as for few, and what it finds is as safe as before. */
class RestartTest {
    private static final int PARTITIONS = 24;

    @TempDir
    Path path;

    @TempDir
    Path copies;

    /** Every partition has records behind the checkpoint; the directory as it is when the process is killed. */
    private Path killed() throws Exception {
        Path copy = copies.resolve("killed");
        try (TestingDirectory testing = new TestingDirectory(path)) {
            DiskLogDirectory directory = testing.open();
            List<PartitionLog> logs = new ArrayList<>();
            for (int partition = 0; partition < PARTITIONS; partition++) {
                logs.add(directory.create(TestingDirectory.TOPIC_ID, "orders", partition, TestingDirectory.config()));
            }
            directory.checkpoint();
            for (PartitionLog log : logs) {
                log.append(TestingBatches.from(7, 0, 0, "v0"), 0, 1_000, AppendOrigin.CLIENT);
                TestingDirectory.awaitDurable(log);
            }
            PowerLossFileStore.copyTree(path, copy);
        }
        return copy;
    }

    @Test
    void syncsNothingForAPartition() throws Exception {
        // Given
        Path copy = killed();
        HookedFileStore store = new HookedFileStore();

        // When
        try (TestingDirectory testing = new TestingDirectory(copy).with(store)) {
            testing.open();

            // Then
            assertThat(store.syncs()).isLessThan(PARTITIONS / 4);
            assertThat(testing.directory().logs()).hasSize(PARTITIONS);
        }
    }

    @Test
    void whatOnlyASegmentsUnsyncedEndHadSurvivesAPowerFailureAfterTheNextStart() throws Exception {
        // Given: killed between the write to the segment and the group commit
        Path copy = killed();
        Path segment = copy.resolve("orders-0").resolve("00000000000000000000.log");
        try (DiskLogDirectory other = TestingDirectory.openCopy(copyOf(copy, "other"))) {
            PartitionLog log = other.get(TestingDirectory.TOPIC_ID, 0).orElseThrow();
            log.append(TestingBatches.from(7, 0, 1, "v1"), 0, 1_000, AppendOrigin.CLIENT);
            TestingDirectory.awaitDurable(log);
            other.writeOutTails();
            Files.copy(
                    copies.resolve("other").resolve("orders-0").resolve(segment.getFileName()),
                    segment,
                    StandardCopyOption.REPLACE_EXISTING);
        }

        // When: started, which makes the record readable, and the power fails
        PowerLossFileStore store = new PowerLossFileStore();
        try (TestingDirectory testing = new TestingDirectory(copy).with(store)) {
            PartitionLog log = testing.open().get(TestingDirectory.TOPIC_ID, 0).orElseThrow();
            assertThat(log.durableEndOffset()).isEqualTo(2);
            store.copyAfterPowerLoss(copy, copies.resolve("lost"), new Random(1));
        }
        Path lost = copies.resolve("lost");
        // The file store knows nothing of what the first process had not synced: all of it is gone.
        Files.write(lost.resolve("orders-0").resolve(segment.getFileName()), new byte[0]);

        // Then
        try (DiskLogDirectory recovered = TestingDirectory.openCopy(lost)) {
            PartitionLog log = recovered.get(TestingDirectory.TOPIC_ID, 0).orElseThrow();
            assertThat(recovered.recoveryReport().damaged()).isEmpty();
            assertThat(TestingBatches.valuesOf(log, 0)).containsExactly("v0", "v1");
        }
    }

    @Test
    void theWriteAheadLogKeepsItsFilesOverManyKillsUntilTheNextCheckpoint() throws Exception {
        // Given
        Path copy = killed();

        // When: killed again and again, each time before any checkpoint
        for (int round = 0; round < 6; round++) {
            Path next = copies.resolve("round" + round);
            try (DiskLogDirectory opened = TestingDirectory.openCopy(copy)) {
                for (PartitionLog log : opened.logs()) {
                    log.append(TestingBatches.from(7, 0, 1 + round, "v" + (1 + round)), 0, 1_000, AppendOrigin.CLIENT);
                    TestingDirectory.awaitDurable(log);
                }
                PowerLossFileStore.copyTree(copy, next);
            }
            copy = next;
        }

        // Then
        try (DiskLogDirectory opened = TestingDirectory.openCopy(copy)) {
            assertThat(opened.recoveryReport().damaged()).isEmpty();
            for (PartitionLog log : opened.logs()) {
                assertThat(TestingBatches.valuesOf(log, 0)).hasSize(7);
            }
            opened.checkpoint();
            assertThat(opened.counters().walFilesInUse()).isLessThanOrEqualTo(1);
        }
    }

    private Path copyOf(Path directory, String name) throws IOException {
        Path copy = copies.resolve(name);
        PowerLossFileStore.copyTree(directory, copy);
        return copy;
    }
}
