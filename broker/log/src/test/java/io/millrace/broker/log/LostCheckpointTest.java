package io.millrace.broker.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is known without the recovery checkpoint: what the segments have, and what the write-ahead log has. */
class LostCheckpointTest {
    @TempDir
    Path path;

    @TempDir
    Path copies;

    @Test
    void withoutACheckpointWhatWasNeverLoggedIsNotTakenForLost() throws Exception {
        String[] compacted = {
            "cleanup.policy", "compact", "internal.segment.bytes", "1000", "min.cleanable.dirty.ratio", "0"
        };
        String[] unlogged = Arrays.copyOf(compacted, compacted.length + 2);
        unlogged[compacted.length] = "flush";
        unlogged[compacted.length + 1] = "async";
        Path copy = copies.resolve("killed");
        List<String> values;
        try (TestingDirectory testing = new TestingDirectory(path)) {
            // Given: a few logged batches, many that are not, and holes that compaction has made
            testing.open();
            DiskPartitionLog log = testing.log(compacted);
            appendKeyed(log, 0, 10, true);
            TestingDirectory.awaitDurable(log);
            log.updateConfig(TestingDirectory.config(unlogged));
            appendKeyed(log, 10, 60, true);
            appendKeyed(log, 60, 100, false);
            TestingDirectory.awaitDurable(log);
            log.updateHighWatermark(100);
            testing.directory().checkpoint();
            testing.directory().compactNow();
            testing.directory().checkpoint();
            values = TestingBatches.valuesOf(log, 0);
            PowerLossFileStore.copyTree(path, copy);
        }

        // When
        Files.writeString(copy.resolve("recovery-checkpoint"), "damaged");

        // Then
        try (DiskLogDirectory killed = TestingDirectory.openCopy(copy)) {
            PartitionLog survivor = killed.get(TestingDirectory.TOPIC_ID, 0).orElseThrow();
            assertThat(TestingBatches.valuesOf(survivor, 0)).isEqualTo(values).contains("59", "99");
            assertThat(survivor.logEndOffset()).isEqualTo(100);
        }
    }

    @Test
    void whatAPowerCutLeavesOfANewPartitionIsMadeAnew() throws Exception {
        // When: nothing of the directory has reached the disk but the names of its files
        Path cut = copyBeforeTheFirstCheckpoint();
        Path partition = cut.resolve("orders-0");
        Files.write(partition.resolve("partition.metadata"), new byte[0]);
        Files.deleteIfExists(partition.resolve("00000000000000000000.log"));

        // Then
        try (DiskLogDirectory survivor = TestingDirectory.openCopy(cut)) {
            assertThat(survivor.recoveryReport().setAside()).isEmpty();
            assertThat(TestingBatches.valuesOf(
                            survivor.get(TestingDirectory.TOPIC_ID, 0).orElseThrow(), 0))
                    .containsExactly("a", "b");
        }
        assertThat(cut.resolve("orders-0")).isDirectory();
    }

    @Test
    void whatMayHoldSomebodysRecordsIsSetAside() throws Exception {
        // When
        Path cut = copyBeforeTheFirstCheckpoint();
        Path partition = cut.resolve("orders-0");
        Files.write(partition.resolve("partition.metadata"), new byte[0]);
        Files.writeString(partition.resolve("00000000000000000000.log"), "precious");

        // Then
        try (DiskLogDirectory survivor = TestingDirectory.openCopy(cut)) {
            String renamed = survivor.recoveryReport().setAside().get(0);
            assertThat(cut.resolve(renamed).resolve("00000000000000000000.log")).hasContent("precious");
            assertThat(TestingBatches.valuesOf(
                            survivor.get(TestingDirectory.TOPIC_ID, 0).orElseThrow(), 0))
                    .containsExactly("a", "b");
        }
    }

    private Path copyBeforeTheFirstCheckpoint() throws Exception {
        Path copy = copies.resolve("cut");
        try (TestingDirectory testing = new TestingDirectory(path)) {
            testing.open();
            DiskPartitionLog log = testing.log();
            log.append(TestingBatches.of("a"), 0, 1_000, AppendOrigin.CLIENT);
            log.append(TestingBatches.of("b"), 0, 1_000, AppendOrigin.CLIENT);
            TestingDirectory.awaitDurable(log);
            PowerLossFileStore.copyTree(path, copy);
        }
        Files.deleteIfExists(copy.resolve("recovery-checkpoint"));
        return copy;
    }

    private static void appendKeyed(PartitionLog log, int from, int to, boolean sameKey) {
        for (int index = from; index < to; index++) {
            String key = sameKey ? "key" : "key" + index;
            log.append(TestingBatches.keyed(key, Integer.toString(index)), 0, 1_000, AppendOrigin.CLIENT);
        }
    }
}
