package io.millrace.broker.coordinator.shard;

import io.millrace.broker.coordinator.classic.ClassicGroup;
import io.millrace.broker.coordinator.classic.ClassicReplies;
import io.millrace.broker.coordinator.classic.Heartbeat;
import io.millrace.broker.coordinator.classic.JoinGroup;
import io.millrace.broker.coordinator.classic.LeaveGroup;
import io.millrace.broker.coordinator.classic.SyncGroup;
import io.millrace.broker.coordinator.consumer.ConsumerGroup;
import io.millrace.broker.coordinator.decision.Caller;
import io.millrace.broker.coordinator.decision.GroupConfig;
import java.util.Optional;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.LeaveGroupRequestData;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.protocol.Errors;

/** The requests of members: finds the group, checks what does not need one, and lets the operation do the rest. */
final class GroupRequests {
    private final ShardState state;
    private final GroupConfig config;
    private final ConsumerRequests consumers;

    GroupRequests(ShardState state, GroupConfig config, ConsumerRequests consumers) {
        this.state = state;
        this.config = config;
        this.consumers = consumers;
    }

    void join(PendingDecision pending, Caller caller, JoinGroupRequestData request, String freshId, long nowMs) {
        pending.ifRefused(
                caller, error -> ClassicReplies.joinError(caller, request.memberId(), AppendErrors.forGroups(error)));
        Optional<ClassicGroup> group = state.group(request.groupId());
        Optional<ConsumerGroup> consumer = state.consumerGroup(request.groupId());
        boolean exists =
                group.isPresent() || consumer.filter(known -> !known.isEmpty()).isPresent();
        Optional<Errors> complaint = joinComplaint(request, exists, consumer.isPresent());
        if (complaint.isPresent()) {
            pending.draft().reply(caller, ClassicReplies.joinError(caller, request.memberId(), complaint.get()));
            return;
        }
        if (consumer.isPresent()) {
            consumers.joinClassic(pending, caller, request, consumer.get(), freshId, nowMs);
            return;
        }
        ClassicGroup copy = group.map(ClassicGroup::copy).orElseGet(() -> new ClassicGroup(request.groupId(), nowMs));
        JoinGroup.join(pending.turn(copy, config, nowMs), caller, request, freshId);
    }

    /** @param replaces an empty group of the other protocol makes room */
    private Optional<Errors> joinComplaint(JoinGroupRequestData request, boolean exists, boolean replaces) {
        if (request.groupId().isEmpty()) {
            return Optional.of(Errors.INVALID_GROUP_ID);
        }
        if (request.sessionTimeoutMs() < config.minSessionTimeoutMs()
                || request.sessionTimeoutMs() > config.maxSessionTimeoutMs()) {
            return Optional.of(Errors.INVALID_SESSION_TIMEOUT);
        }
        if (exists) {
            return Optional.empty();
        }
        if (!request.memberId().isEmpty()) {
            return Optional.of(Errors.UNKNOWN_MEMBER_ID);
        }
        return state.groupCount() >= config.maxGroups() && !replaces
                ? Optional.of(Errors.GROUP_MAX_SIZE_REACHED)
                : Optional.empty();
    }

    void sync(PendingDecision pending, Caller caller, SyncGroupRequestData request, long nowMs) {
        pending.ifRefused(caller, error -> ClassicReplies.syncError(AppendErrors.forGroups(error)));
        Optional<ConsumerGroup> consumer = state.consumerGroup(request.groupId());
        if (consumer.isPresent()) {
            consumers.syncClassic(pending, caller, request, consumer.get(), nowMs);
            return;
        }
        Optional<ClassicGroup> group = state.group(request.groupId());
        if (request.groupId().isEmpty() || group.isEmpty()) {
            pending.draft().reply(caller, ClassicReplies.syncError(unknownGroup(request.groupId())));
            return;
        }
        SyncGroup.sync(pending.turn(group.get().copy(), config, nowMs), caller, request);
    }

    void heartbeat(PendingDecision pending, Caller caller, HeartbeatRequestData request, long nowMs) {
        Optional<ConsumerGroup> consumer = state.consumerGroup(request.groupId());
        if (consumer.isPresent()) {
            consumers.heartbeatClassic(pending, caller, request, consumer.get(), nowMs);
            return;
        }
        Optional<ClassicGroup> group = state.group(request.groupId());
        if (request.groupId().isEmpty() || group.isEmpty()) {
            pending.draft().reply(caller, ClassicReplies.heartbeat(unknownGroup(request.groupId())));
            return;
        }
        // A heartbeat moves a deadline and nothing else, so it needs no copy.
        Heartbeat.heartbeat(pending.glance(group.get(), config, nowMs), caller, request);
    }

    void leave(PendingDecision pending, Caller caller, LeaveGroupRequestData request, long nowMs) {
        pending.ifRefused(caller, error -> LeaveGroup.refused(AppendErrors.forGroups(error)));
        Optional<ConsumerGroup> consumer = state.consumerGroup(request.groupId());
        if (consumer.isPresent()) {
            consumers.leaveClassic(pending, caller, request, consumer.get(), nowMs);
            return;
        }
        Optional<ClassicGroup> group = state.group(request.groupId());
        if (request.groupId().isEmpty()) {
            pending.draft().reply(caller, LeaveGroup.refused(Errors.INVALID_GROUP_ID));
        } else if (group.isEmpty()) {
            pending.draft().reply(caller, LeaveGroup.unknown(caller, request, Errors.UNKNOWN_MEMBER_ID));
        } else {
            LeaveGroup.leave(pending.turn(group.get().copy(), config, nowMs), caller, request);
        }
    }

    private static Errors unknownGroup(String groupId) {
        return groupId.isEmpty() ? Errors.INVALID_GROUP_ID : Errors.UNKNOWN_MEMBER_ID;
    }
}
