package io.millrace.broker.coordinator.classic;

import io.millrace.broker.coordinator.decision.Caller;
import io.millrace.broker.coordinator.decision.TimerKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.utils.Bytes;

/** SyncGroup, versions 0 to 5: the leader brings the assignment, everybody fetches its part of it. */
public final class SyncGroup {
    private SyncGroup() {}

    public static void sync(Turn turn, Caller caller, SyncGroupRequestData request) {
        ClassicGroup group = turn.group();
        Optional<Errors> complaint = complaint(group, request);
        if (complaint.isPresent()) {
            turn.reply(caller, ClassicReplies.syncError(complaint.get()));
            return;
        }
        ClassicMember member = group.member(request.memberId()).orElseThrow();
        switch (group.state()) {
            case EMPTY -> turn.reply(caller, ClassicReplies.syncError(Errors.UNKNOWN_MEMBER_ID));
            case PREPARING_REBALANCE -> turn.reply(caller, ClassicReplies.syncError(Errors.REBALANCE_IN_PROGRESS));
            case COMPLETING_REBALANCE -> {
                hasSynced(turn, member);
                ClassicMember free = ClassicReplies.answerWaits(turn, member, Errors.REBALANCE_IN_PROGRESS);
                group.put(free.withSyncing(Optional.of(caller)));
                if (group.isLeader(member.memberId())) {
                    assign(turn, request);
                }
            }
            case STABLE -> {
                hasSynced(turn, member);
                turn.expectSignOfLife(member);
                turn.reply(caller, ClassicReplies.synced(group, member));
            }
        }
    }

    private static Optional<Errors> complaint(ClassicGroup group, SyncGroupRequestData request) {
        return MemberCheck.complaint(group, request.memberId(), request.groupInstanceId(), request.generationId())
                .or(() -> differs(request.protocolType(), group.protocolType())
                                || differs(
                                        request.protocolName(), group.protocol().orElse(""))
                        ? Optional.of(Errors.INCONSISTENT_GROUP_PROTOCOL)
                        : Optional.empty());
    }

    /** Older versions do not say. */
    private static boolean differs(String claimed, String actual) {
        return claimed != null && !claimed.equals(actual);
    }

    private static void hasSynced(Turn turn, ClassicMember member) {
        ClassicGroup group = turn.group();
        group.pendingSyncs().remove(member.memberId());
        if (group.pendingSyncs().isEmpty()) {
            turn.draft().cancel(TimerKey.sync(group.groupId()));
        }
    }

    /** Everybody hears of its part only once the assignment is stored: this turn has a record, so answers wait for it. */
    private static void assign(Turn turn, SyncGroupRequestData request) {
        ClassicGroup group = turn.group();
        Map<String, Bytes> assignments = new LinkedHashMap<>();
        request.assignments()
                .forEach(assignment -> assignments.put(assignment.memberId(), Bytes.wrap(assignment.assignment())));
        for (ClassicMember member : List.copyOf(group.members())) {
            ClassicMember assigned = member.withAssignment(
                            assignments.getOrDefault(member.memberId(), ClassicMember.NO_ASSIGNMENT))
                    .withSyncing(Optional.empty());
            group.put(assigned);
            member.syncing().ifPresent(waiting -> {
                turn.expectSignOfLife(assigned);
                turn.reply(waiting, ClassicReplies.synced(group, assigned));
            });
        }
        group.enter(GroupState.STABLE, turn.nowMs());
        turn.storeGroup();
    }
}
