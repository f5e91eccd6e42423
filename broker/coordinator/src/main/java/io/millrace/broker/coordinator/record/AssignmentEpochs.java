package io.millrace.broker.coordinator.record;

import java.util.Collections;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.Uuid;

/**
 * In which epoch of the group a member got each partition that it has (KIP-1251): since then it alone may commit offsets
 * of the partition, with that epoch or a later one.
 */
public record AssignmentEpochs(SortedMap<Uuid, SortedMap<Integer, Integer>> byTopic) {
    public static final AssignmentEpochs EMPTY = new AssignmentEpochs(new TreeMap<>());

    public AssignmentEpochs {
        byTopic = Collections.unmodifiableSortedMap(byTopic);
    }

    /** Every partition has the same epoch. */
    public static AssignmentEpochs of(PartitionSet partitions, int epoch) {
        SortedMap<Uuid, SortedMap<Integer, Integer>> epochs = new TreeMap<>();
        partitions.forEach((topicId, partition) -> put(epochs, topicId, partition, epoch));
        return new AssignmentEpochs(epochs);
    }

    /** Empty when the member does not have the partition. */
    public OptionalInt of(Uuid topicId, int partition) {
        Integer epoch =
                byTopic.getOrDefault(topicId, Collections.emptySortedMap()).get(partition);
        return epoch == null ? OptionalInt.empty() : OptionalInt.of(epoch);
    }

    /** The partitions without their epochs. */
    public PartitionSet partitions() {
        PartitionSet.Builder partitions = PartitionSet.builder();
        byTopic.forEach((topicId, epochs) -> epochs.keySet().forEach(partition -> partitions.add(topicId, partition)));
        return partitions.build();
    }

    /** Of these partitions alone. */
    public AssignmentEpochs keep(PartitionSet partitions) {
        SortedMap<Uuid, SortedMap<Integer, Integer>> kept = new TreeMap<>();
        partitions.forEach((topicId, partition) ->
                of(topicId, partition).ifPresent(epoch -> put(kept, topicId, partition, epoch)));
        return new AssignmentEpochs(kept);
    }

    /** Both together; no partition is in both. */
    public AssignmentEpochs plus(AssignmentEpochs other) {
        SortedMap<Uuid, SortedMap<Integer, Integer>> sum = new TreeMap<>();
        byTopic.forEach((topicId, epochs) -> epochs.forEach((partition, epoch) -> put(sum, topicId, partition, epoch)));
        other.byTopic.forEach(
                (topicId, epochs) -> epochs.forEach((partition, epoch) -> put(sum, topicId, partition, epoch)));
        return new AssignmentEpochs(sum);
    }

    private static void put(
            SortedMap<Uuid, SortedMap<Integer, Integer>> epochs, Uuid topicId, int partition, int epoch) {
        epochs.computeIfAbsent(topicId, id -> new TreeMap<>()).put(partition, epoch);
    }
}
