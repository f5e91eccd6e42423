package io.millrace.broker.server.node;

import io.millrace.broker.coordinator.decision.ConsumerConfig;
import io.millrace.broker.coordinator.decision.ConsumerConfig.BoundedMs;
import io.millrace.broker.coordinator.decision.GroupConfig;
import io.millrace.broker.metadata.config.BrokerConfigs;
import io.millrace.broker.metadata.config.ConfigSchema;
import io.millrace.broker.metadata.config.GroupConfigs;
import io.millrace.broker.metadata.config.TopicConfigs;
import io.millrace.broker.server.api.topics.TopicCreation.OffsetsTopic;
import java.util.concurrent.TimeUnit;

/**
 * Consumer groups and the topic that holds them.
 *
 * @param limits what the coordinator allows
 * @param offsetsTopic how {@code __consumer_offsets} is made
 */
record GroupSettings(GroupConfig limits, OffsetsTopic offsetsTopic) {

    private static final int DEFAULT_SEGMENT_BYTES = 100 << 20;

    static GroupSettings from(PropertyReader properties) {
        GroupConfig defaults = GroupConfig.DEFAULTS;
        var limits = new GroupConfig(
                properties.number("group.min.session.timeout.ms", defaults.minSessionTimeoutMs(), 1),
                properties.number("group.max.session.timeout.ms", defaults.maxSessionTimeoutMs(), 1),
                properties.number("group.initial.rebalance.delay.ms", defaults.initialRebalanceDelayMs(), 0),
                properties.number("group.max.size", defaults.maxMembers(), 1),
                defaults.maxGroups(),
                properties.number("offset.metadata.max.bytes", defaults.maxOffsetMetadataBytes(), 0),
                defaults.maxDecisionBytes(),
                TimeUnit.MINUTES.toMillis(properties.number(
                        "offsets.retention.minutes",
                        TimeUnit.MILLISECONDS.toMinutes(defaults.offsetsRetentionMs()),
                        1,
                        Integer.MAX_VALUE)),
                properties.number(
                        "offsets.retention.check.interval.ms", defaults.offsetsCheckIntervalMs(), 1, Long.MAX_VALUE),
                ConsumerGroupSettings.from(properties));
        var topic = new OffsetsTopic(
                properties.number("offsets.topic.num.partitions", 50, 1),
                OneNode.copies(properties, "offsets.topic.replication.factor"),
                properties.number("offsets.topic.segment.bytes", DEFAULT_SEGMENT_BYTES, 1 << 20));
        return new GroupSettings(limits, topic);
    }

    /** What may be set for topics, and for single groups within the bounds of this broker. */
    ConfigSchema schema() {
        ConsumerConfig consumer = limits.consumer();
        BoundedMs session = consumer.session();
        BoundedMs heartbeat = consumer.heartbeat();
        return new ConfigSchema(
                TopicConfigs.TABLE,
                BrokerConfigs.TABLE,
                GroupConfigs.table(
                        new GroupConfigs.Range(session.defaultMs(), session.minMs(), session.maxMs()),
                        new GroupConfigs.Range(heartbeat.defaultMs(), heartbeat.minMs(), heartbeat.maxMs())));
    }
}
