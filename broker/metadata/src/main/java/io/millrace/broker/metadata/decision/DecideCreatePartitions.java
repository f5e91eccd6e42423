package io.millrace.broker.metadata.decision;

import io.millrace.broker.metadata.command.CreatePartitions;
import io.millrace.broker.metadata.command.Outcome;
import io.millrace.broker.metadata.command.PartitionsCreated;
import io.millrace.broker.metadata.command.PartitionsCreated.GrownTopic;
import io.millrace.broker.metadata.command.TopicGrowth;
import io.millrace.broker.metadata.image.MetadataImage;
import io.millrace.broker.metadata.image.PartitionImage;
import io.millrace.broker.metadata.image.TopicImage;
import io.millrace.broker.metadata.placement.ReplicaPlacement;
import io.millrace.broker.metadata.record.MetadataRecord;
import io.millrace.broker.metadata.record.PartitionsAddedRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.kafka.common.protocol.Errors;

/** Adds partitions at the end of a topic. There is no way back: partitions hold records. */
final class DecideCreatePartitions {
    private final MetadataImage image;
    private final MetadataLimits limits;
    private final ReplicaPlacement placement;
    private final List<MetadataRecord> records = new ArrayList<>();
    private int partitionCount;

    private DecideCreatePartitions(MetadataImage image, MetadataLimits limits) {
        this.image = image;
        this.limits = limits;
        this.placement = new ReplicaPlacement(image);
        this.partitionCount = image.topics().partitionCount();
    }

    static Decision decide(MetadataImage image, CreatePartitions command, MetadataLimits limits) {
        DecideCreatePartitions decision = new DecideCreatePartitions(image, limits);
        SortedSet<String> seen = new TreeSet<>();
        List<GrownTopic> results = new ArrayList<>();
        for (TopicGrowth growth : command.topics()) {
            Outcome outcome = seen.add(growth.topicName())
                    ? decision.grow(growth)
                    : Outcome.refused(Errors.INVALID_REQUEST, "The request names the topic more than once.");
            results.add(new GrownTopic(growth.topicName(), outcome));
        }
        return new Decision(command.validateOnly() ? List.of() : decision.records, new PartitionsCreated(results));
    }

    private Outcome grow(TopicGrowth growth) {
        TopicImage topic = image.topics().byName().get(growth.topicName());
        if (topic == null) {
            return Outcome.refused(Errors.UNKNOWN_TOPIC_OR_PARTITION, "This topic does not exist.");
        }
        int added = growth.totalCount() - topic.partitions().size();
        Optional<Outcome> complaint = countComplaint(topic, growth.totalCount(), added)
                .or(() -> growth.assignments().flatMap(lists -> assignmentComplaint(topic, added, lists)));
        if (complaint.isPresent()) {
            return complaint.get();
        }
        List<PartitionImage> partitions = new ArrayList<>();
        for (int index = 0; index < added; index++) {
            List<Integer> replicas = growth.assignments().isPresent()
                    ? growth.assignments().get().get(index)
                    : placement.place(topic.replicationFactor());
            partitions.add(ManualAssignment.newPartition(topic.partitions().size() + index, replicas, image));
        }
        records.add(new PartitionsAddedRecord(topic.id(), partitions));
        partitionCount += added;
        return Outcome.DONE;
    }

    private Optional<Outcome> countComplaint(TopicImage topic, int totalCount, int added) {
        if (added <= 0) {
            return Optional.of(Outcome.refused(
                    Errors.INVALID_PARTITIONS,
                    "The topic has " + topic.partitions().size() + " partitions, it can not be given " + totalCount
                            + "."));
        }
        if (totalCount > limits.partitionsPerTopic() || partitionCount + added > limits.partitions()) {
            return Optional.of(Outcome.refused(
                    Errors.INVALID_PARTITIONS,
                    "A topic may have at most " + limits.partitionsPerTopic() + " partitions and a cluster "
                            + limits.partitions() + "."));
        }
        return topic.replicationFactor() <= placement.liveBrokers().size()
                ? Optional.empty()
                : Optional.of(Outcome.refused(
                        Errors.INVALID_REPLICATION_FACTOR,
                        "The topic has " + topic.replicationFactor() + " replicas, but only "
                                + placement.liveBrokers().size() + " brokers are live."));
    }

    private Optional<Outcome> assignmentComplaint(TopicImage topic, int added, List<List<Integer>> assignments) {
        if (assignments.size() != added) {
            return Optional.of(Outcome.refused(
                    Errors.INVALID_REPLICA_ASSIGNMENT,
                    "There are " + added + " partitions to add, but replicas for " + assignments.size() + "."));
        }
        return assignments.stream()
                .flatMap(replicas -> ManualAssignment.complaint(replicas, topic.replicationFactor(), image).stream())
                .findFirst();
    }
}
