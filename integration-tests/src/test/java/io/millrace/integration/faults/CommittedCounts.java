package io.millrace.integration.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.LongDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads counts with read_committed; each count must be one more than the last one of its word. */
final class CommittedCounts implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration POLL = Duration.ofMillis(200);

    private final Map<String, Long> last = new TreeMap<>();
    private final KafkaConsumer<String, Long> consumer;

    CommittedCounts(String bootstrapServers, List<TopicPartition> partitions) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "isolation.level",
                "read_committed",
                "auto.offset.reset",
                "none",
                "reconnect.backoff.max.ms",
                200);
        consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new LongDeserializer());
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** Reads until the last counts are as wanted, and returns them; after too long a time, what there is. */
    Map<String, Long> readUntil(Predicate<Map<String, Long>> wanted) {
        long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
        while (!wanted.test(last) && System.nanoTime() < deadlineNanos) {
            readOnce();
        }
        return Map.copyOf(last);
    }

    /** Reads on until so many more words have been counted. */
    void awaitMore(long words) {
        long before = sum(last);
        Map<String, Long> counts = readUntil(current -> sum(current) >= before + words);
        assertThat(sum(counts)).as("words counted").isGreaterThanOrEqualTo(before + words);
    }

    @Override
    public void close() {
        consumer.close();
    }

    private void readOnce() {
        for (ConsumerRecord<String, Long> record : consumer.poll(POLL)) {
            long expected = last.getOrDefault(record.key(), 0L) + 1;
            assertThat(record.value())
                    .as("count of %s at offset %d", record.key(), record.offset())
                    .isEqualTo(expected);
            last.put(record.key(), expected);
        }
    }

    private static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
