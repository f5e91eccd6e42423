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
    /** Offsets from the end that are looked at first. */
    private static final int TAIL = 16;

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
                    Tail tail = tail(consumer, partition);
                    if (tail.lastRecord >= applied.getOrDefault(partition, 0L)
                            || tail.lastValue > inFiles.getOrDefault(partition, -1L)) {
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
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "enable.auto.commit",
                        false,
                        "isolation.level",
                        "read_committed"),
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

    /** Offsets of the last record, and of the last that is not a tombstone (files hold none of these); -1 for none. */
    private record Tail(long lastRecord, long lastValue) {}

    /** Read backwards, since a topic ends with as many ends of transactions as it likes. */
    private static Tail tail(KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition) {
        consumer.assign(List.of(partition));
        long end = consumer.endOffsets(List.of(partition)).get(partition);
        for (long back = TAIL; ; back *= 2) {
            long from = Math.max(0, end - back);
            Tail found = tail(consumer, partition, from, end);
            if (found.lastValue >= 0 || from == 0) {
                return found;
            }
        }
    }

    private static Tail tail(KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition, long from, long end) {
        consumer.seek(partition, from);
        Tail found = new Tail(-1, -1);
        while (consumer.position(partition) < end) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                found = new Tail(record.offset(), record.value() == null ? found.lastValue : record.offset());
            }
        }
        return found;
    }

    private static Map<TopicPartition, Long> lastOffsetsInFiles(Path files) {
        Map<TopicPartition, Long> last = new HashMap<>();
        FileName.below(files).forEach(file -> last.merge(file.partition(), file.lastOffset(), Math::max));
        return last;
    }
}
