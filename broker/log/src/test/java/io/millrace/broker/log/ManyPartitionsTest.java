package io.millrace.broker.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.broker.log.fault.StorageException;
import io.millrace.broker.log.file.HookedFileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Partitions that nobody has written to cost next to nothing, and many are opened at a time. */
class ManyPartitionsTest {
    private static final int PARTITIONS = 24;
    /** Enough for several threads. */
    private static final int MANY = 200;

    @TempDir
    Path path;

    @TempDir
    Path copies;

    private static List<PartitionLog> create(DiskLogDirectory directory, int partitions) {
        List<PartitionLog> logs = new ArrayList<>();
        for (int partition = 0; partition < partitions; partition++) {
            logs.add(directory.create(TestingDirectory.TOPIC_ID, "orders", partition, TestingDirectory.config()));
        }
        return logs;
    }

    private static void write(PartitionLog log, int sequence) throws Exception {
        log.append(TestingBatches.from(7, 0, sequence, "v" + sequence), 0, 1_000, AppendOrigin.CLIENT);
        TestingDirectory.awaitDurable(log);
    }

    @Test
    void unwrittenPartitionsNeedNoSyncAndNoSegmentFile() throws Exception {
        // Given
        HookedFileStore store = new HookedFileStore();
        try (TestingDirectory testing = new TestingDirectory(path).with(store)) {
            create(testing.open(), PARTITIONS);
            int before = store.syncs();

            // When
            testing.directory().checkpoint();

            // Then
            assertThat(store.syncs() - before).isLessThan(PARTITIONS / 4);
            try (Stream<Path> files = Files.list(path.resolve("orders-0"))) {
                assertThat(files).containsExactly(path.resolve("orders-0").resolve("partition.metadata"));
            }
        }
    }

    @Test
    void whatAPowerFailureTakesOfAnUnwrittenPartitionIsMadeAgain() throws Exception {
        // Given: after the checkpoint the write-ahead log no longer has the creations
        Path copy = copies.resolve("lost");
        try (TestingDirectory testing = new TestingDirectory(path)) {
            create(testing.open(), PARTITIONS);
            testing.directory().checkpoint();
            PowerLossFileStore.copyTree(path, copy);
        }

        // When: nothing of the partitions' own files was synced, so all of it may be missing
        Files.write(copy.resolve("orders-0").resolve("partition.metadata"), new byte[0]);
        Files.delete(copy.resolve("orders-1").resolve("partition.metadata"));
        Files.delete(copy.resolve("orders-2").resolve("partition.metadata"));
        Files.delete(copy.resolve("orders-2"));

        // Then
        try (DiskLogDirectory opened = TestingDirectory.openCopy(copy)) {
            assertThat(opened.recoveryReport().damaged()).isEmpty();
            assertThat(opened.recoveryReport().setAside()).isEmpty();
            assertThat(opened.logs()).hasSize(PARTITIONS);
            for (int partition = 0; partition < 3; partition++) {
                PartitionLog log =
                        opened.get(TestingDirectory.TOPIC_ID, partition).orElseThrow();
                write(log, 0);
                assertThat(TestingBatches.valuesOf(log, 0)).containsExactly("v0");
            }
        }
    }

    @Test
    void theFirstRecordsBringThePartitionsNamesToDisk() throws Exception {
        // Given
        HookedFileStore store = new HookedFileStore();
        try (TestingDirectory testing = new TestingDirectory(path).with(store)) {
            List<PartitionLog> logs = create(testing.open(), 2);
            testing.directory().checkpoint();

            // When
            write(logs.get(0), 0);
            testing.directory().checkpoint();

            // Then
            assertThat(store.hasSynced(path.resolve("orders-0"))).isTrue();
            assertThat(store.hasSynced(path.resolve("orders-1"))).isFalse();
        }
    }

    @Test
    void theFirstRecordsAfterARestartBringThePartitionsNamesToDisk() throws Exception {
        // Given
        try (TestingDirectory testing = new TestingDirectory(path)) {
            create(testing.open(), 2);
        }
        HookedFileStore store = new HookedFileStore();
        try (TestingDirectory testing = new TestingDirectory(path).with(store)) {
            PartitionLog log = testing.open().get(TestingDirectory.TOPIC_ID, 1).orElseThrow();

            // When
            write(log, 0);
            testing.directory().checkpoint();

            // Then
            assertThat(store.hasSynced(path.resolve("orders-1"))).isTrue();
        }
    }

    @Test
    void namesThatAKilledProcessLeftUnsyncedAreSyncedWithItsRecords() throws Exception {
        // Given
        Path copy = copies.resolve("killed");
        try (TestingDirectory testing = new TestingDirectory(path)) {
            PartitionLog log = create(testing.open(), 1).get(0);
            write(log, 0);
            PowerLossFileStore.copyTree(path, copy);
        }
        HookedFileStore store = new HookedFileStore();
        try (TestingDirectory testing = new TestingDirectory(copy).with(store)) {
            testing.open();

            // When
            testing.directory().checkpoint();

            // Then
            assertThat(store.hasSynced(copy.resolve("orders-0"))).isTrue();
        }
    }

    @Test
    void aTornTopicIdOfAPartitionWithRecordsIsTakenFromTheCheckpoint() throws Exception {
        // Given
        Path copy = copies.resolve("torn");
        try (TestingDirectory testing = new TestingDirectory(path)) {
            write(create(testing.open(), 1).get(0), 0);
            testing.directory().checkpoint();
            PowerLossFileStore.copyTree(path, copy);
        }

        // When
        Files.write(copy.resolve("orders-0").resolve("partition.metadata"), new byte[0]);

        // Then
        try (DiskLogDirectory opened = TestingDirectory.openCopy(copy)) {
            PartitionLog log = opened.get(TestingDirectory.TOPIC_ID, 0).orElseThrow();
            assertThat(TestingBatches.valuesOf(log, 0)).containsExactly("v0");
        }
    }

    @Test
    void oneThatComesDuringACheckpointWaitsForTheNextWhichSyncsItsName() throws Exception {
        // Given
        HookedFileStore store = new HookedFileStore(path::equals);
        try (TestingDirectory testing = new TestingDirectory(path).with(store)) {
            DiskLogDirectory directory = testing.open();
            store.onNextSync(() -> create(directory, 1)
                    .get(0)
                    .append(TestingBatches.from(7, 0, 0, "v0"), 0, 1_000, AppendOrigin.CLIENT));

            // When
            directory.checkpoint();

            // Then
            DiskPartitionLog log = (DiskPartitionLog)
                    directory.get(TestingDirectory.TOPIC_ID, 0).orElseThrow();
            assertThat(log.logEndOffset()).isEqualTo(1);
            assertThat(log.parts().recoveryPoint).isZero();
            directory.checkpoint();
            assertThat(log.parts().recoveryPoint).isEqualTo(1);
        }
    }

    @Test
    void aCheckpointOfManyCostsFewSyncsForEach() throws Exception {
        // Given
        HookedFileStore store = new HookedFileStore();
        try (TestingDirectory testing = new TestingDirectory(path).with(store)) {
            for (PartitionLog log : create(testing.open(), MANY)) {
                write(log, 0);
            }
            int before = store.syncs();

            // When
            testing.directory().checkpoint();

            // Then: the segment, the leader epochs, and the names of both in one
            assertThat(store.syncs() - before).isLessThanOrEqualTo(3 * MANY + 10);
        }
    }

    @Test
    void allOfManyAreThereAfterAKill() throws Exception {
        // Given
        Path copy = killed(MANY);

        // When
        try (DiskLogDirectory opened = TestingDirectory.openCopy(copy)) {
            // Then
            assertThat(opened.recoveryReport().damaged()).isEmpty();
            assertThat(opened.logs()).hasSize(MANY);
            for (PartitionLog log : opened.logs()) {
                assertThat(TestingBatches.valuesOf(log, 0)).containsExactly("v0");
            }
        }
    }

    @Test
    void oneThatCannotBeOpenedStopsTheStartAndLeavesNoThread() throws Exception {
        // Given: a directory where a segment should be, whose records only the write-ahead log has
        Path copy = killed(MANY);
        Path segment = copy.resolve("orders-150").resolve("00000000000000000000.log");
        Files.createDirectory(segment);

        // When, Then
        assertThatThrownBy(() -> TestingDirectory.openCopy(copy))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining(segment.toString());
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("log-opening"));
        Files.delete(segment);
        try (DiskLogDirectory opened = TestingDirectory.openCopy(copy)) {
            assertThat(opened.logs()).hasSize(MANY);
        }
    }

    /** Every partition has one record; the directory as it is when the process is killed. */
    private Path killed(int partitions) throws Exception {
        Path copy = copies.resolve("killed");
        try (TestingDirectory testing = new TestingDirectory(path)) {
            for (PartitionLog log : create(testing.open(), partitions)) {
                log.append(TestingBatches.from(7, 0, 0, "v0"), 0, 1_000, AppendOrigin.CLIENT);
            }
            for (PartitionLog log : testing.directory().logs()) {
                TestingDirectory.awaitDurable(log);
            }
            PowerLossFileStore.copyTree(path, copy);
        }
        return copy;
    }
}
