package io.millrace.broker.coordinator.shard;

import io.millrace.broker.coordinator.classic.ClassicGroup;
import io.millrace.broker.coordinator.classic.ClassicMember;
import io.millrace.broker.coordinator.classic.StoredGroups;
import io.millrace.broker.coordinator.consumer.ConsumerGroup;
import io.millrace.broker.coordinator.consumer.ConsumerTurn;
import io.millrace.broker.coordinator.consumer.MembersGone;
import io.millrace.broker.coordinator.consumer.Moment;
import io.millrace.broker.coordinator.consumer.StoredConsumerGroups;
import io.millrace.broker.coordinator.decision.DecisionDraft;
import io.millrace.broker.coordinator.decision.GroupConfig;
import io.millrace.broker.coordinator.decision.TimerKey;
import io.millrace.broker.coordinator.offset.OffsetStore;
import io.millrace.broker.coordinator.offset.PendingOffsets;
import io.millrace.broker.coordinator.record.CoordinatorKey;
import io.millrace.broker.coordinator.record.CoordinatorKey.GroupKey;
import io.millrace.broker.coordinator.record.CoordinatorKey.OffsetKey;
import io.millrace.broker.coordinator.record.GroupValue;
import io.millrace.broker.coordinator.record.GroupValueCodec;
import io.millrace.broker.coordinator.record.OffsetValueCodec;
import io.millrace.broker.coordinator.record.RecordFormatException;
import io.millrace.broker.coordinator.record.RecordKeys;
import io.millrace.broker.coordinator.topology.Topology;
import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Everything a shard knows. What the log knows too changes in {@link #replay} only. */
final class ShardState {
    private final SortedMap<String, ClassicGroup> groups = new TreeMap<>();
    private final SortedMap<String, ConsumerGroup> consumerGroups = new TreeMap<>();
    private final OffsetStore offsets = new OffsetStore();
    private final PendingOffsets pendingOffsets = new PendingOffsets();
    private final SortedSet<String> storedGroupIds = new TreeSet<>();
    private final SortedMap<String, GroupValue> loadingGroups = new TreeMap<>();
    private final Deadlines deadlines = new Deadlines();
    private Topology topology = Topology.EMPTY;
    private long skippedRecords;
    private long undecodableRecords;
    private long lastOffset = -1;
    private long wallAheadMs;
    private boolean loaded;

    /** While loading: one record that nobody can read must not keep all others from being known. */
    void load(long offset, byte[] key, byte[] value) {
        try {
            replay(offset, key, value);
        } catch (RecordFormatException e) {
            undecodableRecords++;
        }
    }

    /** As above, of a record in a producer's transaction. */
    void loadInTransaction(long offset, long producerId, byte[] key, byte[] value) {
        try {
            replayInTransaction(offset, producerId, key, value);
        } catch (RecordFormatException e) {
            undecodableRecords++;
        }
    }

    /** Only offsets are written in transactions; they are true when the transaction commits. */
    void replayInTransaction(long offset, long producerId, byte[] key, byte[] value) {
        if (value != null && RecordKeys.decode(key).orElse(null) instanceof OffsetKey committed) {
            follow(offset);
            pendingOffsets.put(producerId, committed, OffsetValueCodec.decode(value));
        } else {
            replay(offset, key, value);
        }
    }

    void replayMarker(long offset, long producerId, boolean commit) {
        follow(offset);
        for (String groupId : pendingOffsets.end(producerId, commit, offsets)) {
            if (loaded) {
                group(groupId).ifPresent(this::install);
            }
        }
    }

    private void follow(long offset) {
        if (offset <= lastOffset) {
            throw new IllegalStateException("Record " + offset + " comes after record " + lastOffset);
        }
        lastOffset = offset;
    }

    /** The log says this. Offsets only rise: an older record would bring an older truth back. */
    void replay(long offset, byte[] key, byte[] value) {
        follow(offset);
        Optional<CoordinatorKey> known = RecordKeys.decode(key);
        if (known.isEmpty()) {
            skippedRecords++;
        } else if (known.get() instanceof OffsetKey committed) {
            replayOffset(committed, value);
        } else if (known.get() instanceof GroupKey group) {
            replayGroup(group.groupId(), value);
        } else if (!loaded) {
            String groupId = known.get().groupId();
            StoredConsumerGroups.replay(
                    consumerGroups.computeIfAbsent(groupId, ConsumerGroup::new), known.get(), value);
        }
    }

    private void replayOffset(OffsetKey key, byte[] value) {
        if (value == null) {
            offsets.remove(key.groupId(), key.topic(), key.partition());
            pendingOffsets.removed(key);
        } else {
            pendingOffsets.overtaken(key);
            offsets.put(key.groupId(), key.topic(), key.partition(), OffsetValueCodec.decode(value));
        }
    }

    private void replayGroup(String groupId, byte[] value) {
        if (value == null) {
            storedGroupIds.remove(groupId);
            loadingGroups.remove(groupId);
        } else {
            storedGroupIds.add(groupId);
            if (!loaded) {
                loadingGroups.put(groupId, GroupValueCodec.decode(value));
            }
        }
    }

    void wallAhead(long aheadMs) {
        wallAheadMs = aheadMs;
    }

    long wallAheadMs() {
        return wallAheadMs;
    }

    /** What the wall clock shows, for times that are compared with those of earlier starts of the broker. */
    long wallMs(long nowMs) {
        return nowMs + wallAheadMs;
    }

    void finishLoading(GroupConfig config, long nowMs) {
        loaded = true;
        loadingGroups.forEach((groupId, value) -> {
            ClassicGroup group = StoredGroups.groupOf(groupId, value, nowMs, wallAheadMs);
            groups.put(groupId, group);
            for (ClassicMember member : group.members()) {
                deadlines.arm(
                        TimerKey.member(groupId, member.memberId()),
                        nowMs + member.terms().sessionTimeoutMs());
            }
        });
        loadingGroups.clear();
        consumerGroups.values().removeIf(group -> !group.isStored());
        consumerGroups.values().forEach(group -> expectEverybody(group, config, nowMs));
        offsets.groupIds().forEach(groupId -> makeRoom(groupId, nowMs));
        pendingOffsets.groupIds().forEach(groupId -> makeRoom(groupId, nowMs));
        deadlines.arm(TimerKey.offsets(), nowMs + config.offsetsCheckIntervalMs());
    }

    /** Offsets of a group without members still belong to a group. */
    private void makeRoom(String groupId, long nowMs) {
        if (!consumerGroups.containsKey(groupId)) {
            groups.computeIfAbsent(groupId, id -> new ClassicGroup(id, nowMs));
        }
    }

    private void expectEverybody(ConsumerGroup group, GroupConfig config, long nowMs) {
        DecisionDraft draft = new DecisionDraft();
        Moment moment = new Moment(config, topology, nowMs, key -> false, Optional.empty());
        MembersGone.expectEverybody(new ConsumerTurn(group, draft, moment, copy -> {}));
        deadlines.apply(draft.timers());
    }

    boolean isLoaded() {
        return loaded;
    }

    Optional<ClassicGroup> group(String groupId) {
        return Optional.ofNullable(groups.get(groupId));
    }

    Collection<ClassicGroup> groups() {
        return Collections.unmodifiableCollection(groups.values());
    }

    Optional<ConsumerGroup> consumerGroup(String groupId) {
        return Optional.ofNullable(consumerGroups.get(groupId));
    }

    Collection<ConsumerGroup> consumerGroups() {
        return Collections.unmodifiableCollection(consumerGroups.values());
    }

    void install(ConsumerGroup group) {
        consumerGroups.put(group.groupId(), group);
    }

    void forgetConsumer(String groupId) {
        consumerGroups.remove(groupId);
    }

    Topology topology() {
        return topology;
    }

    void topology(Topology newTopology) {
        topology = newTopology;
    }

    int groupCount() {
        return groups.size() + consumerGroups.size();
    }

    /** A group about which nothing is left to know is not kept: anybody can make one by asking. */
    void install(ClassicGroup group) {
        if (group.isBlank()
                && !offsets.has(group.groupId())
                && !pendingOffsets.has(group.groupId())
                && !storedGroupIds.contains(group.groupId())) {
            groups.remove(group.groupId());
        } else {
            groups.put(group.groupId(), group);
        }
    }

    void forget(String groupId) {
        groups.remove(groupId);
    }

    PendingOffsets pendingOffsets() {
        return pendingOffsets;
    }

    OffsetStore offsets() {
        return offsets;
    }

    boolean isStored(String groupId) {
        return storedGroupIds.contains(groupId);
    }

    Deadlines deadlines() {
        return deadlines;
    }

    /** Records of kinds that this build does not read. They stay in the log. */
    long skippedRecords() {
        return skippedRecords;
    }

    /** Records of kinds that this build reads, and could not. They stay in the log. */
    long undecodableRecords() {
        return undecodableRecords;
    }
}
