package io.millrace.broker.coordinator.offset;

import io.millrace.broker.coordinator.decision.DecisionDraft;
import io.millrace.broker.coordinator.record.CoordinatorKey.OffsetKey;
import io.millrace.broker.coordinator.record.OffsetValue;
import java.util.Comparator;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponseGroup;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponsePartitions;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponseTopics;
import org.apache.kafka.common.protocol.Errors;

/**
 * Offsets that were written in transactions which have not ended, by producer. A commit makes them true unless something
 * newer was stored meanwhile, an abort drops them. Changed by replay only.
 */
public final class PendingOffsets {
    private static final Comparator<OffsetKey> ORDER = Comparator.comparing(OffsetKey::groupId)
            .thenComparing(OffsetKey::topic)
            .thenComparing(OffsetKey::partition);

    /** Empty where a newer offset, outside of transactions, has overtaken the pending one. */
    private final NavigableMap<Long, NavigableMap<OffsetKey, Optional<OffsetValue>>> byProducer = new TreeMap<>();

    public void put(long producerId, OffsetKey key, OffsetValue value) {
        byProducer.computeIfAbsent(producerId, id -> new TreeMap<>(ORDER)).put(key, Optional.of(value));
    }

    /** The same offset was stored outside of transactions, after what is pending. */
    public void overtaken(OffsetKey key) {
        byProducer.values().forEach(pending -> pending.computeIfPresent(key, (same, value) -> Optional.empty()));
    }

    /** The offset was deleted, and what is pending with it. */
    public void removed(OffsetKey key) {
        byProducer.values().forEach(pending -> pending.remove(key));
        byProducer.values().removeIf(NavigableMap::isEmpty);
    }

    /** The transaction has ended. Returns the groups that had offsets in it. */
    public SortedSet<String> end(long producerId, boolean commit, OffsetStore store) {
        NavigableMap<OffsetKey, Optional<OffsetValue>> pending = byProducer.remove(producerId);
        SortedSet<String> groupIds = new TreeSet<>();
        if (pending == null) {
            return groupIds;
        }
        pending.forEach((key, value) -> {
            groupIds.add(key.groupId());
            if (commit && value.isPresent()) {
                store.put(key.groupId(), key.topic(), key.partition(), value.get());
            }
        });
        return groupIds;
    }

    public boolean has(String groupId) {
        return byProducer.values().stream().anyMatch(pending -> pending.keySet().stream()
                .anyMatch(key -> key.groupId().equals(groupId)));
    }

    public SortedSet<String> groupIds() {
        SortedSet<String> groupIds = new TreeSet<>();
        byProducer.values().forEach(pending -> pending.keySet().forEach(key -> groupIds.add(key.groupId())));
        return groupIds;
    }

    /** Writes the end of what is pending for some groups or topics and is not in the store, where it has its own end. */
    public void appendTombstones(Predicate<OffsetKey> condition, OffsetStore store, DecisionDraft draft) {
        SortedSet<OffsetKey> keys = new TreeSet<>(ORDER);
        byProducer.values().forEach(pending -> keys.addAll(pending.keySet()));
        for (OffsetKey key : keys) {
            boolean stored =
                    store.find(key.groupId(), key.topic(), key.partition()).isPresent();
            if (condition.test(key) && !stored && !ExpireOffsets.isFull(draft)) {
                OffsetTombstones.append(key.groupId(), key.topic(), key.partition(), draft);
            }
        }
    }

    /** KIP-447: whoever asks for stable offsets is sent away from those that may change any moment. */
    public OffsetFetchResponseGroup withoutUnstable(OffsetFetchResponseGroup fetched) {
        for (OffsetFetchResponseTopics topic : fetched.topics()) {
            for (OffsetFetchResponsePartitions partition : topic.partitions()) {
                var key = new OffsetKey(fetched.groupId(), topic.name(), partition.partitionIndex());
                if (byProducer.values().stream().anyMatch(pending -> pending.containsKey(key))) {
                    partition
                            .setCommittedOffset(-1)
                            .setCommittedLeaderEpoch(OffsetValue.NO_LEADER_EPOCH)
                            .setMetadata("")
                            .setErrorCode(Errors.UNSTABLE_OFFSET_COMMIT.code());
                }
            }
        }
        return fetched;
    }
}
