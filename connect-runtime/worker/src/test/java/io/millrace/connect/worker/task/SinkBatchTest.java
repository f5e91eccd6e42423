package io.millrace.connect.worker.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

class SinkBatchTest {

    private final SinkBatch batch = new SinkBatch();

    @Test
    void dropsRecordsByWhereTheyCameFromAndNotByWhatATransformationCalledThem() {
        // Given
        batch.add(consumed("t", 0, 4), renamed("elsewhere", "t", 0, 4));
        batch.add(consumed("t", 1, 7), renamed("elsewhere", "t", 1, 7));
        batch.add(consumed("t", 1, 8), null);

        // When
        batch.drop(List.of(new TopicPartition("t", 0)));

        // Then
        assertThat(batch.records()).hasSize(1);
        assertThat(batch.nextOffsets()).isEqualTo(Map.of(new TopicPartition("t", 1), 9L));
    }

    @Test
    void knowsTheNextOffsetOfEachPartitionHoweverTheyTakeTurns() {
        // Given
        TopicPartition one = new TopicPartition("t", 1);
        TopicPartition two = new TopicPartition("t", 2);
        TopicPartition other = new TopicPartition("u", 2);

        // When
        batch.add(consumed("t", 1, 4), null);
        batch.add(consumed("t", 1, 5), null);
        batch.add(consumed("t", 2, 8), null);
        batch.add(consumed("u", 2, 30), null);
        batch.add(consumed("t", 1, 6), null);

        // Then
        assertThat(batch.nextOffsets()).isEqualTo(Map.of(one, 7L, two, 9L, other, 31L));
        batch.add(consumed("t", 1, 7), null);
        batch.passed(Map.of(one, new OffsetAndMetadata(10), two, new OffsetAndMetadata(2)));
        assertThat(batch.nextOffsets()).isEqualTo(Map.of(one, 10L, two, 9L, other, 31L));
        batch.add(consumed("t", 1, 10), null);
        batch.drop(List.of(one));
        assertThat(batch.nextOffsets()).isEqualTo(Map.of(two, 9L, other, 31L));
        batch.add(consumed("t", 1, 11), null);
        batch.clear();
        assertThat(batch.nextOffsets()).isEmpty();
    }

    private static ConsumerRecord<byte[], byte[]> consumed(String topic, int partition, long offset) {
        return new ConsumerRecord<>(topic, partition, offset, new byte[0], new byte[0]);
    }

    private static SinkRecord renamed(String name, String topic, int partition, long offset) {
        SinkRecord original = new SinkRecord(topic, partition, null, null, null, "v", offset);
        return original.newRecord(name, partition, null, null, null, "v", null);
    }
}
