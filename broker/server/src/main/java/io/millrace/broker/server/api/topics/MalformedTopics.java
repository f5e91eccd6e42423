package io.millrace.broker.server.api.topics;

import io.millrace.broker.metadata.command.Outcome;
import io.millrace.broker.metadata.config.TopicConfigs;
import io.millrace.broker.metadata.decision.MetadataLimits;
import io.millrace.broker.metadata.decision.NewTopicRules;
import io.millrace.broker.metadata.image.MetadataImage;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopic;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopicConfig;
import org.apache.kafka.common.protocol.Errors;

/**
 * Wanted topics that the command to the cluster could not even say: with a config whose value is null, or with a
 * partition that is assigned twice. They are refused for what Kafka's controller would find first, which may be
 * something else about them.
 */
final class MalformedTopics {

    private MalformedTopics() {}

    /** Empty when the cluster may be asked. */
    static Optional<Outcome> complaint(CreatableTopic topic, MetadataImage image) {
        if (topic.name().equals(Topic.CLUSTER_METADATA_TOPIC_NAME)) {
            return refused(Errors.INVALID_REQUEST, "The name " + topic.name() + " is kept for the cluster.");
        }
        Optional<Outcome> withoutValue = withoutValue(topic);
        Optional<Outcome> assignedTwice = assignedTwice(topic);
        if (withoutValue.isEmpty() && assignedTwice.isEmpty()) {
            return Optional.empty();
        }
        return NewTopicRules.name(topic.name(), MetadataLimits.OF_VERSION_1.topicNameLength(), image)
                .or(() -> withoutValue)
                .or(() -> NewTopicRules.configs(configs(topic), TopicConfigs.TABLE))
                .or(() -> NewTopicRules.countsBesideAssignment(topic.numPartitions(), topic.replicationFactor()))
                .or(() -> assignedTwice);
    }

    private static Map<String, String> configs(CreatableTopic topic) {
        Map<String, String> configs = new TreeMap<>();
        topic.configs().forEach(config -> configs.put(config.name(), config.value()));
        return configs;
    }

    private static Optional<Outcome> withoutValue(CreatableTopic topic) {
        List<String> names = topic.configs().stream()
                .filter(config -> config.value() == null)
                .map(CreatableTopicConfig::name)
                .toList();
        return names.isEmpty()
                ? Optional.empty()
                : refused(Errors.INVALID_CONFIG, "These topic configs have the value null: " + names);
    }

    private static Optional<Outcome> assignedTwice(CreatableTopic topic) {
        Set<Integer> assigned = new HashSet<>();
        return topic.assignments().stream()
                .filter(assignment -> !assigned.add(assignment.partitionIndex()))
                .findFirst()
                .flatMap(assignment -> refused(
                        Errors.INVALID_REPLICA_ASSIGNMENT,
                        "The partition " + assignment.partitionIndex() + " is assigned more than once."));
    }

    private static Optional<Outcome> refused(Errors error, String message) {
        return Optional.of(Outcome.refused(error, message));
    }
}
