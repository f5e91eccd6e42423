package io.millrace.hub.demo;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What the topics hold, compared with what the warehouse has committed and where the committed files end. */
final class Topics {

    private static final Duration POLL = Duration.ofMillis(500);

    private final String bootstrapServers;

    Topics(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    /** Whether every record of every table's topic is in the warehouse, and the last one with a value in a file. */
    boolean areReached(Connection warehouse, Path files) throws SQLException {
        Map<TopicPartition, Long> applied = nextOffsetsInWarehouse(warehouse);
        Map<TopicPartition, Long> inFiles = lastOffsetsInFiles(files);
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            for (String table : ShopTables.names()) {
                for (var info : consumer.partitionsFor(ShopTables.topic(table))) {
                    TopicPartition partition = new TopicPartition(info.topic(), info.partition());
                    long end = consumer.endOffsets(List.of(partition)).get(partition);
                    if (end > applied.getOrDefault(partition, 0L)
                            || lastValue(consumer, partition, end) > inFiles.getOrDefault(partition, -1L)) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    /** How many records with a value each table's topic holds; files hold no tombstones. */
    Map<String, Long> countValues() {
        Map<String, Long> counts = new HashMap<>();
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            for (String table : ShopTables.names()) {
                String topic = ShopTables.topic(table);
                counts.put(topic, 0L);
                for (var info : consumer.partitionsFor(topic)) {
                    TopicPartition partition = new TopicPartition(topic, info.partition());
                    consumer.assign(List.of(partition));
                    consumer.seekToBeginning(List.of(partition));
                    long end = consumer.endOffsets(List.of(partition)).get(partition);
                    while (consumer.position(partition) < end) {
                        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                            counts.merge(topic, record.value() == null ? 0L : 1L, Long::sum);
                        }
                    }
                }
            }
        }
        return counts;
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "enable.auto.commit", false),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    private static Map<TopicPartition, Long> nextOffsetsInWarehouse(Connection warehouse) throws SQLException {
        Map<TopicPartition, Long> next = new HashMap<>();
        try (Statement statement = warehouse.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT topic, partition, coalesce(next_offset, 0) FROM millrace_sink_offsets")) {
            while (rows.next()) {
                next.put(new TopicPartition(rows.getString(1), rows.getInt(2)), rows.getLong(3));
            }
        }
        return next;
    }

    /** Offset of the last record that is not a tombstone (files hold no tombstones), or -1. */
    private static long lastValue(KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition, long end) {
        consumer.assign(List.of(partition));
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
