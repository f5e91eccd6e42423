package io.millrace.broker.coordinator.shard;

import io.millrace.broker.coordinator.classic.AdoptedGroup;
import io.millrace.broker.coordinator.classic.ClassicGroup;
import io.millrace.broker.coordinator.classic.GroupState;
import io.millrace.broker.coordinator.classic.JoinGroup;
import io.millrace.broker.coordinator.classic.Turn;
import io.millrace.broker.coordinator.consumer.ClassicJoin;
import io.millrace.broker.coordinator.consumer.ClassicMembers;
import io.millrace.broker.coordinator.consumer.ConsumerGroup;
import io.millrace.broker.coordinator.consumer.ConsumerHeartbeat;
import io.millrace.broker.coordinator.consumer.ConsumerTurn;
import io.millrace.broker.coordinator.consumer.HeartbeatCheck;
import io.millrace.broker.coordinator.consumer.MembersGone;
import io.millrace.broker.coordinator.consumer.Moment;
import io.millrace.broker.coordinator.consumer.Refusal;
import io.millrace.broker.coordinator.decision.Caller;
import io.millrace.broker.coordinator.decision.GroupConfig;
import io.millrace.broker.coordinator.migration.Downgrade;
import io.millrace.broker.coordinator.migration.Upgrade;
import io.millrace.broker.coordinator.offset.OffsetTombstones;
import io.millrace.broker.coordinator.record.ConsumerMemberValue;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatRequestData;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.LeaveGroupRequestData;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.protocol.Errors;

/** The requests of members of the consumer protocol, and what both protocols have in common: groups that change it. */
final class ConsumerRequests {
    private final ShardState state;
    private final GroupConfig config;

    ConsumerRequests(ShardState state, GroupConfig config) {
        this.state = state;
        this.config = config;
    }

    ConsumerTurn turn(PendingDecision pending, ConsumerGroup group, long nowMs) {
        return pending.consumerTurn(group, moment(nowMs, Optional.empty()));
    }

    private Moment moment(long nowMs, Optional<Predicate<String>> mayDescribe) {
        return new Moment(config, state.topology(), nowMs, state.deadlines()::isArmed, mayDescribe);
    }

    void heartbeat(
            PendingDecision pending,
            Caller caller,
            ConsumerGroupHeartbeatRequestData request,
            String freshId,
            Predicate<String> mayDescribe,
            long nowMs) {
        pending.ifRefused(caller, error -> ConsumerHeartbeat.refused(AppendErrors.forGroups(error)));
        Optional<Refusal> refusal = HeartbeatCheck.complaint(request, caller.apiVersion(), config.consumer())
                .or(() -> groupComplaint(request));
        if (refusal.isPresent()) {
            pending.draft().reply(caller, ConsumerHeartbeat.refused(refusal.get()));
            return;
        }
        ConsumerTurn turn = enter(pending, request.groupId(), moment(nowMs, Optional.of(mayDescribe)));
        if (ConsumerHeartbeat.isLeave(request)) {
            if (ConsumerHeartbeat.leave(turn, caller, request)) {
                afterLoss(pending, turn);
            }
        } else {
            String memberId = request.memberId().isEmpty() ? freshId : request.memberId();
            ConsumerHeartbeat.beat(turn, caller, request, memberId).ifPresent(reason -> {
                pending.withdraw();
                pending.draft().reply(caller, ConsumerHeartbeat.refused(reason));
            });
        }
    }

    private Optional<Refusal> groupComplaint(ConsumerGroupHeartbeatRequestData request) {
        String groupId = request.groupId();
        if (state.consumerGroup(groupId).isPresent()) {
            return Optional.empty();
        }
        Optional<ClassicGroup> classic = state.group(groupId);
        if (!ConsumerHeartbeat.isJoin(request)) {
            return Optional.of(
                    classic.isPresent()
                            ? new Refusal(Errors.GROUP_ID_NOT_FOUND, "Group " + groupId + " is not a consumer group.")
                            // The client knows what to do about this one: it joins again.
                            : new Refusal(Errors.UNKNOWN_MEMBER_ID, "Consumer group " + groupId + " not found."));
        }
        if (classic.isEmpty()) {
            return state.groupCount() < config.maxGroups()
                    ? Optional.empty()
                    : Optional.of(new Refusal(
                            Errors.GROUP_MAX_SIZE_REACHED, "No more than " + config.maxGroups() + " groups fit here."));
        }
        return classic.get().is(GroupState.EMPTY)
                ? Optional.empty()
                : Upgrade.complaint(classic.get(), config)
                        .map(reason -> new Refusal(
                                Errors.GROUP_ID_NOT_FOUND,
                                "Cannot upgrade classic group " + groupId + " to consumer group because " + reason
                                        + "."));
    }

    /** The group as it is, or a new one, or one made of a classic group. */
    private ConsumerTurn enter(PendingDecision pending, String groupId, Moment moment) {
        Optional<ConsumerGroup> known = state.consumerGroup(groupId);
        ConsumerTurn turn = pending.consumerTurn(known.orElseGet(() -> new ConsumerGroup(groupId)), moment);
        state.group(groupId).ifPresent(classic -> {
            pending.forget(groupId);
            if (state.isStored(groupId)) {
                OffsetTombstones.appendMembership(groupId, pending.draft());
            }
            if (!classic.is(GroupState.EMPTY)) {
                Upgrade.convert(classic, turn);
            }
        });
        return turn;
    }

    /** Members are gone: a group of classic members becomes a classic group, any other gets its next epoch. */
    void afterLoss(PendingDecision pending, ConsumerTurn turn) {
        if (Downgrade.isDue(turn)) {
            downgrade(pending, turn);
        } else {
            MembersGone.nextEpoch(turn);
        }
    }

    private Turn downgrade(PendingDecision pending, ConsumerTurn turn) {
        ClassicGroup classic = Downgrade.convert(turn);
        pending.forgetConsumer(classic.groupId());
        Turn classicTurn = pending.turn(classic, config, turn.moment().nowMs());
        AdoptedGroup.begin(classicTurn);
        return classicTurn;
    }

    /** A classic member joins; what it finds may have to become a classic group first, but not if it is refused. */
    void joinClassic(
            PendingDecision pending,
            Caller caller,
            JoinGroupRequestData request,
            ConsumerGroup group,
            String freshId,
            long nowMs) {
        if (!tryJoinClassic(pending, caller, request, group, freshId, nowMs)) {
            pending.withdrawAllBut(caller);
        }
    }

    private boolean tryJoinClassic(
            PendingDecision pending,
            Caller caller,
            JoinGroupRequestData request,
            ConsumerGroup group,
            String freshId,
            long nowMs) {
        ConsumerTurn turn = turn(pending, group, nowMs);
        if (group.isEmpty()) {
            turn.removeGroup();
            pending.forgetConsumer(group.groupId());
            Turn fresh = pending.turn(new ClassicGroup(group.groupId(), nowMs), config, nowMs);
            return JoinGroup.join(fresh, caller, request, freshId);
        }
        Optional<String> replaced = lastOfItsKind(group, request);
        if (replaced.isPresent()) {
            MembersGone.sessionEnded(turn, replaced.get());
            if (Downgrade.isDue(turn)) {
                return JoinGroup.join(downgrade(pending, turn), caller, request, freshId);
            }
        }
        return ClassicJoin.join(turn, caller, request, freshId);
    }

    /** The member of the newer protocol that a restarted static member replaces, if no other one is in the group. */
    private static Optional<String> lastOfItsKind(ConsumerGroup group, JoinGroupRequestData request) {
        if (request.groupInstanceId() == null || !request.memberId().isEmpty()) {
            return Optional.empty();
        }
        List<String> newer = group.members().stream()
                .filter(member -> !member.isClassic())
                .map(ConsumerMemberValue::memberId)
                .toList();
        return group.memberIdOf(request.groupInstanceId())
                .filter(memberId ->
                        newer.equals(List.of(memberId)) && group.members().size() > 1);
    }

    void syncClassic(
            PendingDecision pending, Caller caller, SyncGroupRequestData request, ConsumerGroup group, long nowMs) {
        ClassicMembers.sync(turn(pending, group, nowMs), caller, request);
    }

    void heartbeatClassic(
            PendingDecision pending, Caller caller, HeartbeatRequestData request, ConsumerGroup group, long nowMs) {
        ClassicMembers.heartbeat(turn(pending, group, nowMs), caller, request);
    }

    void leaveClassic(
            PendingDecision pending, Caller caller, LeaveGroupRequestData request, ConsumerGroup group, long nowMs) {
        ConsumerTurn turn = turn(pending, group, nowMs);
        if (ClassicMembers.leave(turn, caller, request)) {
            afterLoss(pending, turn);
        }
    }

    /** A session has ended, or a member has not taken its next step in time. */
    void memberDeadline(PendingDecision pending, ConsumerGroup group, String memberId, long nowMs) {
        ConsumerTurn turn = turn(pending, group, nowMs);
        if (MembersGone.sessionEnded(turn, memberId)) {
            afterLoss(pending, turn);
        }
    }
}
