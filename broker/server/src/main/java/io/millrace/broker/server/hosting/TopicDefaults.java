package io.millrace.broker.server.hosting;

import io.millrace.broker.log.config.LogConfig;
import io.millrace.broker.metadata.config.BrokerConfigs;
import io.millrace.broker.metadata.image.ConfigTarget;
import io.millrace.broker.metadata.image.ConfigsImage;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What topics of this broker are set to where they do not set it themselves.
 *
 * @param values topic config name to value, from the broker's properties file; only what stands there
 */
public record TopicDefaults(Map<String, String> values) {

    /** Copies the map. */
    public TopicDefaults {
        values = Map.copyOf(values);
    }

    /** With what the cluster has set while it runs, which comes before the properties file; one broker's before all's. */
    public TopicDefaults with(ConfigsImage configs, int brokerId) {
        Map<String, String> all = BrokerConfigs.topicDefaults(configs.of(ConfigTarget.allBrokers()));
        Map<String, String> own = BrokerConfigs.topicDefaults(configs.of(ConfigTarget.broker(brokerId)));
        if (all.isEmpty() && own.isEmpty()) {
            return this;
        }
        Map<String, String> merged = new TreeMap<>(values);
        merged.putAll(all);
        merged.putAll(own);
        return new TopicDefaults(merged);
    }

    /** What the log of a topic with these settings of its own works by. */
    public LogConfig logConfig(SortedMap<String, String> topicOverrides) {
        SortedMap<String, String> merged = new TreeMap<>(values);
        merged.putAll(topicOverrides);
        // Some settings concern the cluster or the brokers' compression and mean nothing to the log.
        merged.keySet().removeIf(name -> !LogConfig.SETTINGS.isKnown(name));
        return LogConfig.parse(merged);
    }
}
