package io.millrace.broker.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.log.fault.DiskFullException;
import io.millrace.broker.log.wal.WalSettings;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real full file system: producers get an error, nothing acknowledged is lost, service resumes by itself. */
class FullDiskIT {
    private static final LogDirectoryConfig CONFIG =
            TestingDirectory.CONFIG.withWal(new WalSettings(1 << 20, 3, 256 << 10, 10_000));
    private static final String LARGE = "x".repeat(20_000);

    @TempDir
    Path mountPoint;

    private TestingTmpfs tmpfs;
    private TestingDirectory testing;
    private Path filler;

    @BeforeEach
    void mount() throws Exception {
        tmpfs = TestingTmpfs.mount(mountPoint, "12m");
        testing = new TestingDirectory(tmpfs.path().resolve("data")).with(CONFIG);
        filler = tmpfs.path().resolve("filler");
    }

    @AfterEach
    void unmount() throws Exception {
        testing.close();
        tmpfs.close();
    }

    @Test
    void resumesWhenSpaceReturnsAndLosesNothingThatWasAcknowledged() throws Exception {
        // Given
        testing.open();
        PartitionLog log = testing.log("internal.segment.bytes", "1000000");
        List<String> acknowledged = new ArrayList<>();
        append(log, acknowledged, 10);
        fill(300_000);

        // When
        int refused = appendUntilRefused(log, acknowledged);

        // Then
        assertThat(refused).isEqualTo(5);
        assertThat(testing.directory().isOnline()).isTrue();
        TestingDirectory.awaitDurable(log);
        assertThat(TestingBatches.valuesOf(log, 0)).isEqualTo(acknowledged);

        // When
        Files.delete(filler);
        append(log, acknowledged, 60);

        // Then
        TestingDirectory.awaitDurable(log);
        assertThat(TestingBatches.valuesOf(log, 0)).isEqualTo(acknowledged);
        testing.close();
        testing.open();
        assertThat(TestingBatches.valuesOf(testing.log(), 0)).isEqualTo(acknowledged);
    }

    @Test
    void startsOnAFullDiskAndServesOnceThereIsSpace() throws Exception {
        // Given: no room for a first write-ahead log file.
        fill(400_000);
        testing.open();
        PartitionLog log = null;
        List<String> acknowledged = new ArrayList<>();
        int refused = 0;
        for (int attempt = 0; attempt < 3; attempt++) {
            try {
                log = testing.log();
                append(log, acknowledged, 1);
            } catch (DiskFullException full) {
                refused++;
            }
        }
        assertThat(refused).isEqualTo(3);

        // When
        Files.delete(filler);

        // Then
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (acknowledged.isEmpty() && System.nanoTime() < deadlineNs) {
            try {
                log = testing.log();
                append(log, acknowledged, 1);
            } catch (DiskFullException stillFull) {
                Thread.onSpinWait();
            }
        }
        TestingDirectory.awaitDurable(log);
        assertThat(TestingBatches.valuesOf(log, 0)).isEqualTo(acknowledged).hasSize(1);
    }

    private static void append(PartitionLog log, List<String> acknowledged, int count) {
        for (int index = 0; index < count; index++) {
            String value = acknowledged.size() + LARGE;
            log.append(TestingBatches.of(value), 0, 1_000, AppendOrigin.CLIENT);
            acknowledged.add(value);
        }
    }

    private static int appendUntilRefused(PartitionLog log, List<String> acknowledged) {
        int refused = 0;
        for (int attempt = 0; attempt < 1_000 && refused < 5; attempt++) {
            try {
                append(log, acknowledged, 1);
            } catch (DiskFullException full) {
                refused++;
            }
        }
        return refused;
    }

    /** Leaves about {@code leftBytes} free. */
    private void fill(long leftBytes) throws IOException {
        try (FileChannel channel = FileChannel.open(filler, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            var chunk = java.nio.ByteBuffer.allocate(10_000);
            while (Files.getFileStore(filler).getUsableSpace() > leftBytes) {
                chunk.clear();
                channel.write(chunk);
            }
        }
    }
}
