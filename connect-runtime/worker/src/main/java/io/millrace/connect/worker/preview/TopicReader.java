package io.millrace.connect.worker.preview;

import io.millrace.connect.worker.control.ControlException;
import io.millrace.connect.worker.control.ControlException.Reason;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/** Reads the topics of a sink without a group, up to where they ended when the reading began. One thread. */
final class TopicReader implements AutoCloseable {

    static final String EARLIEST = "earliest";
    static final String LATEST = "latest";

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, Long> ends;

    private TopicReader(KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        this.consumer = consumer;
        this.ends = ends;
    }

    /** Refuses what {@code from} may not be; the time that it says, if it says one. */
    static OptionalLong timeOf(String from) {
        if (from.isEmpty() || from.equals(EARLIEST) || from.equals(LATEST)) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Instant.parse(from).toEpochMilli());
        } catch (DateTimeParseException e) {
            throw new ControlException(
                    Reason.BAD_REQUEST,
                    "For a sink \"from\" is earliest, latest, or a time as 2026-01-31T08:00:00Z, not \"" + from + "\"",
                    e);
        }
    }

    /**
     * Opens the topics that a connector's configuration names.
     *
     * @param client the consumer of the sink's tasks
     * @param latest how many of the last records of each partition {@link #LATEST} means
     */
    static TopicReader open(Map<String, Object> client, Map<String, String> connector, String from, int latest) {
        Map<String, Object> config = new HashMap<>(client);
        // A member of the sink's group would take its partitions away, and a commit its records.
        config.remove(ConsumerConfig.GROUP_ID_CONFIG);
        config.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
        config.put(ConsumerConfig.CLIENT_ID_CONFIG, "connector-preview-" + connector.get("name"));
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, Integer.toString(latest));
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(config);
        try {
            List<TopicPartition> partitions = partitions(consumer, connector);
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, PATIENCE);
            Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions, PATIENCE);
            OptionalLong since = timeOf(from);
            Map<TopicPartition, OffsetAndTimestamp> found = since.isEmpty()
                    ? Map.of()
                    : consumer.offsetsForTimes(times(partitions, since.getAsLong()), PATIENCE);
            for (TopicPartition partition : partitions) {
                long first = beginnings.get(partition);
                long end = ends.get(partition);
                long start = first;
                if (from.equals(LATEST)) {
                    start = Math.max(first, end - latest);
                } else if (since.isPresent()) {
                    start = found.get(partition) == null
                            ? end
                            : found.get(partition).offset();
                }
                consumer.seek(partition, start);
            }
            return new TopicReader(consumer, ends);
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }

    private static Map<TopicPartition, Long> times(List<TopicPartition> partitions, long time) {
        Map<TopicPartition, Long> times = new HashMap<>();
        partitions.forEach(partition -> times.put(partition, time));
        return times;
    }

    private static List<TopicPartition> partitions(KafkaConsumer<?, ?> consumer, Map<String, String> connector) {
        List<TopicPartition> partitions = new ArrayList<>();
        String regex = connector.get("topics.regex");
        if (regex != null && !regex.isBlank()) {
            Pattern pattern = Pattern.compile(regex);
            consumer.listTopics(PATIENCE).forEach((topic, infos) -> {
                if (pattern.matcher(topic).matches()) {
                    add(partitions, infos);
                }
            });
            return partitions;
        }
        for (String named : connector.getOrDefault("topics", "").split(",")) {
            String topic = named.strip();
            if (!topic.isEmpty()) {
                List<PartitionInfo> infos = Optional.ofNullable(consumer.partitionsFor(topic, PATIENCE))
                        .orElse(List.of());
                if (infos.isEmpty()) {
                    throw new ControlException(
                            Reason.BAD_REQUEST,
                            "The topic " + topic + " does not exist, so that there is nothing to look at");
                }
                add(partitions, infos);
            }
        }
        return partitions;
    }

    private static void add(List<TopicPartition> partitions, List<PartitionInfo> infos) {
        infos.forEach(info -> partitions.add(new TopicPartition(info.topic(), info.partition())));
    }

    /** Whether something is left of what was there at the beginning. */
    boolean more() {
        return ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey(), PATIENCE) < end.getValue());
    }

    ConsumerRecords<byte[], byte[]> poll() {
        return consumer.poll(POLL);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
