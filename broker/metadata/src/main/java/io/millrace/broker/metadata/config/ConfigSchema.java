package io.millrace.broker.metadata.config;

import io.millrace.broker.metadata.image.ConfigTarget;

/**
 * Which configs exist, per kind of target. All nodes of a cluster must have the same schema, because a refusal is
 * decided on each of them.
 */
public record ConfigSchema(ConfigTable topic, ConfigTable broker, ConfigTable group) {

    /** Kafka's topic configs and dynamic broker configs, and no group config that could be changed at run time. */
    public static ConfigSchema topicsOnly() {
        return new ConfigSchema(TopicConfigs.TABLE, BrokerConfigs.TABLE, ConfigTable.EMPTY);
    }

    public ConfigTable table(ConfigTarget.Kind kind) {
        return switch (kind) {
            case TOPIC -> topic;
            case BROKER -> broker;
            case CLIENT_METRICS -> ClientMetricsConfigs.TABLE;
            case GROUP -> group;
        };
    }
}
