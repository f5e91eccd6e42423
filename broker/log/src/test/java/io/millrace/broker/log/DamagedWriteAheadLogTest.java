package io.millrace.broker.log;

import static io.millrace.broker.log.TestingBatches.valuesOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.millrace.broker.log.fault.DirectoryRefusedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Damage in the write-ahead log is found, said aloud, and its files are kept. */
class DamagedWriteAheadLogTest {
    private static final String LARGE = "x".repeat(50_000);

    @TempDir
    Path path;

    @TempDir
    Path copies;

    private TestingDirectory testing;
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(DiskLogDirectory.class);

    @BeforeEach
    void open() {
        logged.start();
        logger.addAppender(logged);
        testing = new TestingDirectory(path);
        testing.open();
    }

    @AfterEach
    void close() {
        testing.close();
        logger.detachAppender(logged);
    }

    private Path killed() throws IOException {
        Path copy = copies.resolve("copy");
        PowerLossFileStore.copyTree(path, copy);
        return copy;
    }

    private static Path walFile(Path directory, int slot) {
        return directory.resolve("wal").resolve(String.format("%05d.wal", slot));
    }

    private static List<Path> setAside(Path directory) throws IOException {
        try (var files = Files.list(directory.resolve("wal"))) {
            return files.filter(file -> file.toString().endsWith(".damaged")).toList();
        }
    }

    /** A partition of ten records whose segment never reached the disk. */
    private Path onlyInTheWriteAheadLog() throws Exception {
        PartitionLog log = testing.log();
        for (int count = 0; count < 10; count++) {
            log.append(TestingBatches.of("v" + count), 0, 1_000, AppendOrigin.CLIENT);
        }
        TestingDirectory.awaitDurable(log);
        Path copy = killed();
        Files.write(copy.resolve("orders-0").resolve("00000000000000000000.log"), new byte[0]);
        return copy;
    }

    @Test
    void aFileWithAnUnreadableHeaderIsReadReportedAndSetAside() throws Exception {
        // Given
        Path copy = onlyInTheWriteAheadLog();
        byte[] bytes = Files.readAllBytes(walFile(copy, 0));

        // When
        bytes[13] ^= 1;
        Files.write(walFile(copy, 0), bytes);

        // Then
        try (LogDirectory recovered = TestingDirectory.openCopy(copy)) {
            assertThat(recovered.recoveryReport().damaged())
                    .singleElement()
                    .asString()
                    .contains("unreadable header");
            PartitionLog log = recovered.get(TestingDirectory.TOPIC_ID, 0).orElseThrow();
            assertThat(valuesOf(log, 0)).hasSize(10);
            log.append(TestingBatches.of("more"), 0, 1_000, AppendOrigin.CLIENT);
            TestingDirectory.awaitDurable(log);
        }
        assertThat(setAside(copy)).singleElement().satisfies(aside -> assertThat(aside)
                .hasBinaryContent(bytes));
        try (LogDirectory again = TestingDirectory.openCopy(copy)) {
            assertThat(again.get(TestingDirectory.TOPIC_ID, 0).orElseThrow().logEndOffset())
                    .isEqualTo(11);
        }
    }

    @Test
    void aHeaderThatWasTornWhenItsFileWasBegunIsNoDamage() throws Exception {
        // Given
        testing.log();
        testing.directory().checkpoint();
        Path copy = killed();

        // When
        Path file = walFile(copy, 0);
        byte[] bytes = Files.readAllBytes(file);
        bytes[13] ^= 1;
        Files.write(file, bytes);

        // Then
        try (LogDirectory recovered = TestingDirectory.openCopy(copy)) {
            assertThat(recovered.recoveryReport().damaged()).isEmpty();
            assertThat(setAside(copy)).isEmpty();
        }
    }

    @Test
    void aFileOfANewerReleaseIsRefused() throws Exception {
        // Given
        Path copy = onlyInTheWriteAheadLog();
        byte[] bytes = Files.readAllBytes(walFile(copy, 0));
        bytes[7] = 3;
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, 32);
        ByteBuffer.wrap(bytes).putInt(32, (int) crc.getValue());

        // When
        Files.write(walFile(copy, 0), bytes);

        // Then
        assertThatThrownBy(() -> TestingDirectory.openCopy(copy))
                .isInstanceOf(DirectoryRefusedException.class)
                .hasMessageContaining("newer release");
        assertThat(walFile(copy, 0)).hasBinaryContent(bytes);
    }

    @Test
    void damageInTheMiddleIsAnErrorAndItsFilesAreKept() throws Exception {
        // Given: more than one file, and nothing of it in the segment.
        PartitionLog log = testing.log();
        for (int count = 0; count < 18; count++) {
            log.append(TestingBatches.of(LARGE), 0, 1_000, AppendOrigin.CLIENT);
        }
        TestingDirectory.awaitDurable(log);
        Path copy = killed();
        Files.write(copy.resolve("orders-0").resolve("00000000000000000000.log"), new byte[0]);
        byte[] bytes = Files.readAllBytes(walFile(copy, 0));

        // When
        bytes[200_000] ^= 1;
        Files.write(walFile(copy, 0), bytes);
        logged.list.clear();

        // Then
        try (LogDirectory recovered = TestingDirectory.openCopy(copy)) {
            assertThat(recovered.recoveryReport().damaged())
                    .anySatisfy(line -> assertThat(line).contains("write-ahead log damaged"))
                    .anySatisfy(line -> assertThat(line).contains("lacks offsets from 3 to"));
            assertThat(logged.list.stream().filter(event -> event.getLevel() == Level.ERROR))
                    .hasSameSizeAs(recovered.recoveryReport().damaged());
        }
        assertThat(setAside(copy)).hasSize(2).anySatisfy(aside -> assertThat(aside)
                .hasBinaryContent(bytes));
        try (LogDirectory again = TestingDirectory.openCopy(copy)) {
            assertThat(again.recoveryReport().damaged())
                    .singleElement()
                    .asString()
                    .contains("lacks offsets from 3 to");
        }
    }
}
