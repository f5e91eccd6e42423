package io.millrace.broker.server.hosting;

import io.millrace.broker.metadata.config.BrokerConfigs;
import io.millrace.broker.metadata.config.TopicConfigs;
import io.millrace.broker.server.properties.ReasonedConfigs;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Topic settings of Kafka that are accepted, so that files and tools made for Kafka work, and change nothing here.
 * Whoever sets one is told why, once for each setting.
 */
final class UnusedSettings {

    private static final Logger LOGGER = LoggerFactory.getLogger(UnusedSettings.class);
    private static final String FLUSH = "what is acknowledged is on disk already, unless flush=async asks for less";
    private static final String LEVEL = "batches that the broker compresses get the codec's default level";
    private static final String ONE_NODE = "one node keeps one copy of each partition";

    private static final Map<String, String> REASONS = Map.of(
            "flush.ms", FLUSH,
            "flush.messages", FLUSH,
            "preallocate", "the shared write-ahead log is preallocated, and segments need not be",
            "compression.gzip.level", LEVEL,
            "compression.lz4.level", LEVEL,
            "compression.zstd.level", LEVEL,
            "leader.replication.throttled.replicas", ONE_NODE,
            "follower.replication.throttled.replicas", ONE_NODE,
            "unclean.leader.election.enable", ONE_NODE);

    private final Set<String> told = new HashSet<>();

    /** A value that is the default asks for nothing. */
    void tell(String setBy, Map<String, String> values) {
        values.forEach((name, value) -> {
            String reason = REASONS.get(name);
            if (reason != null && !isDefault(name, value) && told.add(name)) {
                LOGGER.warn(
                        "A setting has no effect. name={} value={} setBy={} reason=\"{}\"", name, value, setBy, reason);
            }
        });
    }

    /** The same for what was set on a broker while it runs. */
    void tellBroker(Map<String, String> values) {
        tell("a dynamic broker config", BrokerConfigs.topicDefaults(values));
        values.forEach((name, value) -> ReasonedConfigs.UNUSED
                .reason(name)
                .filter(reason -> !ReasonedConfigs.isKafkasDefault(name, value) && told.add(name))
                .ifPresent(reason -> LOGGER.warn(
                        "A dynamic broker config has no effect. name={} value={} reason=\"{}\"", name, value, reason)));
    }

    private static boolean isDefault(String name, String value) {
        return TopicConfigs.TABLE
                .find(name)
                .filter(key -> key.defaultValue().equals(value.trim()))
                .isPresent();
    }
}
