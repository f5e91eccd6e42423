package io.millrace.broker.coordinator.consumer;

import io.millrace.broker.coordinator.record.PartitionSet;
import io.millrace.broker.coordinator.topology.Topology;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.internals.ConsumerProtocol;
import org.apache.kafka.common.message.ConsumerProtocolAssignment;
import org.apache.kafka.common.message.ConsumerProtocolSubscription;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.common.utils.Utils;

/** What consumers of the classic protocol write into its opaque bytes, translated into topic ids and back. */
public final class ClassicSubscriptions {
    private ClassicSubscriptions() {}

    /**
     * A subscription, as far as the coordinator needs it.
     *
     * @param owned what the member had when it joined; an eager one says nothing, because it gave up everything
     */
    public record Classic(SortedSet<String> topics, PartitionSet owned, Optional<String> rackId) {}

    /** Empty when these bytes are something else: clients may call any protocol "consumer". */
    public static Optional<Classic> read(Bytes metadata, Topology topology) {
        try {
            ConsumerProtocolSubscription subscription =
                    ConsumerProtocol.deserializeConsumerProtocolSubscription(ByteBuffer.wrap(metadata.get()));
            PartitionSet.Builder owned = PartitionSet.builder();
            subscription.ownedPartitions().forEach(owning -> topology.topic(owning.topic())
                    .ifPresent(topic -> owning.partitions().forEach(partition -> owned.add(topic.id(), partition))));
            return Optional.of(new Classic(
                    new TreeSet<>(subscription.topics()), owned.build(), Optional.ofNullable(subscription.rackId())));
        } catch (RuntimeException notASubscription) {
            // The generated readers throw whatever the bytes lead them to.
            return Optional.empty();
        }
    }

    /** Empty bytes are an empty assignment; what cannot be read is none. */
    public static PartitionSet assigned(Bytes assignment, Topology topology) {
        PartitionSet.Builder partitions = PartitionSet.builder();
        if (assignment.get().length == 0) {
            return partitions.build();
        }
        try {
            ConsumerProtocol.deserializeConsumerProtocolAssignment(ByteBuffer.wrap(assignment.get()))
                    .assignedPartitions()
                    .forEach(assigned -> topology.topic(assigned.topic()).ifPresent(topic -> assigned.partitions()
                            .forEach(partition -> partitions.add(topic.id(), partition))));
            return partitions.build();
        } catch (RuntimeException notAnAssignment) {
            return PartitionSet.EMPTY;
        }
    }

    /** In the version of the member's own subscription. */
    public static Bytes write(PartitionSet partitions, Topology topology, Bytes metadata) {
        ConsumerProtocolAssignment assignment = new ConsumerProtocolAssignment();
        partitions.byTopic().forEach((topicId, indexes) -> topology.topic(topicId)
                .ifPresent(topic -> assignment
                        .assignedPartitions()
                        .add(new ConsumerProtocolAssignment.TopicPartition()
                                .setTopic(topic.name())
                                .setPartitions(List.copyOf(indexes)))));
        short version = (short) Math.min(
                ByteBuffer.wrap(metadata.get()).getShort(), ConsumerProtocolAssignment.HIGHEST_SUPPORTED_VERSION);
        return Bytes.wrap(Utils.toArray(ConsumerProtocol.serializeAssignment(assignment, version)));
    }
}
