package io.millrace.broker.coordinator.consumer;

import io.millrace.broker.coordinator.decision.Caller;
import io.millrace.broker.coordinator.decision.ConsumerConfig;
import io.millrace.broker.coordinator.decision.CoordinatorRecord;
import io.millrace.broker.coordinator.decision.DecisionDraft;
import io.millrace.broker.coordinator.decision.TimerKey;
import io.millrace.broker.coordinator.record.ConsumerMemberCodec;
import io.millrace.broker.coordinator.record.ConsumerMemberValue;
import io.millrace.broker.coordinator.record.ConsumerValueCodec;
import io.millrace.broker.coordinator.record.CoordinatorKey.ConsumerGroupKey;
import io.millrace.broker.coordinator.record.CoordinatorKey.MemberKey;
import io.millrace.broker.coordinator.record.CoordinatorKey.PartitionMetadataKey;
import io.millrace.broker.coordinator.record.CoordinatorKey.PositionKey;
import io.millrace.broker.coordinator.record.CoordinatorKey.RegexKey;
import io.millrace.broker.coordinator.record.CoordinatorKey.TargetEpochKey;
import io.millrace.broker.coordinator.record.CoordinatorKey.TargetKey;
import io.millrace.broker.coordinator.record.GroupEpochValue;
import io.millrace.broker.coordinator.record.PartitionSet;
import io.millrace.broker.coordinator.record.PositionValue;
import io.millrace.broker.coordinator.record.RecordKeys;
import io.millrace.broker.coordinator.record.RegexValue;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.common.protocol.ApiMessage;

/**
 * One operation at work on a consumer group. The first record makes a copy of the group, so that a heartbeat that
 * changes nothing costs nothing.
 */
public final class ConsumerTurn {
    private final DecisionDraft draft;
    private final Moment moment;
    private final Consumer<ConsumerGroup> install;
    private ConsumerGroup group;
    private boolean copied;

    /** @param install is given the copy when there is one */
    public ConsumerTurn(ConsumerGroup group, DecisionDraft draft, Moment moment, Consumer<ConsumerGroup> install) {
        this.group = group;
        this.draft = draft;
        this.moment = moment;
        this.install = install;
    }

    /** As it is in this turn, all records so far applied. */
    public ConsumerGroup group() {
        return group;
    }

    public Moment moment() {
        return moment;
    }

    public DecisionDraft draft() {
        return draft;
    }

    long nowMs() {
        return moment.nowMs();
    }

    ConsumerConfig config() {
        return moment.config().consumer();
    }

    void reply(Caller caller, ApiMessage response) {
        draft.reply(caller, response);
    }

    public int sessionTimeoutMs(ConsumerMemberValue member) {
        return member.classic()
                .map(ConsumerMemberValue.Classic::sessionTimeoutMs)
                .orElseGet(() -> config().session().effective(groupConfig(ConsumerConfig.SESSION_TIMEOUT)));
    }

    int heartbeatIntervalMs() {
        return config().heartbeat().effective(groupConfig(ConsumerConfig.HEARTBEAT_INTERVAL));
    }

    private String groupConfig(String name) {
        return moment.topology().groupConfigs(group.groupId()).get(name);
    }

    /** From now on the member has its session timeout to show up again. */
    void expectSignOfLife(ConsumerMemberValue member) {
        draft.arm(TimerKey.member(group.groupId(), member.memberId()), nowMs() + sessionTimeoutMs(member));
    }

    /** The member has its rebalance timeout for its next step, counted from when it was first asked for. */
    void expectStep(ConsumerMemberValue member) {
        TimerKey key = TimerKey.step(group.groupId(), member.memberId());
        if (!moment.armed().test(key)) {
            draft.arm(key, nowMs() + member.rebalanceTimeoutMs());
        }
    }

    void expectNewStep(ConsumerMemberValue member) {
        draft.arm(TimerKey.step(group.groupId(), member.memberId()), nowMs() + member.rebalanceTimeoutMs());
    }

    void expectNoStep(String memberId) {
        draft.cancel(TimerKey.step(group.groupId(), memberId));
    }

    public void expectNothingFrom(String memberId) {
        draft.cancel(TimerKey.member(group.groupId(), memberId));
        expectNoStep(memberId);
    }

    public void storeEpoch(int epoch, long metadataHash) {
        if (group.isPartitionMetadataStored()) {
            draft.append(CoordinatorRecord.tombstone(RecordKeys.encode(new PartitionMetadataKey(group.groupId()))));
            change().partitionMetadataStored(false);
        }
        GroupEpochValue value = new GroupEpochValue(epoch, metadataHash);
        append(RecordKeys.encode(new ConsumerGroupKey(group.groupId())), ConsumerValueCodec.encode(value));
        change().epoch(Optional.of(value));
    }

    public void storeMember(ConsumerMemberValue member) {
        append(
                RecordKeys.encode(new MemberKey(group.groupId(), member.memberId())),
                ConsumerMemberCodec.encode(member));
        change().put(member);
    }

    public void storeTarget(String memberId, PartitionSet target) {
        append(RecordKeys.encode(new TargetKey(group.groupId(), memberId)), ConsumerValueCodec.encodeTarget(target));
        change().target(memberId, Optional.of(target));
    }

    public void storeTargetEpoch(int epoch) {
        append(
                RecordKeys.encode(new TargetEpochKey(group.groupId())),
                ConsumerValueCodec.encodeTargetEpoch(epoch, nowMs()));
        change().targetEpoch(epoch);
    }

    public void storePosition(String memberId, PositionValue position) {
        append(RecordKeys.encode(new PositionKey(group.groupId(), memberId)), ConsumerValueCodec.encode(position));
        change().position(memberId, Optional.of(position));
    }

    void storeRegex(String regex, RegexValue resolved) {
        append(RecordKeys.encode(new RegexKey(group.groupId(), regex)), ConsumerValueCodec.encode(resolved));
        change().regex(regex, Optional.of(resolved));
    }

    void removeRegex(String regex) {
        draft.append(CoordinatorRecord.tombstone(RecordKeys.encode(new RegexKey(group.groupId(), regex))));
        change().regex(regex, Optional.empty());
    }

    /** Whatever is known of the member goes. */
    void removeMember(String memberId) {
        String groupId = group.groupId();
        draft.append(CoordinatorRecord.tombstone(RecordKeys.encode(new PositionKey(groupId, memberId))));
        draft.append(CoordinatorRecord.tombstone(RecordKeys.encode(new TargetKey(groupId, memberId))));
        draft.append(CoordinatorRecord.tombstone(RecordKeys.encode(new MemberKey(groupId, memberId))));
        ConsumerGroup changed = change();
        changed.position(memberId, Optional.empty());
        changed.target(memberId, Optional.empty());
        changed.remove(memberId);
        expectNothingFrom(memberId);
    }

    /** Whatever is known of the group goes; its offsets are somebody else's concern. */
    public void removeGroup() {
        List.copyOf(group.members()).forEach(member -> removeMember(member.memberId()));
        List.copyOf(group.regexes().keySet()).forEach(this::removeRegex);
        draft.append(CoordinatorRecord.tombstone(RecordKeys.encode(new TargetEpochKey(group.groupId()))));
        if (group.isPartitionMetadataStored()) {
            draft.append(CoordinatorRecord.tombstone(RecordKeys.encode(new PartitionMetadataKey(group.groupId()))));
        }
        draft.append(CoordinatorRecord.tombstone(RecordKeys.encode(new ConsumerGroupKey(group.groupId()))));
    }

    void checkedAgainst(long version) {
        if (!group.isCheckedAgainst(version)) {
            change().checkedAgainst(version);
        }
    }

    void resolvedAgainst(String regex, long version) {
        if (!group.isResolvedAgainst(regex, version)) {
            change().resolvedAgainst(regex, version);
        }
    }

    private void append(byte[] key, byte[] value) {
        draft.append(new CoordinatorRecord(key, value));
    }

    private ConsumerGroup change() {
        if (!copied) {
            group = group.copy();
            copied = true;
            install.accept(group);
        }
        return group;
    }
}
