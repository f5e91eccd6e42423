package io.millrace.broker.coordinator.topology;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.Uuid;

/** The topics of the cluster at one moment; never changes. The host gives a new one when the cluster has changed. */
public interface Topology {
    Topology EMPTY = new Topology() {
        @Override
        public long version() {
            return -1;
        }

        @Override
        public Optional<Topic> topic(String name) {
            return Optional.empty();
        }

        @Override
        public Optional<Topic> topic(Uuid id) {
            return Optional.empty();
        }

        @Override
        public Collection<String> topicNames() {
            return List.of();
        }

        @Override
        public Map<String, String> groupConfigs(String groupId) {
            return Collections.emptyMap();
        }
    };

    /** A topic. */
    record Topic(Uuid id, String name, int partitionCount) {}

    /** Differs between any two values whose topics differ. */
    long version();

    Optional<Topic> topic(String name);

    Optional<Topic> topic(Uuid id);

    Collection<String> topicNames();

    /** What is set for this group alone, by Kafka's names. */
    Map<String, String> groupConfigs(String groupId);
}
