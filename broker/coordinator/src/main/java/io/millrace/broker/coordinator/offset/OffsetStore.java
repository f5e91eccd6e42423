package io.millrace.broker.coordinator.offset;

import io.millrace.broker.coordinator.record.OffsetValue;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The committed offsets of all groups, as the log says. Changed by replay only. */
public final class OffsetStore {
    private final SortedMap<String, SortedMap<String, SortedMap<Integer, OffsetValue>>> byGroup = new TreeMap<>();

    public void put(String groupId, String topic, int partition, OffsetValue value) {
        byGroup.computeIfAbsent(groupId, id -> new TreeMap<>())
                .computeIfAbsent(topic, name -> new TreeMap<>())
                .put(partition, value);
    }

    /** Leaves no empty maps behind: a group without offsets is a group that may go. */
    public void remove(String groupId, String topic, int partition) {
        SortedMap<String, SortedMap<Integer, OffsetValue>> topics = byGroup.get(groupId);
        SortedMap<Integer, OffsetValue> partitions = topics == null ? null : topics.get(topic);
        if (partitions == null) {
            return;
        }
        partitions.remove(partition);
        if (partitions.isEmpty()) {
            topics.remove(topic);
        }
        if (topics.isEmpty()) {
            byGroup.remove(groupId);
        }
    }

    public Optional<OffsetValue> find(String groupId, String topic, int partition) {
        return Optional.ofNullable(of(groupId).get(topic)).map(partitions -> partitions.get(partition));
    }

    /** By topic and partition; empty for a group without offsets. */
    public SortedMap<String, SortedMap<Integer, OffsetValue>> of(String groupId) {
        return Collections.unmodifiableSortedMap(byGroup.getOrDefault(groupId, Collections.emptySortedMap()));
    }

    public boolean has(String groupId) {
        return byGroup.containsKey(groupId);
    }

    public Set<String> groupIds() {
        return Collections.unmodifiableSet(byGroup.keySet());
    }
}
