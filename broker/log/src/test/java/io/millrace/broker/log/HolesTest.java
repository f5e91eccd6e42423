package io.millrace.broker.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.broker.log.fault.LogException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Offsets that compaction has taken away are no damage, also when the topic is not compacted any more. */
class HolesTest {
    private static final int RECORDS = 100;
    private static final String[] COMPACTED = {
        "cleanup.policy", "compact", "internal.segment.bytes", "1000", "min.cleanable.dirty.ratio", "0"
    };
    private static final String[] DELETED = {"cleanup.policy", "delete", "internal.segment.bytes", "1000"};

    @TempDir
    Path path;

    @TempDir
    Path copies;

    private TestingDirectory testing;

    @BeforeEach
    void open() {
        testing = new TestingDirectory(path);
        testing.open();
    }

    @AfterEach
    void close() {
        testing.close();
    }

    private DiskPartitionLog filled(String... settings) throws Exception {
        DiskPartitionLog log = testing.log(settings);
        for (int count = 0; count < RECORDS; count++) {
            log.append(TestingBatches.keyed("key", "v" + count), 0, 1_000, AppendOrigin.CLIENT);
        }
        TestingDirectory.awaitDurable(log);
        log.updateHighWatermark(RECORDS);
        return log;
    }

    private Path killed() throws IOException {
        Path copy = copies.resolve("killed");
        PowerLossFileStore.copyTree(path, copy);
        return copy;
    }

    private static void requireReadable(Path copy) {
        try (LogDirectory directory = TestingDirectory.openCopy(copy)) {
            PartitionLog log = directory.get(TestingDirectory.TOPIC_ID, 0).orElseThrow();
            log.updateConfig(TestingDirectory.config(DELETED));
            for (long offset = 0; offset < RECORDS; offset++) {
                long from = offset;
                assertThatCode(() -> log.read(from, 1 << 20, true, RECORDS).close())
                        .as("offset " + offset)
                        .doesNotThrowAnyException();
            }
        }
    }

    @Test
    void ofARoundThatNoCheckpointKnowsAreNoDamage() throws Exception {
        // Given
        PartitionLog log = filled(COMPACTED);
        testing.directory().checkpoint();

        // When
        testing.directory().compactNow();

        // Then
        assertThat(TestingBatches.valuesOf(log, 0)).hasSizeLessThan(RECORDS);
        requireReadable(killed());
    }

    @Test
    void ofAnEarlierReleaseAreNoDamage() throws Exception {
        // Given
        filled(COMPACTED);
        testing.directory().checkpoint();
        testing.directory().compactNow();
        Path copy = killed();

        // When: it wrote neither a checksum nor how far holes go.
        Path checkpoint = copy.resolve("recovery-checkpoint");
        List<String> lines = new ArrayList<>(Files.readAllLines(checkpoint));
        lines.set(0, "1");
        lines.remove(lines.size() - 1);
        lines.replaceAll(line -> line.contains(" orders ") ? line.substring(0, line.lastIndexOf(' ')) : line);
        Files.write(checkpoint, lines);

        // Then
        requireReadable(copy);
    }

    @Test
    void areNotMadeBeforeACheckpointSaysThatThereMayBeSome() throws Exception {
        // Given
        DiskPartitionLog log = filled(DELETED);
        testing.directory().checkpoint();
        log.updateConfig(TestingDirectory.config(COMPACTED));

        // When
        testing.directory().compactNow();

        // Then
        assertThat(TestingBatches.valuesOf(log, 0)).hasSize(RECORDS);

        // When
        testing.directory().checkpoint();
        testing.directory().compactNow();

        // Then
        assertThat(TestingBatches.valuesOf(log, 0)).hasSizeLessThan(RECORDS);
        requireReadable(killed());
    }

    @Test
    void ofALogThatWasNeverCompactedAreDamageAfterARestartToo() throws Exception {
        // Given
        filled(DELETED);
        testing.close();

        // When: a segment in the middle is empty.
        Path segment;
        try (var files = Files.list(path.resolve("orders-0"))) {
            segment = files.filter(file -> file.toString().endsWith(".log"))
                    .sorted()
                    .skip(2)
                    .findFirst()
                    .orElseThrow();
        }
        Files.write(segment, new byte[0]);
        testing.open();

        // Then
        PartitionLog log = testing.log(DELETED);
        long inTheHole = Long.parseLong(segment.getFileName().toString().replace(".log", ""));
        assertThatThrownBy(() -> log.read(inTheHole, 1 << 20, true, RECORDS)).isInstanceOf(LogException.class);
    }
}
