package io.millrace.broker.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens to a log when somebody sets the clock of the machine. */
class ClockJumpTest {
    private static final String ONE_BATCH_EACH = "80";
    private static final long HOUR_MS = Duration.ofHours(1).toMillis();
    private static final long DAY_MS = Duration.ofDays(1).toMillis();
    private static final long START_MS = 10_000 * DAY_MS;

    @TempDir
    Path path;

    private TestingDirectory testing;

    @BeforeEach
    void open() {
        testing = new TestingDirectory(path);
        testing.nowMs = START_MS;
        testing.open();
    }

    @AfterEach
    void close() {
        testing.close();
    }

    /** Takes records from any time: whose clock is wrong is not asked here. */
    private PartitionLog log(String... settings) {
        List<String> all = new ArrayList<>(List.of("message.timestamp.after.max.ms", "" + Long.MAX_VALUE));
        all.addAll(List.of(settings));
        return testing.log(all.toArray(String[]::new));
    }

    private void append(PartitionLog log, long timestampMs, String value) {
        log.append(TestingBatches.at(timestampMs, value), 0, testing.nowMs, AppendOrigin.CLIENT);
    }

    private PartitionLog logOfSegments(String... settings) {
        PartitionLog log = log(settings);
        for (int index = 0; index < 5; index++) {
            append(log, START_MS + index, "v" + index);
        }
        return log;
    }

    @Test
    void aForwardJumpRemovesOldSegmentsBelowTheHighWatermarkOnly() throws Exception {
        // Given
        PartitionLog log = logOfSegments("internal.segment.bytes", ONE_BATCH_EACH, "retention.ms", "" + HOUR_MS);
        log.updateHighWatermark(3);

        // When
        testing.jump(Duration.ofDays(3650));
        testing.directory().enforceRetention();

        // Then
        assertThat(log.logStartOffset()).isEqualTo(3);
        assertThat(TestingBatches.valuesOf(log, 3)).containsExactly("v3", "v4");
    }

    @Test
    void aForwardJumpRemovesNothingOfWhatIsNotOldByIt() {
        // Given
        PartitionLog log = logOfSegments("internal.segment.bytes", ONE_BATCH_EACH, "retention.ms", "" + DAY_MS);
        log.updateHighWatermark(5);

        // When
        testing.jump(Duration.ofHours(23));
        testing.directory().enforceRetention();

        // Then
        assertThat(log.logStartOffset()).isZero();
    }

    @Test
    void aRecordFromTheFutureKeepsItsSegmentAndAllBehind() {
        // Given
        PartitionLog log = log("internal.segment.bytes", ONE_BATCH_EACH, "retention.ms", "" + HOUR_MS);
        append(log, START_MS, "old");
        append(log, START_MS + 100 * DAY_MS, "future");
        append(log, START_MS, "behind");
        log.updateHighWatermark(3);

        // When
        testing.jump(Duration.ofDays(50));
        testing.directory().enforceRetention();

        // Then
        assertThat(log.logStartOffset()).isEqualTo(1);

        // When
        testing.jump(Duration.ofDays(51));
        testing.directory().enforceRetention();

        // Then
        assertThat(log.logStartOffset()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 24, 24 * 3650})
    void aBackwardJumpRemovesNothing(long hours) {
        // Given
        PartitionLog log = logOfSegments("internal.segment.bytes", ONE_BATCH_EACH, "retention.ms", "0");
        log.updateHighWatermark(5);

        // When
        testing.jump(Duration.ofHours(-hours));
        testing.directory().enforceRetention();

        // Then
        assertThat(log.logStartOffset()).isZero();
    }

    @Test
    void removedFilesWaitForTheirTimeAfterAForwardJumpAndNoLongerAfterABackwardOne() throws Exception {
        // Given
        PartitionLog log = logOfSegments(
                "internal.segment.bytes", ONE_BATCH_EACH, "retention.ms", "" + HOUR_MS, "file.delete.delay.ms", "1000");
        log.updateHighWatermark(2);
        testing.jump(Duration.ofDays(1));
        testing.directory().enforceRetention();

        // When
        testing.jump(Duration.ofDays(1));
        testing.directory().removeFilesNow();

        // Then
        assertThat(files(".deleted")).hasSize(2);

        // When
        testing.jump(Duration.ofDays(-3650));
        testing.pass(1_000);
        testing.directory().removeFilesNow();

        // Then
        assertThat(files(".deleted")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {-3650, -1, 1, 3650})
    void segmentsAreRolledByTheTimeOfTheirRecords(long days) throws Exception {
        // Given
        PartitionLog log = log("segment.ms", "" + HOUR_MS);
        append(log, START_MS, "first");

        // When
        testing.jump(Duration.ofDays(days));
        append(log, START_MS + HOUR_MS, "same");

        // Then
        assertThat(segments()).hasSize(1);

        // When
        append(log, START_MS + HOUR_MS + 1, "next");

        // Then
        assertThat(segments()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(longs = {-3650, -1, 1, 3650})
    void segmentsOfRecordsWithoutTimeAreRolledByTheTimeThatHasPassed(long days) throws Exception {
        // Given
        PartitionLog log = log("segment.ms", "" + HOUR_MS);
        append(log, RecordBatch.NO_TIMESTAMP, "first");

        // When
        testing.jump(Duration.ofDays(days));
        testing.pass(HOUR_MS);
        append(log, RecordBatch.NO_TIMESTAMP, "same");

        // Then
        assertThat(segments()).hasSize(1);

        // When
        testing.pass(1);
        append(log, RecordBatch.NO_TIMESTAMP, "next");

        // Then
        assertThat(segments()).hasSize(2);
    }

    @Test
    void aRestartDoesNotKeepASegmentOpenForLonger() throws Exception {
        // Given
        append(log("segment.ms", "" + HOUR_MS), START_MS, "first");
        testing.close();

        // When
        testing.jump(Duration.ofDays(-3650));
        testing.open();
        PartitionLog log = log("segment.ms", "" + HOUR_MS);
        append(log, START_MS + HOUR_MS, "same");
        append(log, START_MS + HOUR_MS + 1, "next");

        // Then
        assertThat(segments()).hasSize(2);
    }

    @Test
    void jitterIsAtMostTheTimeItself() throws Exception {
        // Given
        PartitionLog log = log("segment.ms", "" + 365 * DAY_MS, "segment.jitter.ms", "" + Long.MAX_VALUE);

        // When
        append(log, START_MS, "first");
        append(log, START_MS + 1, "next");

        // Then
        assertThat(segments()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {-3650, -1, 1, 3650})
    void producersAreForgottenByTheTimeThatHasPassed(long days) {
        // Given
        long expirationMs = TestingDirectory.CONFIG.upkeep().producerIdExpirationMs();
        PartitionLog log = log();
        assertThat(isDuplicate(log)).isFalse();

        // When
        testing.jump(Duration.ofDays(days));
        testing.pass(expirationMs);
        testing.directory().enforceRetention();

        // Then
        assertThat(isDuplicate(log)).isTrue();

        // When
        testing.pass(1);
        testing.directory().enforceRetention();

        // Then
        assertThat(isDuplicate(log)).isFalse();
    }

    @Test
    void producersTellTheTimeOfTheWallClock() {
        // Given
        PartitionLog log = log();

        // When
        testing.jump(Duration.ofDays(365));
        isDuplicate(log);

        // Then
        assertThat(log.activeProducers().get(0).lastTimestampMs())
                .isEqualTo(START_MS + Duration.ofDays(365).toMillis());
    }

    @ParameterizedTest
    @ValueSource(longs = {-3650, 3650})
    void aRestartOrATruncationAfterAJumpRemembersWhoWroteSinceThen(long days) {
        // Given
        long expirationMs = TestingDirectory.CONFIG.upkeep().producerIdExpirationMs();
        PartitionLog log = log();
        testing.jump(Duration.ofDays(days));
        isDuplicate(log);
        testing.close();

        // When
        testing.open();
        PartitionLog reopened = log();
        testing.pass(expirationMs);
        testing.directory().enforceRetention();

        // Then
        assertThat(isDuplicate(reopened)).isTrue();

        // When
        testing.jump(Duration.ofDays(-2 * days));
        append(reopened, START_MS, "cut");
        reopened.truncateTo(1);
        testing.directory().enforceRetention();

        // Then
        assertThat(isDuplicate(reopened)).isTrue();

        // When
        testing.pass(1);
        testing.directory().enforceRetention();

        // Then
        assertThat(isDuplicate(reopened)).isFalse();
    }

    @Test
    void aClockThatWentBackBeforeARestartMakesNoProducerImmortal() {
        // Given
        isDuplicate(log());
        testing.close();

        // When
        testing.jump(Duration.ofDays(-3650));
        testing.open();
        PartitionLog log = log();
        testing.pass(TestingDirectory.CONFIG.upkeep().producerIdExpirationMs() + 1);
        testing.directory().enforceRetention();

        // Then
        assertThat(isDuplicate(log)).isFalse();
    }

    private boolean isDuplicate(PartitionLog log) {
        ByteBuffer batch = TestingBatches.from(7, 0, 0, "v");
        return log.append(batch, 0, testing.nowMs, AppendOrigin.CLIENT).duplicate();
    }

    /** With what memory has written out. */
    private List<String> segments() throws IOException {
        testing.directory().writeOutTails();
        return files(".log");
    }

    private List<String> files(String suffix) throws IOException {
        try (var files = Files.list(path.resolve("orders-0"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(suffix))
                    .toList();
        }
    }
}
