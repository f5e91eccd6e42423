package io.millrace.broker.coordinator.record;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import org.apache.kafka.common.Uuid;

/** Partitions by topic id. A topic without partitions is not in it, so equal sets are equal. */
public record PartitionSet(SortedMap<Uuid, SortedSet<Integer>> byTopic) {
    public static final PartitionSet EMPTY = new PartitionSet(new TreeMap<>());

    public PartitionSet {
        byTopic = Collections.unmodifiableSortedMap(byTopic);
    }

    /** Collects partitions; to be used once. */
    public static final class Builder {
        private final SortedMap<Uuid, SortedSet<Integer>> byTopic = new TreeMap<>();

        public Builder add(Uuid topicId, int partition) {
            byTopic.computeIfAbsent(topicId, id -> new TreeSet<>()).add(partition);
            return this;
        }

        public PartitionSet build() {
            return new PartitionSet(byTopic);
        }
    }

    public static Builder builder() {
        return new Builder();
    }

    public boolean isEmpty() {
        return byTopic.isEmpty();
    }

    public int size() {
        return byTopic.values().stream().mapToInt(Set::size).sum();
    }

    public boolean contains(Uuid topicId, int partition) {
        SortedSet<Integer> partitions = byTopic.get(topicId);
        return partitions != null && partitions.contains(partition);
    }

    public boolean containsAll(PartitionSet other) {
        return other.byTopic.entrySet().stream()
                .allMatch(topic -> byTopic.getOrDefault(topic.getKey(), Collections.emptySortedSet())
                        .containsAll(topic.getValue()));
    }

    public boolean intersects(PartitionSet other) {
        return !keep(other::contains).isEmpty();
    }

    public PartitionSet minus(PartitionSet other) {
        return keep((topicId, partition) -> !other.contains(topicId, partition));
    }

    public PartitionSet intersection(PartitionSet other) {
        return keep(other::contains);
    }

    public PartitionSet plus(PartitionSet other) {
        Builder sum = builder();
        forEach(sum::add);
        other.forEach(sum::add);
        return sum.build();
    }

    public PartitionSet keep(BiPredicate<Uuid, Integer> condition) {
        Builder kept = builder();
        forEach((topicId, partition) -> {
            if (condition.test(topicId, partition)) {
                kept.add(topicId, partition);
            }
        });
        return kept.build();
    }

    /** Something to do with one partition. */
    @FunctionalInterface
    public interface Visitor {
        void visit(Uuid topicId, int partition);
    }

    public void forEach(Visitor visitor) {
        for (Map.Entry<Uuid, SortedSet<Integer>> topic : byTopic.entrySet()) {
            for (int partition : topic.getValue()) {
                visitor.visit(topic.getKey(), partition);
            }
        }
    }
}
