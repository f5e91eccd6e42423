package io.millrace.broker.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.broker.log.config.LogConfig;
import io.millrace.broker.log.fault.DirectoryRefusedException;
import io.millrace.broker.log.fault.StorageException;
import io.millrace.broker.log.file.DiskFileStore;
import io.millrace.broker.log.file.FileStore;
import io.millrace.broker.log.file.HookedFileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogDirectoriesTest {
    private static final Uuid TOPIC_ID = TestingDirectory.TOPIC_ID;

    @TempDir
    Path root;

    private Path first;
    private Path second;
    private Path record;

    @BeforeEach
    void paths() {
        first = root.resolve("first");
        second = root.resolve("second");
        record = root.resolve("metadata").resolve("log-directories");
    }

    private LogDirectories open() {
        return open(new DiskFileStore());
    }

    private LogDirectories open(FileStore store) {
        return open(List.of(first, second), store);
    }

    private LogDirectories open(List<Path> paths, FileStore store) {
        return LogDirectories.open(
                paths,
                record,
                TestingDirectory.CONFIG,
                (path, config) -> DiskLogDirectory.open(path, config, () -> 1_000_000L, store));
    }

    private static PartitionLog create(LogDirectories directories, int partition) {
        return directories.create(TOPIC_ID, "orders", partition, LogConfig.defaults());
    }

    private static void append(PartitionLog log, String value) {
        log.append(TestingBatches.of(value), 0, 1_000, AppendOrigin.CLIENT);
    }

    private static List<Integer> counts(LogDirectories directories) {
        return directories.all().stream().map(LogDirectory::partitionCount).toList();
    }

    @Test
    void aNewPartitionGoesWhereTheFewestAre() {
        try (LogDirectories directories = open()) {
            // When
            for (int partition = 0; partition < 5; partition++) {
                create(directories, partition);
            }

            // Then
            assertThat(counts(directories)).containsExactly(3, 2);

            // When
            directories.delete(TOPIC_ID, 0);
            directories.delete(TOPIC_ID, 2);
            create(directories, 5);
            create(directories, 6);

            // Then
            assertThat(counts(directories)).containsExactly(3, 2);
            assertThat(directories.logs()).hasSize(5);
        }
    }

    @Test
    void whatExistsIsFoundWhereItLies() throws Exception {
        // Given
        try (LogDirectories directories = open()) {
            for (int partition = 0; partition < 4; partition++) {
                append(create(directories, partition), "record of " + partition);
                TestingDirectory.awaitDurable(create(directories, partition));
            }
            directories.delete(TOPIC_ID, 0);
            directories.delete(TOPIC_ID, 2);
        }

        // When
        try (LogDirectories directories = open()) {
            // Then: not where the fewest are
            PartitionLog log = create(directories, 3);
            assertThat(TestingBatches.valuesOf(log, 0)).containsExactly("record of 3");
            assertThat(counts(directories)).containsExactly(0, 2);
            assertThat(directories.directoryOf(TOPIC_ID, 3).orElseThrow().path())
                    .isEqualTo(second);
        }
    }

    @Test
    void aPartitionWithRecordsInTwoDirectoriesRefusesTheStartAndNamesBothFolders() throws Exception {
        // Given
        for (Path path : List.of(first, second)) {
            try (LogDirectories alone = open(List.of(path), new DiskFileStore())) {
                append(create(alone, 0), "in " + path.getFileName());
                TestingDirectory.awaitDurable(create(alone, 0));
            }
        }

        // Then
        assertThatThrownBy(this::open)
                .isInstanceOf(DirectoryRefusedException.class)
                .hasMessageContaining(first.resolve("orders-0").toString())
                .hasMessageContaining(second.resolve("orders-0").toString());

        // When
        Files.move(first.resolve("orders-0"), root.resolve("moved away"));

        // Then: nobody holds the directories
        try (LogDirectories alone = open(List.of(second), new DiskFileStore())) {
            assertThat(TestingBatches.valuesOf(create(alone, 0), 0)).containsExactly("in second");
        }
    }

    @Test
    void anEmptyFolderOfAPartitionGivesWayToTheOneWithRecords() throws Exception {
        // Given
        try (LogDirectories alone = open(List.of(first), new DiskFileStore())) {
            create(alone, 0);
        }
        try (LogDirectories alone = open(List.of(second), new DiskFileStore())) {
            append(create(alone, 0), "kept");
            TestingDirectory.awaitDurable(create(alone, 0));
        }

        // When
        for (int start = 0; start < 2; start++) {
            try (LogDirectories directories = open()) {
                // Then
                assertThat(counts(directories)).containsExactly(0, 1);
                assertThat(TestingBatches.valuesOf(create(directories, 0), 0)).containsExactly("kept");
            }
        }
    }

    @Test
    void whatIsLeftOfADamagedPartitionIsNotRemovedForAnotherOne() throws Exception {
        // Given: its folder has lost all files, and somebody has brought a copy back elsewhere
        for (Path path : List.of(first, second)) {
            try (LogDirectories alone = open(List.of(path), new DiskFileStore())) {
                append(create(alone, 0), "record");
                TestingDirectory.awaitDurable(create(alone, 0));
            }
        }
        RemovedFiles.deleteTree(first.resolve("orders-0"));

        // When
        try (LogDirectories directories = open()) {
            // Then
            assertThat(TestingBatches.valuesOf(create(directories, 0), 0)).containsExactly("record");
            assertThat(directories.all().get(0).counters().strayDirectories()).isEqualTo(1);
            assertThat(counts(directories)).containsExactly(0, 1);
        }
        try (var names = Files.newDirectoryStream(first, "*-stray")) {
            assertThat(names).hasSize(1);
        }
    }

    @Test
    void theOthersAreOpenedWhenTheDiskOfOneFails() throws Exception {
        // Given
        open().close();
        replaceByAFile(first);
        Files.delete(record);

        // When
        try (LogDirectories directories = open()) {
            // Then
            assertThat(directories.unopened()).containsExactly(first);
            assertThat(directories.isIncomplete()).isTrue();
            create(directories, 0);
            assertThat(counts(directories)).containsExactly(1);
        }

        // When
        replaceByAFile(second);

        // Then
        assertThatThrownBy(this::open).isInstanceOf(StorageException.class).hasMessageContaining(first.toString());
    }

    private static void replaceByAFile(Path directory) throws Exception {
        Files.move(directory, directory.resolveSibling(directory.getFileName() + "-before"));
        Files.createFile(directory);
    }

    @Test
    void aDirectoryThatWasThereIsMissedUntilItIsBackOrGivenUp() throws Exception {
        // Given: a disk that is not mounted
        open().close();
        Path elsewhere = root.resolve("elsewhere");
        Files.move(second, elsewhere);

        // When
        try (LogDirectories directories = open()) {
            // Then
            assertThat(directories.isIncomplete()).isTrue();
            assertThat(directories.unopened()).containsExactly(second);
        }
        try (LogDirectories directories = open(List.of(first), new DiskFileStore())) {
            assertThat(directories.isIncomplete()).isTrue();
        }
        try (LogDirectories directories = open(List.of(first, second, elsewhere), new DiskFileStore())) {
            assertThat(directories.isIncomplete()).isFalse();
        }

        // When: given up
        List<String> lines = Files.readAllLines(record);
        Files.write(
                record,
                lines.stream().filter(line -> !line.endsWith("elsewhere")).toList());

        // Then
        assertThat(lines).hasSize(3);
        try (LogDirectories directories = open()) {
            assertThat(directories.isIncomplete()).isFalse();
        }
    }

    @Test
    void theBareFolderOfADirectoryThatWasThereIsNoNewOne() throws Exception {
        // Given: a disk that is not mounted
        try (LogDirectories directories = open()) {
            append(create(directories, 0), "in the first");
            append(create(directories, 1), "in the second");
            TestingDirectory.awaitDurable(create(directories, 0));
            TestingDirectory.awaitDurable(create(directories, 1));
        }
        Path elsewhere = root.resolve("elsewhere");
        Files.move(second, elsewhere);
        Files.createDirectory(second);

        // When
        try (LogDirectories directories = open()) {
            create(directories, 2);
            append(create(directories, 2), "meanwhile");
            TestingDirectory.awaitDurable(create(directories, 2));
        }

        // Then
        assertThat(second).isEmptyDirectory();

        // When: mounted
        Files.delete(second);
        Files.move(elsewhere, second);

        // Then
        try (LogDirectories directories = open()) {
            assertThat(directories.isIncomplete()).isFalse();
            assertThat(counts(directories)).containsExactly(2, 1);
            assertThat(TestingBatches.valuesOf(create(directories, 1), 0)).containsExactly("in the second");
            assertThat(TestingBatches.valuesOf(create(directories, 2), 0)).containsExactly("meanwhile");
        }
    }

    @Test
    void aBareFolderIsANewDirectoryForWhoeverGivesTheOldOneUp() throws Exception {
        // Given
        open().close();
        Files.move(second, root.resolve("broken"));

        // When
        List<String> lines = Files.readAllLines(record);
        Files.write(
                record, lines.stream().filter(line -> line.endsWith("first")).toList());

        // Then
        try (LogDirectories directories = open()) {
            assertThat(directories.isIncomplete()).isFalse();
            assertThat(directories.all()).extracting(LogDirectory::path).containsExactly(first, second);
        }
    }

    @Test
    void theOnlyDirectoryIsRememberedToo() throws Exception {
        // Given
        List<Path> alone = List.of(first);
        open(alone, new DiskFileStore()).close();

        // When: it is on a disk that is not mounted, or another one is put first
        Files.move(first, root.resolve("aside"));

        // Then
        assertThat(record).content().contains(first.toString());
        assertThatThrownBy(() -> open(alone, new DiskFileStore()))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining(first.toString())
                .hasMessageContaining(record.toString());
        assertThat(first).doesNotExist();
        try (LogDirectories other = open(List.of(second), new DiskFileStore())) {
            assertThat(other.isIncomplete()).isTrue();
        }
    }

    @Test
    void theOnlyDirectoryOfAnOlderVersionIsNotRemembered() throws Exception {
        // Given
        try (LogDirectories directories = open(List.of(first), new DiskFileStore())) {
            create(directories, 0);
        }
        Files.delete(record);

        // When
        try (LogDirectories directories = open(List.of(first), new DiskFileStore())) {
            // Then
            assertThat(directories.isIncomplete()).isFalse();
            assertThat(counts(directories)).containsExactly(1);
        }
    }

    @Test
    void aLineThatIsNoDirectoryRefusesTheStart() throws Exception {
        // Given
        open().close();
        Files.writeString(record, "no-id-at-all-in-this-line /somewhere\n");

        // Then
        assertThatThrownBy(this::open)
                .isInstanceOf(DirectoryRefusedException.class)
                .hasMessageContaining(record.toString());
        Files.delete(record);
        open().close();
    }

    @Test
    void aFailedSyncTakesOneDirectoryOfflineAndTheOtherGoesOn() throws Exception {
        // Given
        HookedFileStore store = new HookedFileStore(file -> file.startsWith(second)
                && file.toString().endsWith(".wal")
                && Thread.currentThread().getName().startsWith("group-commit"));
        LinkedBlockingQueue<LogDirectory> told = new LinkedBlockingQueue<>();
        try (LogDirectories directories = open(store)) {
            directories.onFailure((directory, reason) -> told.add(directory));
            PartitionLog sound = create(directories, 0);
            PartitionLog failing = create(directories, 1);
            append(failing, "before");
            TestingDirectory.awaitDurable(failing);

            // When
            store.failSyncs("Input/output error");
            append(failing, "lost");

            // Then
            assertThat(told.poll(60, TimeUnit.SECONDS))
                    .isSameAs(directories.all().get(1));
            assertThatThrownBy(() -> append(failing, "after")).isInstanceOf(StorageException.class);
            assertThat(failing.durableEndOffset()).isEqualTo(1);
            assertThat(store.failedSyncs()).isEqualTo(1);
            append(sound, "kept");
            TestingDirectory.awaitDurable(sound);
            assertThat(directories.isAnyOnline()).isTrue();
            assertThat(directories.isOffline(TOPIC_ID, 0)).isFalse();
            assertThat(directories.isOffline(TOPIC_ID, 1)).isTrue();
            assertThat(directories.logs()).containsExactly(sound);
            create(directories, 2);
            create(directories, 3);
            assertThat(counts(directories)).containsExactly(3, 1);
            assertThatThrownBy(() -> create(directories, 1)).isInstanceOf(StorageException.class);
        }

        // When
        store.failSyncs(null);

        // Then
        try (LogDirectories directories = open()) {
            assertThat(TestingBatches.valuesOf(create(directories, 0), 0)).containsExactly("kept");
            assertThat(TestingBatches.valuesOf(create(directories, 1), 0)).startsWith("before");
            assertThat(told).isEmpty();
        }
    }

    @Test
    void anOpeningThatFailsLeavesNeitherThreadsNorOpenFiles() throws Exception {
        // Given: a start that needs a checkpoint
        List<Path> alone = List.of(first);
        try (LogDirectories directories = open(alone, new DiskFileStore())) {
            append(create(directories, 0), "kept");
            TestingDirectory.awaitDurable(create(directories, 0));
        }
        Files.delete(first.resolve("recovery-checkpoint"));
        HookedFileStore store = new HookedFileStore(file -> file.startsWith(first.resolve("orders-0")));
        store.failSyncs("Input/output error");

        // When
        assertThatThrownBy(() -> open(alone, store)).isInstanceOf(StorageException.class);

        // Then
        assertThat(store.failedSyncs()).isPositive();
        assertThat(openFilesBelow(first)).isEmpty();
        awaitNoThreadOf(first);

        // When
        store.failSyncs(null);

        // Then
        try (LogDirectories directories = open(alone, store)) {
            assertThat(TestingBatches.valuesOf(create(directories, 0), 0)).containsExactly("kept");
        }
    }

    /** As the kernel sees it. */
    private static List<String> openFilesBelow(Path directory) throws Exception {
        List<String> found = new ArrayList<>();
        try (var descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path descriptor : descriptors) {
                if (Files.isSymbolicLink(descriptor)) {
                    String target = Files.readSymbolicLink(descriptor).toString();
                    if (target.startsWith(directory.toRealPath().toString())) {
                        found.add(target);
                    }
                }
            }
        }
        return found;
    }

    private static List<String> threadsOf(Path directory) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.contains(directory.toString()))
                .toList();
    }

    /** A thread that has done its last work may take a moment to be gone. */
    private static void awaitNoThreadOf(Path directory) {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!threadsOf(directory).isEmpty()) {
            assertThat(System.nanoTime()).as("%s", threadsOf(directory)).isLessThan(deadlineNs);
            Thread.onSpinWait();
        }
    }

    @Test
    void threadsAreNamedAfterTheirDirectory() {
        // Given: as a broker has it
        first = first.resolve("logs");
        second = second.resolve("logs");

        // When
        try (LogDirectories directories = open()) {
            // Then
            for (LogDirectory directory : directories.all()) {
                assertThat(threadsOf(directory.path()))
                        .contains(
                                "group-commit-" + directory.path(),
                                "log-upkeep-" + directory.path(),
                                "log-compaction-" + directory.path(),
                                "segment-writer-" + directory.path());
            }
        }
    }

    @Test
    void boundsOfTheProcessAreSharedAndThoseOfADiskAreNot() {
        // When
        LogDirectoryConfig half = TestingDirectory.CONFIG.sharedAmong(2);

        // Then
        assertThat(half.tails().unwrittenBytes())
                .isEqualTo(TestingDirectory.CONFIG.tails().unwrittenBytes() / 2);
        assertThat(half.tails().hotBytes())
                .isEqualTo(TestingDirectory.CONFIG.tails().hotBytes() / 2);
        assertThat(half.tails().lentBytes())
                .isEqualTo(TestingDirectory.CONFIG.tails().lentBytes() / 2);
        assertThat(half.upkeep().maxOpenFiles()).isEqualTo(32);
        assertThat(half.upkeep().indexCacheBytes()).isEqualTo(16 << 20);
        assertThat(half.wal()).isEqualTo(TestingDirectory.CONFIG.wal());
        assertThat(TestingDirectory.CONFIG.sharedAmong(1)).isEqualTo(TestingDirectory.CONFIG);
    }
}
