package io.millrace.broker.metadata.decision;

import io.millrace.broker.metadata.command.NewTopic;
import io.millrace.broker.metadata.command.Outcome;
import io.millrace.broker.metadata.config.ConfigTable;
import io.millrace.broker.metadata.image.MetadataImage;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.protocol.Errors;

/**
 * What is asked of a wanted topic before its replicas are looked at. Kafka's controller complains in the order of these
 * methods; a request that no command could say is judged by them as well.
 */
public final class NewTopicRules {

    private NewTopicRules() {}

    /** The name is legal, new, and no other one as metrics write it. */
    public static Optional<Outcome> name(String name, int maxLength, MetadataImage image) {
        Optional<String> illegal = TopicNames.complaint(name, maxLength);
        if (illegal.isPresent()) {
            return refused(Errors.INVALID_TOPIC_EXCEPTION, illegal.get());
        }
        return image.topics().find(name).isPresent()
                ? refused(Errors.TOPIC_ALREADY_EXISTS, "Topic '" + name + "' already exists.")
                : TopicNames.collision(name, image.topics()).flatMap(other -> collision(name, other));
    }

    static Optional<Outcome> collision(String name, String other) {
        return refused(
                Errors.INVALID_TOPIC_EXCEPTION,
                "Topic '" + name + "' collides with topic '" + other + "': metrics can not tell '.' from '_'.");
    }

    /** Each config exists and has a value that it may have. */
    public static Optional<Outcome> configs(Map<String, String> wanted, ConfigTable known) {
        return wanted.entrySet().stream()
                .flatMap(entry -> known.complaint(entry.getKey(), entry.getValue()).stream())
                .findFirst()
                .flatMap(message -> refused(Errors.INVALID_CONFIG, message));
    }

    /** Replicas that somebody chose by hand say themselves how many there are. */
    public static Optional<Outcome> countsBesideAssignment(int partitionCount, int replicationFactor) {
        return partitionCount == NewTopic.USE_DEFAULT && replicationFactor == NewTopic.USE_DEFAULT
                ? Optional.empty()
                : refused(
                        Errors.INVALID_REQUEST,
                        "With replicas assigned by hand, partition count and replication factor must both be -1.");
    }

    private static Optional<Outcome> refused(Errors error, String message) {
        return Optional.of(Outcome.refused(error, message));
    }
}
