package io.millrace.broker.coordinator.classic;

import io.millrace.broker.coordinator.decision.Caller;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.message.LeaveGroupRequestData;
import org.apache.kafka.common.message.LeaveGroupRequestData.MemberIdentity;
import org.apache.kafka.common.message.LeaveGroupResponseData;
import org.apache.kafka.common.message.LeaveGroupResponseData.MemberResponse;
import org.apache.kafka.common.protocol.Errors;

/**
 * LeaveGroup, versions 0 to 5: members go, each by its id, or (an operator does that) by its group instance id alone.
 * Also what happens to a member that was not heard of in time.
 */
public final class LeaveGroup {
    private static final short FIRST_WITH_MANY = 3;

    private LeaveGroup() {}

    public static void leave(Turn turn, Caller caller, LeaveGroupRequestData request) {
        List<MemberResponse> results = new ArrayList<>();
        int membersBefore = turn.group().members().size();
        for (MemberIdentity identity : identities(caller, request)) {
            results.add(result(identity, remove(turn, identity).orElse(Errors.NONE)));
        }
        afterRemoval(turn, membersBefore);
        turn.reply(caller, response(caller, results));
    }

    /** For a group that does not exist. */
    public static LeaveGroupResponseData unknown(Caller caller, LeaveGroupRequestData request, Errors error) {
        return response(
                caller,
                identities(caller, request).stream()
                        .map(identity -> result(identity, error))
                        .toList());
    }

    /** For a request that was refused as a whole. */
    public static LeaveGroupResponseData refused(Errors error) {
        return new LeaveGroupResponseData().setErrorCode(error.code());
    }

    public static List<MemberIdentity> identities(Caller caller, LeaveGroupRequestData request) {
        return caller.apiVersion() >= FIRST_WITH_MANY
                ? request.members()
                : List.of(new MemberIdentity().setMemberId(request.memberId()));
    }

    public static MemberResponse result(MemberIdentity identity, Errors error) {
        return new MemberResponse()
                .setMemberId(identity.memberId())
                .setGroupInstanceId(identity.groupInstanceId())
                .setErrorCode(error.code());
    }

    public static LeaveGroupResponseData response(Caller caller, List<MemberResponse> results) {
        return caller.apiVersion() >= FIRST_WITH_MANY
                ? new LeaveGroupResponseData().setMembers(results)
                : new LeaveGroupResponseData().setErrorCode(results.get(0).errorCode());
    }

    private static Optional<Errors> remove(Turn turn, MemberIdentity identity) {
        ClassicGroup group = turn.group();
        String memberId = identity.memberId();
        if (identity.groupInstanceId() != null && memberId.isEmpty()) {
            Optional<String> known = group.memberIdOf(identity.groupInstanceId());
            known.ifPresent(id -> removeMember(turn, id));
            return known.isPresent() ? Optional.empty() : Optional.of(Errors.UNKNOWN_MEMBER_ID);
        }
        if (group.pendingJoins().remove(memberId)) {
            turn.expectNothingFrom(memberId);
            return Optional.empty();
        }
        Optional<Errors> complaint = MemberCheck.complaint(group, memberId, identity.groupInstanceId());
        if (complaint.isEmpty()) {
            removeMember(turn, memberId);
        }
        return complaint;
    }

    private static void removeMember(Turn turn, String memberId) {
        turn.group()
                .member(memberId)
                .ifPresent(member -> ClassicReplies.answerWaits(turn, member, Errors.UNKNOWN_MEMBER_ID));
        turn.group().remove(memberId);
        turn.expectNothingFrom(memberId);
    }

    /** A lost member is a reason for a new generation; an id that never joined only stops holding one up. */
    private static void afterRemoval(Turn turn, int membersBefore) {
        if (turn.group().members().size() < membersBefore) {
            Rebalance.begin(turn);
        } else {
            Rebalance.completeIfAllJoined(turn);
        }
    }

    /** The deadline of a member has come. One whose request is open here is alive: it waits for us. */
    public static void memberDeadline(Turn turn, String memberId) {
        ClassicGroup group = turn.group();
        int membersBefore = group.members().size();
        Optional<ClassicMember> member = group.member(memberId);
        group.pendingJoins().remove(memberId);
        if (member.isPresent() && (member.get().isNew() || !member.get().isWaiting())) {
            removeMember(turn, memberId);
        }
        afterRemoval(turn, membersBefore);
    }
}
