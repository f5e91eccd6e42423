package io.millrace.connect.worker.agent;

import io.millrace.connect.worker.control.ConnectorOffset;
import io.millrace.connect.worker.control.ControlException;
import io.millrace.connect.worker.control.ControlException.Reason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/** How the offsets of sinks are spelled in documents. */
final class SinkOffsetSpelling {

    private static final String TOPIC = "kafka_topic";
    private static final String PARTITION = "kafka_partition";
    private static final String OFFSET = "kafka_offset";

    private SinkOffsetSpelling() {}

    /** Sorted; null means none. */
    static List<ConnectorOffset> written(Map<TopicPartition, Long> offsets) {
        List<TopicPartition> sorted = new ArrayList<>(offsets.keySet());
        sorted.sort(Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition));
        return sorted.stream()
                .map(partition -> new ConnectorOffset(
                        written(partition),
                        Optional.ofNullable(offsets.get(partition)).map(offset -> Map.of(OFFSET, offset))))
                .toList();
    }

    private static Map<String, Object> written(TopicPartition partition) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(TOPIC, partition.topic());
        map.put(PARTITION, partition.partition());
        return map;
    }

    /** Null means none. Fails with BAD_REQUEST where something cannot be understood. */
    static Map<TopicPartition, Long> read(List<ConnectorOffset> offsets) {
        Map<TopicPartition, Long> read = new HashMap<>();
        offsets.forEach(one -> read.put(
                partition(one.partition()),
                one.offset().map(SinkOffsetSpelling::offset).orElse(null)));
        return read;
    }

    private static TopicPartition partition(Map<String, ?> map) {
        Object topic = map.get(TOPIC);
        Object partition = map.get(PARTITION);
        if (topic == null || partition == null) {
            throw new ControlException(
                    Reason.BAD_REQUEST,
                    "The partition for a sink connector offset must contain the keys '" + TOPIC + "' and '" + PARTITION
                            + "'");
        }
        return new TopicPartition(topic.toString(), (int) number(PARTITION, partition, Integer.MAX_VALUE));
    }

    private static long offset(Map<String, ?> map) {
        Object offset = map.get(OFFSET);
        if (offset == null) {
            throw new ControlException(
                    Reason.BAD_REQUEST,
                    "The offset for a sink connector should either be null or contain the key '" + OFFSET + "'");
        }
        return number(OFFSET, offset, Long.MAX_VALUE);
    }

    private static long number(String key, Object value, long max) {
        try {
            long number = Long.parseLong(value.toString());
            if (number >= 0 && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new ControlException(
                    Reason.BAD_REQUEST, "The value of '" + key + "' must be a number but is '" + value + "'", e);
        }
        throw new ControlException(
                Reason.BAD_REQUEST, "The value of '" + key + "' must be from 0 to " + max + " but is " + value);
    }
}
