package io.millrace.gateway.events;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A consumer of all partitions of a topic, without a group; it connects when it is first asked. One thread at a time. */
final class TopicReader {
    private final Map<String, Object> settings;
    private final String topic;
    private final List<TopicPartition> assigned = new ArrayList<>();
    private Consumer<byte[], byte[]> consumer;

    TopicReader(Map<String, Object> settings, String topic) {
        this.settings = settings;
        this.topic = topic;
    }

    /** What is at hand, without waiting; partitions that are not read yet are begun where the positions say. */
    ConsumerRecords<byte[], byte[]> poll(Positions positions) {
        if (consumer == null) {
            consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        }
        int known = assigned.size();
        if (known < positions.partitions()) {
            for (int partition = known; partition < positions.partitions(); partition++) {
                assigned.add(new TopicPartition(topic, partition));
            }
            // Those that were assigned before keep their places.
            consumer.assign(assigned);
            assigned.subList(known, assigned.size())
                    .forEach(each -> consumer.seek(each, positions.next(each.partition())));
        }
        return consumer.poll(Duration.ZERO);
    }

    void close() {
        if (consumer != null) {
            consumer.close(CloseOptions.timeout(Duration.ZERO));
        }
    }
}
