package io.millrace.broker.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.log.fault.DiskFullException;
import io.millrace.broker.log.file.HookedFileStore;
import io.millrace.broker.log.segment.LogSegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionTest {
    private static final int RECORDS = 100;

    @TempDir
    Path path;

    private TestingDirectory testing;

    @BeforeEach
    void open() {
        testing = new TestingDirectory(path);
        testing.open();
        testing.nowMs = 1_000_000;
    }

    @AfterEach
    void close() {
        testing.close();
    }

    private static void append(PartitionLog log) {
        for (int count = 0; count < RECORDS; count++) {
            log.append(TestingBatches.at(1_000_000 + count, "v" + count), 0, 1_000_000, AppendOrigin.CLIENT);
        }
    }

    @Test
    void removesOldSegmentsBelowTheHighWatermarkOnly() throws Exception {
        // Given
        PartitionLog log = testing.log("internal.segment.bytes", "700", "retention.ms", "10000");
        append(log);
        log.updateHighWatermark(50);

        // When
        testing.nowMs = 2_000_000;
        testing.directory().enforceRetention();

        // Then
        assertThat(log.logStartOffset()).isBetween(40L, 50L);
        assertThat(TestingBatches.valuesOf(log, log.logStartOffset()).get(0)).isEqualTo("v" + log.logStartOffset());
    }

    @Test
    void anIdleLogBecomesEmptyAndGoesOnWithItsOffsets() throws Exception {
        // Given
        PartitionLog log = testing.log("retention.ms", "10000");
        append(log);
        log.updateHighWatermark(RECORDS);

        // When
        testing.nowMs = 2_000_000;
        testing.directory().enforceRetention();

        // Then
        assertThat(log.logStartOffset()).isEqualTo(RECORDS);
        assertThat(log.sizeBytes()).isZero();
        testing.close();
        testing.open();
        assertThat(testing.log().logEndOffset()).isEqualTo(RECORDS);
        assertThat(testing.log()
                        .append(TestingBatches.of("next"), 0, 1_000, AppendOrigin.CLIENT)
                        .baseOffset())
                .isEqualTo(RECORDS);
    }

    @Test
    void recordsWithoutATimeAgeWithTheirFile() throws Exception {
        // Given: the first of several segments was last written long ago
        DiskPartitionLog log = testing.log("internal.segment.bytes", "700", "retention.ms", "10000");
        for (int count = 0; count < RECORDS; count++) {
            log.append(TestingBatches.at(RecordBatch.NO_TIMESTAMP, "v" + count), 0, 1_000_000, AppendOrigin.CLIENT);
        }
        log.updateHighWatermark(RECORDS);
        testing.directory().writeOutTails();
        List<LogSegment> segments = log.parts().segments.all();
        Path first = path.resolve("orders-0").resolve("00000000000000000000.log");
        Files.setLastModifiedTime(first, FileTime.fromMillis(testing.nowMs - 20_000));

        // When
        testing.directory().enforceRetention();

        // Then
        assertThat(segments).hasSizeGreaterThan(2);
        assertThat(log.logStartOffset()).isEqualTo(segments.get(1).baseOffset());
    }

    @Test
    void keepsAboutTheConfiguredSize() {
        // Given
        PartitionLog log =
                testing.log("internal.segment.bytes", "700", "retention.ms", "-1", "retention.bytes", "2000");
        append(log);
        log.updateHighWatermark(RECORDS);

        // When
        testing.directory().enforceRetention();

        // Then
        assertThat(log.sizeBytes()).isBetween(2_000L, 2_700L);
    }

    @Test
    void aReaderFinishesItsSliceOfARemovedSegment() throws Exception {
        // Given
        PartitionLog log =
                testing.log("internal.segment.bytes", "700", "retention.ms", "10000", "file.delete.delay.ms", "0");
        append(log);
        log.updateHighWatermark(RECORDS);
        try (RecordsSlice slice = log.read(0, 10_000, true, RECORDS)) {
            // When
            testing.nowMs = 2_000_000;
            testing.directory().enforceRetention();
            testing.directory().removeFilesNow();

            // Then
            try (var paths = Files.list(path.resolve("orders-0"))) {
                assertThat(paths.filter(file -> file.toString().contains("00000000000000000000")))
                        .isEmpty();
            }
            assertThat(slice.toByteBuffer().remaining()).isEqualTo(slice.sizeBytes());
        }
    }

    @Test
    void makesRoomAlsoWhenTheWriteAheadLogHasNone(@TempDir Path fullDisk) throws Exception {
        // Given: one write-ahead log file, full to its last bytes, and no room for a second one.
        HookedFileStore store = new HookedFileStore(file -> file.toString().endsWith(".wal")
                && !file.getFileName().toString().equals("00000.wal"));
        store.failWrites("No space left on device");
        try (TestingDirectory full = new TestingDirectory(fullDisk).with(store)) {
            full.open();
            PartitionLog log = full.log("internal.segment.bytes", "100000", "retention.ms", "10000");
            for (int valueBytes : new int[] {60_000, 2_000, 1}) {
                appendUntilRefused(log, "x".repeat(valueBytes));
            }
            long appended = log.logEndOffset();
            log.updateHighWatermark(log.logEndOffset());

            // When
            full.nowMs = 2_000_000;
            full.directory().enforceRetention();

            // Then
            assertThat(log.logStartOffset()).isEqualTo(appended).isPositive();
            assertThat(log.sizeBytes()).isZero();
            assertThat(full.directory().isOnline()).isTrue();
        }
    }

    /** Waits for each append, so that the next one begins a block. */
    private static void appendUntilRefused(PartitionLog log, String value) throws InterruptedException {
        try {
            while (true) {
                log.append(TestingBatches.at(1_000, value), 0, 1_000, AppendOrigin.CLIENT);
                TestingDirectory.awaitDurable(log);
            }
        } catch (DiskFullException full) {
            assertThat(full).hasMessageContaining("no room for a further write-ahead log file");
        }
    }

    @Test
    void nothingExpiresUnderASettingThatNobodyHasConfirmed() {
        // Given
        PartitionLog log = testing.log("retention.ms", "-1");
        append(log);
        log.updateHighWatermark(RECORDS);
        testing.close();

        // When: the default of seven days would remove everything.
        testing.nowMs = Long.MAX_VALUE / 2;
        PartitionLog reopened = testing.open().get(TestingDirectory.TOPIC_ID, 0).orElseThrow();
        testing.directory().enforceRetention();

        // Then
        assertThat(reopened.logStartOffset()).isZero();
    }

    @Test
    void forgetsIdleProducersByTheBrokersTimeNotByTheirOwn() {
        // Given: a client whose clock is far behind.
        PartitionLog log = testing.log();
        testing.nowMs = 200_000_000;
        log.append(TestingBatches.from(7, 0, 0, "v0"), 0, testing.nowMs, AppendOrigin.CLIENT);

        // When
        testing.directory().enforceRetention();

        // Then
        assertThat(log.append(TestingBatches.from(7, 0, 0, "v0"), 0, testing.nowMs, AppendOrigin.CLIENT)
                        .duplicate())
                .isTrue();

        // When
        testing.nowMs = 200_000_001 + TestingDirectory.CONFIG.upkeep().producerIdExpirationMs();
        testing.directory().enforceRetention();

        // Then
        assertThat(log.append(TestingBatches.from(7, 0, 0, "v0"), 0, testing.nowMs, AppendOrigin.CLIENT)
                        .duplicate())
                .isFalse();
    }

    @Test
    void rollsByTime() throws Exception {
        // Given
        PartitionLog log = testing.log("segment.ms", "1000");

        // When
        for (int count = 0; count < 5; count++) {
            log.append(TestingBatches.at(1_000 + count * 900L, "v"), 0, 1_000 + count * 900L, AppendOrigin.CLIENT);
        }
        testing.directory().checkpoint();

        // Then
        try (var paths = Files.list(path.resolve("orders-0"))) {
            assertThat(paths.filter(file -> file.toString().endsWith(".log"))).hasSize(3);
        }
    }
}
