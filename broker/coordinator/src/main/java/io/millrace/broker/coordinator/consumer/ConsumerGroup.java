package io.millrace.broker.coordinator.consumer;

import io.millrace.broker.coordinator.record.ConsumerMemberValue;
import io.millrace.broker.coordinator.record.GroupEpochValue;
import io.millrace.broker.coordinator.record.PartitionSet;
import io.millrace.broker.coordinator.record.PositionValue;
import io.millrace.broker.coordinator.record.RegexValue;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.Uuid;

/**
 * A consumer group as its records say. Changed by the records of {@link ConsumerTurn} on a {@link #copy} and by {@link
 * StoredConsumerGroups} while the log is read; both use the same setters.
 */
public final class ConsumerGroup {
    private static final long NEVER = Long.MIN_VALUE;

    private final String groupId;
    private final SortedMap<String, ConsumerMemberValue> members = new TreeMap<>();
    private final Map<String, PositionValue> positions = new HashMap<>();
    private final Map<String, PartitionSet> targets = new HashMap<>();
    private final Map<String, String> memberIdByInstanceId = new HashMap<>();
    private final SortedMap<String, RegexValue> regexes = new TreeMap<>();
    /** The version of the cluster that an expression was last compared with; known in memory only. */
    private final Map<String, Long> regexVersions = new HashMap<>();

    private GroupEpochValue epoch = new GroupEpochValue(0, 0);
    private int targetEpoch;
    private boolean stored;
    private boolean partitionMetadataStored;
    /** The version of the cluster that the group was last compared with; known in memory only. */
    private long checkedVersion = NEVER;

    public ConsumerGroup(String groupId) {
        this.groupId = groupId;
    }

    public ConsumerGroup copy() {
        ConsumerGroup copy = new ConsumerGroup(groupId);
        copy.members.putAll(members);
        copy.positions.putAll(positions);
        copy.targets.putAll(targets);
        copy.memberIdByInstanceId.putAll(memberIdByInstanceId);
        copy.regexes.putAll(regexes);
        copy.regexVersions.putAll(regexVersions);
        copy.epoch = epoch;
        copy.targetEpoch = targetEpoch;
        copy.stored = stored;
        copy.partitionMetadataStored = partitionMetadataStored;
        copy.checkedVersion = checkedVersion;
        return copy;
    }

    public String groupId() {
        return groupId;
    }

    public int epoch() {
        return epoch.epoch();
    }

    long metadataHash() {
        return epoch.metadataHash();
    }

    public int targetEpoch() {
        return targetEpoch;
    }

    /** Its epoch is in the log. */
    public boolean isStored() {
        return stored;
    }

    boolean isPartitionMetadataStored() {
        return partitionMetadataStored;
    }

    boolean isCheckedAgainst(long version) {
        return checkedVersion == version;
    }

    public Collection<ConsumerMemberValue> members() {
        return Collections.unmodifiableCollection(members.values());
    }

    public boolean isEmpty() {
        return members.isEmpty();
    }

    public Optional<ConsumerMemberValue> member(String memberId) {
        return Optional.ofNullable(members.get(memberId));
    }

    public Optional<String> memberIdOf(String instanceId) {
        return Optional.ofNullable(memberIdByInstanceId.get(instanceId));
    }

    public PositionValue position(String memberId) {
        return positions.getOrDefault(memberId, PositionValue.NEW);
    }

    public PartitionSet target(String memberId) {
        return targets.getOrDefault(memberId, PartitionSet.EMPTY);
    }

    public SortedMap<String, RegexValue> regexes() {
        return Collections.unmodifiableSortedMap(regexes);
    }

    /** Whether somebody else may still be using the partition. */
    boolean isHeldByOthers(Uuid topicId, int partition, String memberId) {
        for (Map.Entry<String, PositionValue> position : positions.entrySet()) {
            if (position.getValue().holds(topicId, partition)
                    && !position.getKey().equals(memberId)) {
                return true;
            }
        }
        return false;
    }

    public ConsumerGroupState state() {
        if (members.isEmpty()) {
            return ConsumerGroupState.EMPTY;
        }
        if (epoch() > targetEpoch) {
            return ConsumerGroupState.ASSIGNING;
        }
        boolean arrived = members.keySet().stream()
                .map(this::position)
                .allMatch(position -> position.isStable() && position.epoch() == targetEpoch);
        return arrived ? ConsumerGroupState.STABLE : ConsumerGroupState.RECONCILING;
    }

    void put(ConsumerMemberValue member) {
        remove(member.memberId());
        members.put(member.memberId(), member);
        member.instanceId().ifPresent(instanceId -> memberIdByInstanceId.put(instanceId, member.memberId()));
    }

    void remove(String memberId) {
        ConsumerMemberValue removed = members.remove(memberId);
        if (removed != null) {
            removed.instanceId().ifPresent(instanceId -> memberIdByInstanceId.remove(instanceId, memberId));
        }
    }

    void position(String memberId, Optional<PositionValue> position) {
        position.ifPresentOrElse(value -> positions.put(memberId, value), () -> positions.remove(memberId));
    }

    void target(String memberId, Optional<PartitionSet> target) {
        target.ifPresentOrElse(value -> targets.put(memberId, value), () -> targets.remove(memberId));
    }

    void regex(String regex, Optional<RegexValue> resolved) {
        resolved.ifPresentOrElse(value -> regexes.put(regex, value), () -> {
            regexes.remove(regex);
            regexVersions.remove(regex);
        });
    }

    boolean isResolvedAgainst(String regex, long version) {
        return regexVersions.getOrDefault(regex, NEVER) == version;
    }

    void resolvedAgainst(String regex, long version) {
        regexVersions.put(regex, version);
    }

    void epoch(Optional<GroupEpochValue> newEpoch) {
        stored = newEpoch.isPresent();
        epoch = newEpoch.orElse(new GroupEpochValue(0, 0));
    }

    void targetEpoch(int newTargetEpoch) {
        targetEpoch = newTargetEpoch;
    }

    void partitionMetadataStored(boolean isStored) {
        partitionMetadataStored = isStored;
    }

    void checkedAgainst(long version) {
        checkedVersion = version;
    }
}
