package io.millrace.broker.metadata.decision;

import io.millrace.broker.metadata.command.CreateTopics;
import io.millrace.broker.metadata.command.NewTopic;
import io.millrace.broker.metadata.command.Outcome;
import io.millrace.broker.metadata.command.TopicsCreated;
import io.millrace.broker.metadata.command.TopicsCreated.CreatedTopic;
import io.millrace.broker.metadata.config.ConfigTable;
import io.millrace.broker.metadata.image.ConfigTarget;
import io.millrace.broker.metadata.image.MetadataImage;
import io.millrace.broker.metadata.image.PartitionImage;
import io.millrace.broker.metadata.image.TopicImage;
import io.millrace.broker.metadata.placement.ReplicaPlacement;
import io.millrace.broker.metadata.record.ConfigRecord;
import io.millrace.broker.metadata.record.MetadataRecord;
import io.millrace.broker.metadata.record.TopicRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.Errors;

/** Checks each wanted topic, places its partitions and creates it; one bad topic does not spoil the others. */
final class DecideCreateTopics {
    private final MetadataImage image;
    private final CreateTopics command;
    private final ConfigTable configs;
    private final MetadataLimits limits;
    private final ReplicaPlacement placement;
    private final List<MetadataRecord> records = new ArrayList<>();
    /** Created by this command, by their name as metrics write it. */
    private final SortedMap<String, String> createdByUnifiedName = new TreeMap<>();

    private int topicCount;
    private int partitionCount;

    private DecideCreateTopics(MetadataImage image, CreateTopics command, ConfigTable configs, MetadataLimits limits) {
        this.image = image;
        this.command = command;
        this.configs = configs;
        this.limits = limits;
        this.placement = new ReplicaPlacement(image);
        this.topicCount = image.topics().count();
        this.partitionCount = image.topics().partitionCount();
    }

    static Decision decide(MetadataImage image, CreateTopics command, ConfigTable configs, MetadataLimits limits) {
        return new DecideCreateTopics(image, command, configs, limits).decide();
    }

    private Decision decide() {
        SortedMap<String, Integer> mentions = new TreeMap<>();
        command.topics().forEach(topic -> mentions.merge(topic.name(), 1, Integer::sum));
        List<CreatedTopic> results = new ArrayList<>();
        for (NewTopic topic : command.topics()) {
            Optional<Outcome> complaint = mentions.get(topic.name()) > 1
                    ? refused(Errors.INVALID_REQUEST, "The request names topic " + topic.name() + " more than once.")
                    : complaint(topic);
            results.add(complaint
                    .map(outcome -> CreatedTopic.refused(topic.name(), outcome))
                    .orElseGet(() -> create(topic)));
        }
        return new Decision(command.validateOnly() ? List.of() : records, new TopicsCreated(results));
    }

    private Optional<Outcome> complaint(NewTopic topic) {
        return nameComplaint(topic)
                .or(() -> NewTopicRules.configs(topic.configs(), configs))
                .or(() -> topic.assignment().isEmpty() ? countComplaint(topic) : assignmentComplaint(topic))
                .or(() -> limitComplaint(topic));
    }

    private Optional<Outcome> nameComplaint(NewTopic topic) {
        Optional<Outcome> complaint = NewTopicRules.name(topic.name(), limits.topicNameLength(), image);
        if (complaint.isPresent()) {
            return complaint;
        }
        if (topic.topicId().equals(Uuid.ZERO_UUID)
                || image.topics().find(topic.topicId()).isPresent()) {
            return refused(Errors.INVALID_REQUEST, "The topic id " + topic.topicId() + " is not a fresh one.");
        }
        return Optional.ofNullable(createdByUnifiedName.get(TopicNames.unify(topic.name())))
                .flatMap(other -> NewTopicRules.collision(topic.name(), other));
    }

    private Optional<Outcome> countComplaint(NewTopic topic) {
        int replicationFactor = replicationFactorOf(topic);
        int live = placement.liveBrokers().size();
        if (replicationFactor < 1 || replicationFactor > Short.MAX_VALUE) {
            return refused(
                    Errors.INVALID_REPLICATION_FACTOR,
                    "The replication factor is " + replicationFactor + ", it must be at least 1.");
        }
        if (partitionsOf(topic) < 1) {
            return refused(
                    Errors.INVALID_PARTITIONS,
                    "The number of partitions is " + partitionsOf(topic) + ", it must be at least 1.");
        }
        return replicationFactor <= live
                ? Optional.empty()
                : refused(
                        Errors.INVALID_REPLICATION_FACTOR,
                        "The replication factor " + replicationFactor + " is larger than the number of live brokers, "
                                + live + ".");
    }

    private Optional<Outcome> assignmentComplaint(NewTopic topic) {
        Optional<Outcome> counts =
                NewTopicRules.countsBesideAssignment(topic.partitionCount(), topic.replicationFactor());
        if (counts.isPresent()) {
            return counts;
        }
        int expected = 0;
        int replicationFactor =
                topic.assignment().get(topic.assignment().firstKey()).size();
        for (var entry : topic.assignment().entrySet()) {
            if (entry.getKey() != expected++) {
                return refused(
                        Errors.INVALID_REPLICA_ASSIGNMENT,
                        "The assigned partitions must be numbered from 0 without gaps, " + (expected - 1)
                                + " is missing.");
            }
            Optional<Outcome> complaint = ManualAssignment.complaint(entry.getValue(), replicationFactor, image);
            if (complaint.isPresent()) {
                return complaint;
            }
        }
        return Optional.empty();
    }

    private Optional<Outcome> limitComplaint(NewTopic topic) {
        int wanted = topic.assignment().isEmpty()
                ? partitionsOf(topic)
                : topic.assignment().size();
        if (wanted > limits.partitionsPerTopic()) {
            return refused(
                    Errors.INVALID_PARTITIONS,
                    "A topic may have at most " + limits.partitionsPerTopic() + " partitions, not " + wanted + ".");
        }
        if (topicCount >= limits.topics() || partitionCount + wanted > limits.partitions()) {
            return refused(
                    Errors.POLICY_VIOLATION,
                    "The cluster may have at most " + limits.topics() + " topics and " + limits.partitions()
                            + " partitions.");
        }
        return Optional.empty();
    }

    private CreatedTopic create(NewTopic topic) {
        List<PartitionImage> partitions = new ArrayList<>();
        if (topic.assignment().isEmpty()) {
            for (int partition = 0; partition < partitionsOf(topic); partition++) {
                partitions.add(
                        ManualAssignment.newPartition(partition, placement.place(replicationFactorOf(topic)), image));
            }
        } else {
            topic.assignment().forEach((partition, replicas) -> {
                placement.count(replicas);
                partitions.add(ManualAssignment.newPartition(partition, replicas, image));
            });
        }
        TopicImage created = new TopicImage(topic.topicId(), topic.name(), partitions);
        records.add(new TopicRecord(created));
        topic.configs()
                .forEach((key, value) ->
                        records.add(new ConfigRecord(ConfigTarget.topic(topic.name()), key, Optional.of(value))));
        createdByUnifiedName.put(TopicNames.unify(topic.name()), topic.name());
        topicCount++;
        partitionCount += partitions.size();
        return new CreatedTopic(
                topic.name(), topic.topicId(), partitions.size(), created.replicationFactor(), Outcome.DONE);
    }

    private int partitionsOf(NewTopic topic) {
        return topic.partitionCount() == NewTopic.USE_DEFAULT
                ? command.defaultPartitionCount()
                : topic.partitionCount();
    }

    private int replicationFactorOf(NewTopic topic) {
        return topic.replicationFactor() == NewTopic.USE_DEFAULT
                ? command.defaultReplicationFactor()
                : topic.replicationFactor();
    }

    private static Optional<Outcome> refused(Errors error, String message) {
        return Optional.of(Outcome.refused(error, message));
    }
}
