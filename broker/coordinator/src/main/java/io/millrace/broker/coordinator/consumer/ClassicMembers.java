package io.millrace.broker.coordinator.consumer;

import io.millrace.broker.coordinator.classic.ClassicReplies;
import io.millrace.broker.coordinator.classic.LeaveGroup;
import io.millrace.broker.coordinator.decision.Caller;
import io.millrace.broker.coordinator.record.ConsumerMemberValue;
import io.millrace.broker.coordinator.record.ConsumerMemberValue.Protocol;
import io.millrace.broker.coordinator.record.PartitionSet;
import io.millrace.broker.coordinator.record.PositionValue;
import io.millrace.broker.coordinator.record.PositionValue.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.LeaveGroupRequestData;
import org.apache.kafka.common.message.LeaveGroupRequestData.MemberIdentity;
import org.apache.kafka.common.message.LeaveGroupResponseData.MemberResponse;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.message.SyncGroupResponseData;
import org.apache.kafka.common.protocol.Errors;

/** SyncGroup, Heartbeat and LeaveGroup of classic members in a consumer group. */
public final class ClassicMembers {
    private ClassicMembers() {}

    /** The assignment is there already; a member that is behind its group is sent to join again instead. */
    public static void sync(ConsumerTurn turn, Caller caller, SyncGroupRequestData request) {
        Optional<Errors> complaint =
                complaint(turn.group(), request.memberId(), request.groupInstanceId(), request.generationId());
        if (complaint.isPresent()) {
            turn.reply(caller, ClassicReplies.syncError(complaint.get()));
            return;
        }
        ConsumerMemberValue member = turn.group().member(request.memberId()).orElseThrow();
        Protocol protocol = member.classic().orElseThrow().protocols().get(0);
        if (differs(request.protocolType(), ClassicJoin.CONSUMER) || differs(request.protocolName(), protocol.name())) {
            turn.reply(caller, ClassicReplies.syncError(Errors.INCONSISTENT_GROUP_PROTOCOL));
            return;
        }
        PositionValue position = turn.group().position(member.memberId());
        turn.expectSignOfLife(member);
        if (turn.group().epoch() > position.epoch() && position.state() != State.UNREVOKED_PARTITIONS) {
            turn.expectStep(member);
            turn.reply(caller, ClassicReplies.syncError(Errors.REBALANCE_IN_PROGRESS));
            return;
        }
        turn.expectNoStep(member.memberId());
        turn.reply(
                caller,
                new SyncGroupResponseData()
                        .setProtocolType(ClassicJoin.CONSUMER)
                        .setProtocolName(protocol.name())
                        .setAssignment(ClassicSubscriptions.write(
                                        position.assigned(), turn.moment().topology(), protocol.metadata())
                                .get()));
    }

    public static void heartbeat(ConsumerTurn turn, Caller caller, HeartbeatRequestData request) {
        Optional<Errors> complaint =
                complaint(turn.group(), request.memberId(), request.groupInstanceId(), request.generationId());
        if (complaint.isPresent()) {
            turn.reply(caller, ClassicReplies.heartbeat(complaint.get()));
            return;
        }
        ConsumerMemberValue member = turn.group().member(request.memberId()).orElseThrow();
        turn.expectSignOfLife(member);
        boolean again = hasToJoinAgain(turn.group(), member.memberId());
        if (again) {
            turn.expectStep(member);
        }
        turn.reply(caller, ClassicReplies.heartbeat(again ? Errors.REBALANCE_IN_PROGRESS : Errors.NONE));
    }

    /** A new epoch, partitions to give up, or partitions that others have let go meanwhile. */
    private static boolean hasToJoinAgain(ConsumerGroup group, String memberId) {
        PositionValue position = group.position(memberId);
        return switch (position.state()) {
            case STABLE -> position.epoch() < group.epoch();
            case UNRELEASED_PARTITIONS -> position.epoch() < group.epoch() || hasFree(group, memberId, position);
            case UNREVOKED_PARTITIONS, UNKNOWN -> true;
        };
    }

    private static boolean hasFree(ConsumerGroup group, String memberId, PositionValue position) {
        PartitionSet missing = group.target(memberId).minus(position.assigned());
        return !missing.keep((topicId, partition) -> !group.isHeldByOthers(topicId, partition, memberId))
                .isEmpty();
    }

    /** True when somebody has left. */
    public static boolean leave(ConsumerTurn turn, Caller caller, LeaveGroupRequestData request) {
        List<MemberResponse> results = new ArrayList<>();
        int before = turn.group().members().size();
        for (MemberIdentity identity : LeaveGroup.identities(caller, request)) {
            Optional<Errors> complaint = leaveComplaint(turn.group(), identity);
            if (complaint.isEmpty()) {
                Membership.remove(turn, List.of(memberId(turn.group(), identity)));
            }
            results.add(LeaveGroup.result(identity, complaint.orElse(Errors.NONE)));
        }
        turn.reply(caller, LeaveGroup.response(caller, results));
        return turn.group().members().size() < before;
    }

    private static Optional<Errors> leaveComplaint(ConsumerGroup group, MemberIdentity identity) {
        if (isByInstance(identity)) {
            // An operator removes whatever stands under this instance id.
            return group.memberIdOf(identity.groupInstanceId()).isPresent()
                    ? Optional.empty()
                    : Optional.of(Errors.UNKNOWN_MEMBER_ID);
        }
        return classicComplaint(group, identity.memberId(), identity.groupInstanceId());
    }

    private static String memberId(ConsumerGroup group, MemberIdentity identity) {
        return isByInstance(identity)
                ? group.memberIdOf(identity.groupInstanceId()).orElseThrow()
                : identity.memberId();
    }

    private static boolean isByInstance(MemberIdentity identity) {
        return identity.groupInstanceId() != null && identity.memberId().isEmpty();
    }

    private static Optional<Errors> complaint(ConsumerGroup group, String memberId, String instanceId, int generation) {
        return classicComplaint(group, memberId, instanceId)
                .or(() -> generation == group.position(memberId).epoch()
                        ? Optional.empty()
                        : Optional.of(Errors.ILLEGAL_GENERATION));
    }

    private static Optional<Errors> classicComplaint(ConsumerGroup group, String memberId, String instanceId) {
        return Admission.identity(group, memberId, instanceId)
                .map(Refusal::error)
                .or(() -> group.member(memberId).orElseThrow().isClassic()
                        ? Optional.empty()
                        : Optional.of(Errors.UNKNOWN_MEMBER_ID));
    }

    /** Older versions do not say. */
    private static boolean differs(String claimed, String actual) {
        return claimed != null && !claimed.equals(actual);
    }
}
