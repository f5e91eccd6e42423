package io.millrace.connectors.testkit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;

/** Partitions of records in memory with the offsets that a consumer group committed for them. */
public final class InMemoryTopics {
    /** By offset; null where an offset holds no record. */
    private final Map<TopicPartition, List<SinkRecord>> partitions = new TreeMap<>((left, right) -> {
        int byTopic = left.topic().compareTo(right.topic());
        return byTopic != 0 ? byTopic : Integer.compare(left.partition(), right.partition());
    });

    private final Map<TopicPartition, Long> committed = new HashMap<>();

    /** A key or a value with its schema; both null for a tombstone. */
    public record Datum(Schema schema, Object value) {
        /** The absent key or value. */
        public static final Datum NONE = new Datum(null, null);
    }

    /** Makes an empty partition known. */
    public InMemoryTopics withPartition(String topic, int partition) {
        partitions.computeIfAbsent(new TopicPartition(topic, partition), ignored -> new ArrayList<>());
        return this;
    }

    /** Appends a record and says what a task would be handed. */
    public SinkRecord append(String topic, int partition, Datum key, Datum value, Iterable<Header> headers) {
        withPartition(topic, partition);
        List<SinkRecord> log = partitions.get(new TopicPartition(topic, partition));
        SinkRecord sinkRecord = new SinkRecord(
                topic,
                partition,
                key.schema(),
                key.value(),
                value.schema(),
                value.value(),
                log.size(),
                1_700_000_000_000L + log.size(),
                TimestampType.CREATE_TIME,
                headers);
        log.add(sinkRecord);
        return sinkRecord;
    }

    /** Appends a record without headers. */
    public SinkRecord append(String topic, int partition, Datum key, Datum value) {
        return append(topic, partition, key, value, List.of());
    }

    /** Takes up an offset that holds no record for readers: the end of a transaction. */
    public void endTransaction(String topic, int partition) {
        withPartition(topic, partition);
        partitions.get(new TopicPartition(topic, partition)).add(null);
    }

    /** Every known partition. */
    public Set<TopicPartition> partitions() {
        return Set.copyOf(partitions.keySet());
    }

    /** The offset after the last one that is taken. */
    public long endOffset(TopicPartition partition) {
        return partitions.get(partition).size();
    }

    /** The records at {@code max} offsets from one on, as far as there are that many. */
    public List<SinkRecord> read(TopicPartition partition, long offset, int max) {
        List<SinkRecord> log = partitions.get(partition);
        int from = (int) Math.min(offset, log.size());
        return log.subList(from, Math.min(from + max, log.size())).stream()
                .filter(Objects::nonNull)
                .toList();
    }

    /** Where the group would start: its committed offset, or the beginning. */
    public long committed(TopicPartition partition) {
        return committed.getOrDefault(partition, 0L);
    }

    /** Commits an offset of the group. */
    public void commit(TopicPartition partition, long offset) {
        committed.put(partition, offset);
    }
}
