package io.millrace.integration.faults.connect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.integration.faults.Patience;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads a topic that {@link CountingSourceConnector} has filled, with read_committed. */
final class CountedTopic implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);

    private final List<TopicPartition> all;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final ObjectMapper mapper = new ObjectMapper();
    private final Map<Integer, BitSet> seen = new TreeMap<>();
    private final Map<Integer, Integer> greatest = new TreeMap<>();
    private long doubled;
    private long outOfOrder;

    CountedTopic(String bootstrapServers, String topic, int partitions) {
        all = IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "isolation.level",
                "read_committed",
                "auto.offset.reset",
                "none");
        consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer.assign(all);
        consumer.seekToBeginning(all);
    }

    /** Reads what has been committed since the last call. */
    void readOn() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(all);
        Patience.await(() -> "the ends " + ends, () -> isAt(ends) || readsTo(ends));
    }

    /** Reads as long as there is something at once. */
    private boolean readsTo(Map<TopicPartition, Long> ends) {
        boolean more = true;
        while (more && !isAt(ends)) {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            records.forEach(this::count);
            more = !records.isEmpty();
        }
        return isAt(ends);
    }

    private boolean isAt(Map<TopicPartition, Long> ends) {
        return all.stream().allMatch(partition -> consumer.position(partition) >= ends.get(partition));
    }

    @Override
    public void close() {
        consumer.close();
    }

    private void count(ConsumerRecord<byte[], byte[]> record) {
        JsonNode row = row(record.value());
        int source = row.path(CountingSourceTask.SOURCE).asInt(-1);
        int number = row.path(CountingSourceTask.NUMBER).asInt(-1);
        BitSet numbers = seen.computeIfAbsent(source, fresh -> new BitSet());
        if (numbers.get(number)) {
            doubled++;
        } else if (number < greatest.getOrDefault(source, -1)) {
            outOfOrder++;
        }
        numbers.set(number);
        greatest.merge(source, number, Math::max);
    }

    private JsonNode row(byte[] value) {
        try {
            return mapper.readTree(value).path("payload");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Holds what was read against how many numbers of each source are committed. */
    CountVerdict verdict(Map<Integer, Long> committed) {
        long acknowledged = 0;
        long lost = 0;
        long ahead = 0;
        for (TopicPartition partition : all) {
            int end = Math.toIntExact(committed.getOrDefault(partition.partition(), 0L));
            BitSet numbers = seen.getOrDefault(partition.partition(), new BitSet());
            int there = numbers.get(0, end).cardinality();
            acknowledged += end;
            lost += end - there;
            ahead += numbers.cardinality() - there;
        }
        return new CountVerdict(acknowledged, lost, doubled, outOfOrder, ahead);
    }
}
