package io.millrace.broker.coordinator.shard;

import io.millrace.broker.coordinator.classic.ClassicGroup;
import io.millrace.broker.coordinator.classic.GroupState;
import io.millrace.broker.coordinator.classic.LeaveGroup;
import io.millrace.broker.coordinator.classic.Rebalance;
import io.millrace.broker.coordinator.classic.Turn;
import io.millrace.broker.coordinator.decision.GroupConfig;
import io.millrace.broker.coordinator.decision.TimerKey;
import io.millrace.broker.coordinator.offset.ExpireOffsets;
import io.millrace.broker.coordinator.offset.OffsetTombstones;
import java.util.Optional;
import java.util.OptionalLong;

/** What happens when a deadline has come. */
final class DueWork {
    private final ShardState state;
    private final GroupConfig config;

    DueWork(ShardState state, GroupConfig config) {
        this.state = state;
        this.config = config;
    }

    void fire(PendingDecision pending, TimerKey key, long nowMs) {
        pending.fired(key);
        switch (key.kind()) {
            case MEMBER ->
                withGroup(pending, key, nowMs).ifPresent(turn -> LeaveGroup.memberDeadline(turn, key.memberId()));
            case JOIN -> withGroup(pending, key, nowMs).ifPresent(Rebalance::joinDeadline);
            case SYNC -> withGroup(pending, key, nowMs).ifPresent(Rebalance::syncDeadline);
            case OFFSETS -> expireOffsets(pending, nowMs);
        }
    }

    private Optional<Turn> withGroup(PendingDecision pending, TimerKey key, long nowMs) {
        return state.group(key.groupId()).map(group -> pending.turn(group.copy(), config, nowMs));
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
        pending.draft().arm(TimerKey.offsets(), full ? nowMs : nowMs + config.offsetsCheckIntervalMs());
    }

    /** An empty group whose last offset goes is gone itself. */
    private void expireOffsetsOf(ClassicGroup group, PendingDecision pending, long nowMs) {
        OptionalLong emptySinceMs =
                group.protocolType().isEmpty() ? OptionalLong.empty() : OptionalLong.of(group.stateTimestampMs());
        int stored = state.offsets().of(group.groupId()).values().stream()
                .mapToInt(partitions -> partitions.size())
                .sum();
        int expired = ExpireOffsets.expire(
                group.groupId(), emptySinceMs, state.offsets(), pending.draft(), config.offsetsRetentionMs(), nowMs);
        if (expired == stored && group.isIdle()) {
            if (state.isStored(group.groupId())) {
                OffsetTombstones.appendMembership(group.groupId(), pending.draft());
            }
            pending.forget(group.groupId());
        }
    }
}
