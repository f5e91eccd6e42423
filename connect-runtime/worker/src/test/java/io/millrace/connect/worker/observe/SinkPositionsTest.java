package io.millrace.connect.worker.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.worker.control.TaskFigures.PartitionFigures;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class SinkPositionsTest {

    private static final TopicPartition PARTITION = new TopicPartition("t", 0);

    private final SinkPositions positions = new SinkPositions();

    @Test
    void knowsNoLagBeforeSomebodyHasAskedForTheEnd() {
        // When
        positions.opened(Map.of(PARTITION, 5L));

        // Then
        assertThat(figures(100).lag()).isEmpty();
        assertThat(figures(100).lagSeconds()).isEmpty();
        assertThat(positions.figures(100).lagRecordsMax()).isEmpty();
        assertThat(new SinkPositions().figures(100).lagRecordsMax()).isEqualTo(OptionalLong.of(0));
    }

    @Test
    void countsWhatIsReadAndNotTakenAsBehind() {
        // Given
        positions.opened(Map.of(PARTITION, 5L));
        positions.endsAt(PARTITION, 9, 50);

        // When
        positions.consumed(records(8, 10));

        // Then
        assertThat(figures(100).lag()).isEqualTo(OptionalLong.of(4));
        assertThat(positions.active()).isEqualTo(3);

        // When
        positions.put();
        positions.committed(Map.of(PARTITION, new OffsetAndMetadata(8)));

        // Then
        assertThat(figures(100).next()).isEqualTo(8);
        assertThat(figures(100).lag()).isEqualTo(OptionalLong.of(1));
        assertThat(positions.active()).isZero();
    }

    @Test
    void datesTheLagByTheLastRecordTakenOrTheLastTimeAtTheEnd() {
        // Given
        positions.opened(Map.of(PARTITION, 5L));
        positions.consumed(records(7, 10_000));
        positions.put();

        // When
        positions.endsAt(PARTITION, 8, 20_000);

        // Then
        assertThat(figures(30_000).lagSeconds()).isEqualTo(OptionalDouble.of(20));

        // When
        positions.consumed(records(8, 11_000));
        positions.put();
        positions.endsAt(PARTITION, 8, 40_000);

        // Then
        assertThat(figures(50_000).lagSeconds()).isEqualTo(OptionalDouble.of(0));

        // When
        positions.endsAt(PARTITION, 9, 60_000);

        // Then
        assertThat(figures(70_000).lagSeconds()).isEqualTo(OptionalDouble.of(30));
    }

    @Test
    void forgetsDatesWhenItGoesBack() {
        // Given
        positions.opened(Map.of(PARTITION, 5L));
        positions.consumed(records(8, 10_000));
        positions.put();
        positions.endsAt(PARTITION, 8, 20_000);

        // When
        positions.rewound(PARTITION, 5);

        // Then
        assertThat(figures(30_000).lag()).isEqualTo(OptionalLong.of(3));
        assertThat(figures(30_000).lagSeconds()).isEmpty();
    }

    @Test
    void forgetsPartitionsThatAreLost() {
        // Given
        positions.opened(Map.of(PARTITION, 5L));

        // When
        positions.closed(List.of(PARTITION));
        positions.endsAt(PARTITION, 9, 50);

        // Then
        assertThat(positions.figures(100).partitions()).isEmpty();
    }

    private PartitionFigures figures(long nowMs) {
        return positions.figures(nowMs).partitions().get(0);
    }

    private static ConsumerRecords<byte[], byte[]> records(long next, long timestampMs) {
        ConsumerRecord<byte[], byte[]> last = new ConsumerRecord<>(
                PARTITION.topic(),
                PARTITION.partition(),
                next - 1,
                timestampMs,
                TimestampType.CREATE_TIME,
                0,
                0,
                new byte[0],
                new byte[0],
                new RecordHeaders(),
                Optional.empty());
        return new ConsumerRecords<>(Map.of(PARTITION, List.of(last)), Map.of(PARTITION, new OffsetAndMetadata(next)));
    }
}
