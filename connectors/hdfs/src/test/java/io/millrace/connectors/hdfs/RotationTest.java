package io.millrace.connectors.hdfs;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connectors.hdfs.config.RotationSettings;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class RotationTest {

    private static final long OFF = -1;
    private static final ZoneId ZONE = ZoneId.of("Asia/Kolkata");

    @Test
    void endsFilesByCountAndBySize() {
        // Given
        Rotation byCount = new Rotation(new RotationSettings(3, 1_000, OFF, OFF, OFF, ZONE));
        Rotation bySize = new Rotation(new RotationSettings(100, 1_000, OFF, OFF, OFF, ZONE));

        // When
        byCount.wrote(0, 10, 0);
        byCount.wrote(0, 10, 0);
        boolean early = byCount.isFull();
        byCount.wrote(0, 10, 0);
        bySize.wrote(0, 1_000, 0);

        // Then
        assertThat(early).isFalse();
        assertThat(byCount.isFull()).isTrue();
        assertThat(bySize.isFull()).isTrue();
        byCount.reset();
        assertThat(byCount.isFull()).isFalse();
    }

    @Test
    void endsFilesBeforeTheRecordThatExceedsTheirStretchOfEventTime() {
        // Given
        Rotation rotation = new Rotation(new RotationSettings(100, 1_000, 60_000, OFF, OFF, ZONE));
        boolean whenEmpty = rotation.isDueBefore(5_000_000);

        // When
        rotation.wrote(1_000_000, 1, 0);

        // Then
        assertThat(whenEmpty).isFalse();
        assertThat(rotation.isDueBefore(1_059_999)).isFalse();
        assertThat(rotation.isDueBefore(1_060_000)).isTrue();
        assertThat(rotation.isDueBefore(0)).isFalse();
    }

    @Test
    void endsFilesOnTheGridOfTheZone() {
        // Given: hours of a zone that is half an hour off
        Rotation rotation = new Rotation(new RotationSettings(100, 1_000, OFF, 3_600_000, OFF, ZONE));
        long nowMs = Instant.parse("2026-01-01T10:05:00Z").toEpochMilli();

        // When
        rotation.wrote(0, 1, nowMs);

        // Then
        assertThat(rotation.isDueAt(Instant.parse("2026-01-01T10:29:59.999Z").toEpochMilli()))
                .isFalse();
        assertThat(rotation.isDueAt(Instant.parse("2026-01-01T10:30:00Z").toEpochMilli()))
                .isTrue();
    }

    @Test
    void endsFilesWhenNothingComesAnyMore() {
        // Given
        Rotation rotation = new Rotation(new RotationSettings(100, 1_000, OFF, OFF, 60_000, ZONE));
        boolean whenEmpty = rotation.isDueAt(Long.MAX_VALUE);

        // When
        rotation.wrote(0, 1, 1_000);
        rotation.wrote(0, 1, 50_000);

        // Then
        assertThat(whenEmpty).isFalse();
        assertThat(rotation.isDueAt(61_000)).isFalse();
        assertThat(rotation.isDueAt(110_000)).isTrue();
    }
}
