package io.millrace.broker.coordinator.shard;

import io.millrace.broker.coordinator.classic.ClassicGroup;
import io.millrace.broker.coordinator.classic.GroupState;
import io.millrace.broker.coordinator.classic.LeaveGroup;
import io.millrace.broker.coordinator.classic.Rebalance;
import io.millrace.broker.coordinator.classic.Turn;
import io.millrace.broker.coordinator.consumer.ConsumerGroup;
import io.millrace.broker.coordinator.consumer.GroupTopics;
import io.millrace.broker.coordinator.decision.GroupConfig;
import io.millrace.broker.coordinator.decision.TimerKey;
import io.millrace.broker.coordinator.offset.ExpireOffsets;
import io.millrace.broker.coordinator.offset.OffsetTombstones;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** What happens when a deadline has come. */
final class DueWork {
    private final ShardState state;
    private final GroupConfig config;
    private final ConsumerRequests consumers;

    DueWork(ShardState state, GroupConfig config, ConsumerRequests consumers) {
        this.state = state;
        this.config = config;
        this.consumers = consumers;
    }

    void fire(PendingDecision pending, TimerKey key, long nowMs) {
        pending.fired(key);
        switch (key.kind()) {
            case MEMBER -> {
                withGroup(pending, key, nowMs).ifPresent(turn -> LeaveGroup.memberDeadline(turn, key.memberId()));
                consumerMember(pending, key, nowMs);
            }
            case STEP -> consumerMember(pending, key, nowMs);
            case JOIN -> withGroup(pending, key, nowMs).ifPresent(Rebalance::joinDeadline);
            case SYNC -> withGroup(pending, key, nowMs).ifPresent(Rebalance::syncDeadline);
            case OFFSETS -> expireOffsets(pending, nowMs);
        }
    }

    private Optional<Turn> withGroup(PendingDecision pending, TimerKey key, long nowMs) {
        return state.group(key.groupId()).map(group -> pending.turn(group.copy(), config, nowMs));
    }

    private void consumerMember(PendingDecision pending, TimerKey key, long nowMs) {
        state.consumerGroup(key.groupId())
                .ifPresent(group -> consumers.memberDeadline(pending, group, key.memberId(), nowMs));
    }

    private void expireOffsets(PendingDecision pending, long nowMs) {
        boolean full = false;
        for (ClassicGroup group : state.groups()) {
            if (ExpireOffsets.isFull(pending.draft())) {
                full = true;
                break;
            }
            if (group.is(GroupState.EMPTY) && !state.pendingOffsets().has(group.groupId())) {
                expireOffsetsOf(group, pending, nowMs);
            }
        }
        for (ConsumerGroup group : state.consumerGroups()) {
            if (ExpireOffsets.isFull(pending.draft())) {
                full = true;
                break;
            }
            if (!state.pendingOffsets().has(group.groupId())) {
                expireOffsetsOf(group, pending, nowMs);
            }
        }
        pending.draft().arm(TimerKey.offsets(), full ? nowMs : nowMs + config.offsetsCheckIntervalMs());
    }

    /** An empty group whose last offset goes is gone itself. */
    private void expireOffsetsOf(ClassicGroup group, PendingDecision pending, long nowMs) {
        OptionalLong emptySinceMs = group.protocolType().isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(state.wallMs(group.stateTimestampMs()));
        int stored = state.offsets().of(group.groupId()).values().stream()
                .mapToInt(partitions -> partitions.size())
                .sum();
        int expired = ExpireOffsets.expire(
                group.groupId(),
                topic -> false,
                emptySinceMs,
                state.offsets(),
                pending.draft(),
                new ExpireOffsets.Clock(config.offsetsRetentionMs(), state.wallMs(nowMs)));
        if (expired == stored && group.isIdle()) {
            if (state.isStored(group.groupId())) {
                OffsetTombstones.appendMembership(group.groupId(), pending.draft());
            }
            pending.forget(group.groupId());
        }
    }

    /** While a consumer group has members, offsets of topics that none of them reads go by their own age. */
    private void expireOffsetsOf(ConsumerGroup group, PendingDecision pending, long nowMs) {
        Set<String> inUse = GroupTopics.of(group);
        int stored = state.offsets().of(group.groupId()).values().stream()
                .mapToInt(partitions -> partitions.size())
                .sum();
        int expired = ExpireOffsets.expire(
                group.groupId(),
                topic -> inUse.contains(topic),
                OptionalLong.empty(),
                state.offsets(),
                pending.draft(),
                new ExpireOffsets.Clock(config.offsetsRetentionMs(), state.wallMs(nowMs)));
        if (expired == stored && group.isEmpty()) {
            consumers.turn(pending, group, nowMs).removeGroup();
            pending.forgetConsumer(group.groupId());
        }
    }
}
