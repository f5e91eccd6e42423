package io.millrace.broker.server.node;

import io.millrace.broker.metadata.config.ConfigKey;
import io.millrace.broker.metadata.config.TopicConfigs;
import io.millrace.broker.server.hosting.TopicDefaults;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.config.ConfigException;

/**
 * What topics get that do not say it themselves.
 *
 * @param autoCreate {@code auto.create.topics.enable}
 * @param delete {@code delete.topic.enable}
 * @param partitionCount {@code num.partitions}
 * @param replicationFactor {@code default.replication.factor}
 * @param maxPartitionsPerPage {@code max.request.partition.size.limit}
 * @param defaults topic settings given by broker properties
 */
record TopicSettings(
        boolean autoCreate,
        boolean delete,
        int partitionCount,
        int replicationFactor,
        int maxPartitionsPerPage,
        TopicDefaults defaults) {

    static TopicSettings from(PropertyReader properties) {
        OneNode.copies(properties, "min.insync.replicas");
        return new TopicSettings(
                properties.flag("auto.create.topics.enable", true),
                properties.flag("delete.topic.enable", true),
                properties.number("num.partitions", 1, 1),
                OneNode.copies(properties, "default.replication.factor"),
                properties.number("max.request.partition.size.limit", 2_000, 1),
                new TopicDefaults(defaults(properties)));
    }

    private static Map<String, String> defaults(PropertyReader properties) {
        Map<String, String> values = new TreeMap<>();
        // The coarser units come first, so that milliseconds win where several are given.
        duration(properties, "log.retention.hours", TimeUnit.HOURS, "retention.ms", values);
        duration(properties, "log.retention.minutes", TimeUnit.MINUTES, "retention.ms", values);
        duration(properties, "log.roll.hours", TimeUnit.HOURS, "segment.ms", values);
        duration(properties, "log.roll.jitter.hours", TimeUnit.HOURS, "segment.jitter.ms", values);
        for (ConfigKey key : TopicConfigs.TABLE.byName().values()) {
            String name = key.brokerSynonym().orElse(key.name());
            properties.find(name).ifPresent(value -> put(key.name(), value, name, values));
        }
        return values;
    }

    private static void duration(
            PropertyReader properties, String name, TimeUnit unit, String topicConfig, Map<String, String> values) {
        if (properties.find(name).isPresent()) {
            long count = properties.number(name, 0, -1, Integer.MAX_VALUE);
            put(topicConfig, Long.toString(count < 0 ? -1 : unit.toMillis(count)), name, values);
        }
    }

    /** What the log would refuse must stop the start, not every topic later on. */
    private static void put(String topicConfig, String value, String givenAs, Map<String, String> values) {
        Optional<String> complaint = TopicConfigs.TABLE.complaint(topicConfig, value);
        if (complaint.isPresent()) {
            throw new ConfigException(givenAs, value, complaint.get());
        }
        values.put(topicConfig, value);
    }
}
