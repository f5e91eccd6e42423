package io.millrace.broker.coordinator.classic;

import io.millrace.broker.coordinator.decision.Caller;
import io.millrace.broker.coordinator.decision.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.message.HeartbeatResponseData;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.JoinGroupResponseData.JoinGroupResponseMember;
import org.apache.kafka.common.message.SyncGroupResponseData;
import org.apache.kafka.common.protocol.Errors;

/** The answers of the classic protocol. */
public final class ClassicReplies {
    /** Older versions have no null protocol name, an empty one says the same. */
    private static final short FIRST_WITH_NULL_PROTOCOL = 7;

    private ClassicReplies() {}

    public static JoinGroupResponseData joinError(Caller caller, String memberId, Errors error) {
        return new JoinGroupResponseData()
                .setErrorCode(error.code())
                .setMemberId(memberId)
                .setProtocolName(caller.apiVersion() >= FIRST_WITH_NULL_PROTOCOL ? null : "");
    }

    /** What the member has to know of its generation; the leader also hears who else is in it. */
    static JoinGroupResponseData joined(ClassicGroup group, ClassicMember member) {
        boolean leads = group.isLeader(member.memberId());
        return joined(group, member.memberId(), group.leaderId().orElse(""), leads ? membersOf(group) : List.of());
    }

    static JoinGroupResponseData joined(
            ClassicGroup group, String memberId, String leaderId, List<JoinGroupResponseMember> members) {
        return new JoinGroupResponseData()
                .setGenerationId(group.generation())
                .setProtocolType(group.protocolType())
                .setProtocolName(group.protocol().orElse(""))
                .setLeader(leaderId)
                .setMemberId(memberId)
                .setMembers(members);
    }

    static List<JoinGroupResponseMember> membersOf(ClassicGroup group) {
        String protocol = group.protocol().orElse("");
        return group.members().stream()
                .map(member -> new JoinGroupResponseMember()
                        .setMemberId(member.memberId())
                        .setGroupInstanceId(member.groupInstanceId().orElse(null))
                        .setMetadata(member.terms()
                                .metadata(protocol)
                                .map(metadata -> metadata.get())
                                .orElseGet(() -> new byte[0])))
                .toList();
    }

    public static SyncGroupResponseData syncError(Errors error) {
        return new SyncGroupResponseData().setErrorCode(error.code()).setAssignment(new byte[0]);
    }

    static SyncGroupResponseData synced(ClassicGroup group, ClassicMember member) {
        return new SyncGroupResponseData()
                .setProtocolType(group.protocolType())
                .setProtocolName(group.protocol().orElse(""))
                .setAssignment(member.assignment().get());
    }

    public static HeartbeatResponseData heartbeat(Errors error) {
        return new HeartbeatResponseData().setErrorCode(error.code());
    }

    /** Ends both waits of a member with this error. */
    static ClassicMember answerWaits(Turn turn, ClassicMember member, Errors error) {
        member.joining().ifPresent(caller -> turn.reply(caller, joinError(caller, member.memberId(), error)));
        member.syncing().ifPresent(caller -> turn.reply(caller, syncError(error)));
        return member.withJoining(Optional.empty()).withSyncing(Optional.empty());
    }

    /** An answer for everybody whose request is open in the group. */
    public static List<Reply> allWaits(ClassicGroup group, Errors error) {
        List<Reply> replies = new ArrayList<>();
        for (ClassicMember member : group.members()) {
            member.joining()
                    .ifPresent(caller ->
                            replies.add(new Reply(caller.requestId(), joinError(caller, member.memberId(), error))));
            member.syncing().ifPresent(caller -> replies.add(new Reply(caller.requestId(), syncError(error))));
        }
        return replies;
    }
}
