package io.millrace.connectors.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class WaitingPartitionsTest {
    private static final long MS = 1_000_000;
    private static final TopicPartition PARTITION = new TopicPartition("t", 0);
    private static final TopicPartition OTHER = new TopicPartition("t", 1);

    private final WaitingPartitions waiting = new WaitingPartitions(100);

    @Test
    void holdsAPartitionAtOneRecordForABoundedTime() {
        // Then
        assertThat(waiting.hold(PARTITION, 7, 0)).isTrue();
        assertThat(waiting.holds(PARTITION, 6)).isFalse();
        assertThat(waiting.holds(PARTITION, 8)).isTrue();
        assertThat(waiting.held()).isEqualTo(Map.of(PARTITION, 7L));
        assertThat(waiting.hold(PARTITION, 7, 100 * MS)).isFalse();
    }

    @Test
    void beginsAnewOnceTheRecordIsPassed() {
        // Given
        waiting.hold(PARTITION, 7, 0);

        // When
        waiting.passed(Map.of(PARTITION, 8L));

        // Then
        assertThat(waiting.hold(PARTITION, 7, 100 * MS)).isTrue();
    }

    @Test
    void forgetsPartitionsThatTheTaskLost() {
        // Given
        waiting.hold(PARTITION, 7, 0);
        waiting.hold(OTHER, 3, 0);

        // When
        waiting.release(List.of(PARTITION));

        // Then
        assertThat(waiting.held()).isEqualTo(Map.of(OTHER, 3L));
        assertThat(waiting.hold(PARTITION, 7, 100 * MS)).isTrue();
        assertThat(waiting.hold(OTHER, 3, 100 * MS)).isFalse();
    }
}
