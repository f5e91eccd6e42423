package io.millrace.broker.metadata.decision;

import io.millrace.broker.metadata.command.Outcome;
import io.millrace.broker.metadata.image.MetadataImage;
import io.millrace.broker.metadata.image.PartitionImage;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.protocol.Errors;

/** Replicas that somebody chose by hand: whether they are possible, and the partition they make. */
final class ManualAssignment {
    private ManualAssignment() {}

    /** Empty when these brokers can hold a partition with this many replicas. */
    static Optional<Outcome> complaint(List<Integer> replicas, int replicationFactor, MetadataImage image) {
        if (replicas.isEmpty()) {
            return refused("The replica list of a partition is empty.");
        }
        if (new LinkedHashSet<>(replicas).size() != replicas.size()) {
            return refused("The replica list " + replicas + " names a broker twice.");
        }
        if (replicas.size() != replicationFactor) {
            return refused("The replica list " + replicas + " has " + replicas.size()
                    + " brokers, other partitions have " + replicationFactor + ".");
        }
        for (int brokerId : replicas) {
            if (image.broker(brokerId).isEmpty()) {
                return refused(
                        "The replica list " + replicas + " names broker " + brokerId + ", which is not registered.");
            }
        }
        return liveOf(replicas, image).isEmpty()
                ? refused("No broker of the replica list " + replicas + " is live.")
                : Optional.empty();
    }

    /** A partition without any record: every live replica is in sync. */
    static PartitionImage newPartition(int partition, List<Integer> replicas, MetadataImage image) {
        List<Integer> isr = liveOf(replicas, image);
        return new PartitionImage(partition, replicas, isr, isr.get(0), 0, 0);
    }

    private static List<Integer> liveOf(List<Integer> replicas, MetadataImage image) {
        return replicas.stream()
                .filter(brokerId -> image.broker(brokerId)
                        .filter(broker -> !broker.fenced())
                        .isPresent())
                .toList();
    }

    private static Optional<Outcome> refused(String message) {
        return Optional.of(Outcome.refused(Errors.INVALID_REPLICA_ASSIGNMENT, message));
    }
}
