package org.apache.kafka.connect.util;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;

/** An admin client that a {@link KafkaBasedLog} hands to its initializer, and a way to describe internal topics. */
public class TopicAdmin implements AutoCloseable {
    private final Admin admin;

    /** Takes over the admin client; what it was configured with is not needed any more. */
    @SuppressWarnings("unused") // plugins call it with both
    public TopicAdmin(Map<String, Object> adminConfig, Admin admin) {
        this.admin = admin;
    }

    /** Begins the description of a topic. */
    public static NewTopicBuilder defineTopic(String topicName) {
        return new NewTopicBuilder(topicName);
    }

    @Override
    public void close() {
        admin.close();
    }

    /** A topic to be created; what is left out is the broker's to choose. */
    public static class NewTopicBuilder {
        private final String name;
        private final Map<String, String> configs = new LinkedHashMap<>();
        private Optional<Integer> partitions = Optional.empty();
        private Optional<Short> replicationFactor = Optional.empty();

        NewTopicBuilder(String name) {
            this.name = name;
        }

        public NewTopicBuilder partitions(int count) {
            partitions = count < 0 ? Optional.empty() : Optional.of(count);
            return this;
        }

        public NewTopicBuilder replicationFactor(short replicas) {
            replicationFactor = replicas < 0 ? Optional.empty() : Optional.of(replicas);
            return this;
        }

        public NewTopicBuilder compacted() {
            configs.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
            return this;
        }

        public NewTopic build() {
            return new NewTopic(name, partitions, replicationFactor).configs(configs);
        }
    }
}
