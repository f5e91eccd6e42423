package io.millrace.broker.log;

import static io.millrace.broker.log.TestingBatches.valuesOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.broker.log.fault.LogException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What recovery cannot use it leaves or renames; it deletes nothing that may be the only copy. */
class RecoveryKeepsFilesTest {
    @TempDir
    Path path;

    @TempDir
    Path copies;

    private TestingDirectory testing;

    @BeforeEach
    void open() throws Exception {
        testing = new TestingDirectory(path);
        testing.open();
        PartitionLog log = testing.log("internal.segment.bytes", "700");
        for (int sequence = 0; sequence < 60; sequence++) {
            log.append(TestingBatches.from(7, 0, sequence, "v" + sequence), 0, 1_000, AppendOrigin.CLIENT);
        }
        TestingDirectory.awaitDurable(log);
    }

    @AfterEach
    void close() {
        testing.close();
    }

    /** Killed a while after the last append, when the segments have what the write-ahead log has. */
    private Path killed() throws IOException {
        Path copy = copies.resolve("copy");
        testing.directory().writeOutTails();
        PowerLossFileStore.copyTree(path, copy);
        return copy;
    }

    private static List<Path> files(Path directory, String suffix) throws IOException {
        try (var files = Files.list(directory.resolve("orders-0"))) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .sorted()
                    .toList();
        }
    }

    private static void flip(Path file, int position) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[position] ^= 0x10;
        Files.write(file, bytes);
    }

    private static List<String> values(int from, int to) {
        return IntStream.range(from, to).mapToObj(sequence -> "v" + sequence).toList();
    }

    private static PartitionLog onlyLog(LogDirectory directory) {
        return directory.get(TestingDirectory.TOPIC_ID, 0).orElseThrow();
    }

    @Test
    void segmentsBehindACutAreSetAsideUntilTheNextOpeningIsFine() throws Exception {
        // Given
        Path copy = killed();
        List<Path> logs = files(copy, ".log");

        // When
        flip(logs.get(2), 100);

        // Then
        try (LogDirectory recovered = TestingDirectory.openCopy(copy)) {
            assertThat(recovered.recoveryReport().damaged()).isEmpty();
            assertThat(valuesOf(onlyLog(recovered), 0)).isEqualTo(values(0, 60));
            assertThat(files(copy, ".aside")).hasSize(logs.size() - 3);
        }
        try (LogDirectory again = TestingDirectory.openCopy(copy)) {
            assertThat(valuesOf(onlyLog(again), 0)).isEqualTo(values(0, 60));
            assertThat(files(copy, ".aside")).isEmpty();
        }
    }

    @Test
    void aSegmentWithAbortedTransactionsCanBeSetAsideToo() throws Exception {
        // Given
        Path copy = killed();
        List<Path> logs = files(copy, ".log");
        Files.writeString(Path.of(logs.get(4).toString().replace(".log", ".txnindex")), "aborted");

        // When
        flip(logs.get(2), 100);

        // Then
        try (LogDirectory recovered = TestingDirectory.openCopy(copy)) {
            assertThat(valuesOf(onlyLog(recovered), 0)).isEqualTo(values(0, 60));
            assertThat(files(copy, ".txnindex")).isEmpty();
        }
    }

    @Test
    void withoutACheckpointADamagedSegmentIsNotTakenForATornTail() throws Exception {
        // Given: neither checkpoint nor write-ahead log.
        Path copy = killed();
        Files.delete(copy.resolve("recovery-checkpoint"));
        try (var wal = Files.list(copy.resolve("wal"))) {
            for (Path file : wal.toList()) {
                Files.delete(file);
            }
        }
        List<Path> logs = files(copy, ".log");
        Path damaged = logs.get(2);
        long damagedOffset = 1 + Long.parseLong(damaged.getFileName().toString().replace(".log", ""));

        // When: the second batch of the third segment.
        flip(damaged, 100);
        byte[] bytes = Files.readAllBytes(damaged);

        // Then
        for (int start = 0; start < 2; start++) {
            try (LogDirectory recovered = TestingDirectory.openCopy(copy)) {
                PartitionLog log = onlyLog(recovered);
                assertThat(recovered.recoveryReport().damaged()).hasSize(start == 0 ? 1 : 0);
                assertThat(log.logEndOffset()).isEqualTo(60);
                assertThat(valuesOf(log, 30)).isEqualTo(values(30, 60));
                assertThatThrownBy(() -> log.read(damagedOffset, 1_000, true, 60))
                        .isInstanceOf(LogException.class);
                assertThat(damaged).hasBinaryContent(bytes);
                assertThat(files(copy, ".log")).isEqualTo(logs);
            }
        }
    }

    @Test
    void filesOfOtherNamesStayWhereTheyAre() throws Exception {
        // Given
        testing.close();
        List<Path> foreign = List.of(
                path.resolve("orders-0").resolve("x.log"),
                path.resolve("orders-0").resolve("99999999999999999999.log"),
                path.resolve("orders-0").resolve("x.snapshot"),
                path.resolve("orders-0").resolve("99999999999999999999.snapshot"));
        for (Path file : foreign) {
            Files.writeString(file, "mine");
        }

        // When
        testing.open();
        testing.directory().checkpoint();

        // Then
        assertThat(valuesOf(onlyLog(testing.directory()), 0)).isEqualTo(values(0, 60));
        assertThat(foreign).allSatisfy(file -> assertThat(file).hasContent("mine"));
    }
}
