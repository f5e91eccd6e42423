package io.millrace.hub.demo;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Compares where the topics end with where the committed files end. */
final class TopicEnds {

    private static final Duration POLL = Duration.ofMillis(500);

    private final String bootstrapServers;

    TopicEnds(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    /** Whether the last record with a value of every table's topic is in a committed file. */
    boolean areInFiles(Path files) {
        Map<TopicPartition, Long> inFiles = lastOffsetsInFiles(files);
        Map<String, Object> properties = new HashMap<>();
        properties.put("bootstrap.servers", bootstrapServers);
        properties.put("enable.auto.commit", false);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            for (String table : ShopTables.names()) {
                for (var info : consumer.partitionsFor(ShopTables.topic(table))) {
                    TopicPartition partition = new TopicPartition(info.topic(), info.partition());
                    if (lastValue(consumer, partition) > inFiles.getOrDefault(partition, -1L)) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    /** Offset of the last record that is not a tombstone (files hold no tombstones), or -1. */
    private static long lastValue(KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition) {
        consumer.assign(List.of(partition));
        long end = consumer.endOffsets(List.of(partition)).get(partition);
        // A tombstone follows a delete at once, so the last value is at most two records before the end.
        consumer.seek(partition, Math.max(0, end - 2));
        long last = -1;
        while (consumer.position(partition) < end) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                if (record.value() != null) {
                    last = Math.max(last, record.offset());
                }
            }
        }
        return last;
    }

    private static Map<TopicPartition, Long> lastOffsetsInFiles(Path files) {
        Map<TopicPartition, Long> last = new HashMap<>();
        FileName.below(files).forEach(file -> last.merge(file.partition(), file.lastOffset(), Math::max));
        return last;
    }
}
