package io.millrace.connect.worker.config;

import java.util.Map;

/**
 * One of the three internal topics.
 *
 * @param partitions always 1 for the config topic, whose order is the order of all changes
 * @param replicationFactor -1 lets the broker decide
 * @param extra further topic configuration, as {@code offset.storage.segment.bytes} without its prefix
 */
public record InternalTopicConfig(String name, int partitions, short replicationFactor, Map<String, String> extra) {
    public InternalTopicConfig {
        extra = Map.copyOf(extra);
    }

    /** The same for a topic of another name. */
    public InternalTopicConfig named(String other) {
        return new InternalTopicConfig(other, partitions, replicationFactor, extra);
    }
}
