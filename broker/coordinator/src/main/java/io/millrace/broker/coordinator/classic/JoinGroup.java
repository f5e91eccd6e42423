package io.millrace.broker.coordinator.classic;

import io.millrace.broker.coordinator.classic.ClassicGroup.InitialDelay;
import io.millrace.broker.coordinator.decision.Caller;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.utils.Bytes;

/**
 * JoinGroup, versions 0 to 9: a member wants to be in the next generation. The answer usually has to wait for the other
 * members. Limits, timeouts and the existence of the group have been checked.
 */
public final class JoinGroup {
    /** KIP-394: a member gets its id before it gets a place, so that lost answers leave no ghosts behind. */
    private static final short FIRST_WITH_REQUIRED_ID = 4;

    /** KIP-814: the leader may be told that the assignment is unchanged. */
    private static final short FIRST_WITH_SKIP_ASSIGNMENT = 9;

    /** A new member may wait long for the others, but not for ever: its client may be gone. */
    private static final int NEW_MEMBER_TIMEOUT_MS = 300_000;

    private final Turn turn;
    private final ClassicGroup group;
    private final Caller caller;
    private final JoinGroupRequestData request;
    private final MemberTerms terms;
    private boolean refused;

    private JoinGroup(Turn turn, Caller caller, JoinGroupRequestData request) {
        this.turn = turn;
        this.group = turn.group();
        this.caller = caller;
        this.request = request;
        this.terms = termsOf(request);
    }

    /** Says whether the group knows of this client now; if not, it was told why. */
    public static boolean join(Turn turn, Caller caller, JoinGroupRequestData request, String freshId) {
        JoinGroup operation = new JoinGroup(turn, caller, request);
        operation.join(freshId);
        return !operation.refused;
    }

    private void join(String freshId) {
        if (isFull()) {
            refuse(request.memberId(), Errors.GROUP_MAX_SIZE_REACHED);
        } else if (!ProtocolChoice.fits(group, request.protocolType(), terms.protocols())) {
            refuse(request.memberId(), Errors.INCONSISTENT_GROUP_PROTOCOL);
        } else if (request.memberId().isEmpty()) {
            joinWithoutId(freshId);
        } else {
            joinWithId(request.memberId());
        }
    }

    private static MemberTerms termsOf(JoinGroupRequestData request) {
        // Version 0 knows one timeout for both.
        int rebalanceTimeoutMs =
                request.rebalanceTimeoutMs() < 0 ? request.sessionTimeoutMs() : request.rebalanceTimeoutMs();
        return new MemberTerms(
                rebalanceTimeoutMs,
                request.sessionTimeoutMs(),
                request.protocols().stream()
                        .map(protocol -> new MemberProtocol(protocol.name(), Bytes.wrap(protocol.metadata())))
                        .toList());
    }

    /** Members count, and so do ids that were handed out: both take memory. */
    private boolean isFull() {
        boolean known = group.member(request.memberId()).isPresent()
                || group.pendingJoins().contains(request.memberId())
                || (request.groupInstanceId() != null
                        && group.memberIdOf(request.groupInstanceId()).isPresent());
        return !known
                && group.members().size() + group.pendingJoins().size()
                        >= turn.config().maxMembers();
    }

    private void joinWithoutId(String freshId) {
        if (request.groupInstanceId() != null) {
            String newMemberId = request.groupInstanceId() + "-" + freshId;
            Optional<ClassicMember> former =
                    group.memberIdOf(request.groupInstanceId()).flatMap(group::member);
            if (former.isPresent()) {
                replaceStaticMember(former.get(), newMemberId);
            } else {
                addMember(newMemberId);
            }
            return;
        }
        String newMemberId = caller.clientId() + "-" + freshId;
        if (caller.apiVersion() >= FIRST_WITH_REQUIRED_ID) {
            group.pendingJoins().add(newMemberId);
            turn.expectSignOfLife(newMemberId, request.sessionTimeoutMs());
            answer(newMemberId, Errors.MEMBER_ID_REQUIRED);
        } else {
            addMember(newMemberId);
        }
    }

    private void joinWithId(String memberId) {
        if (group.pendingJoins().contains(memberId) && request.groupInstanceId() == null) {
            addMember(memberId);
            return;
        }
        Optional<Errors> complaint = MemberCheck.complaint(group, memberId, request.groupInstanceId());
        if (complaint.isPresent()) {
            refuse(memberId, complaint.get());
            return;
        }
        ClassicMember member = group.member(memberId).orElseThrow();
        boolean unchanged = member.terms().protocols().equals(terms.protocols());
        switch (group.state()) {
            case EMPTY -> refuse(memberId, Errors.UNKNOWN_MEMBER_ID);
            case PREPARING_REBALANCE -> joinAgain(member);
            case COMPLETING_REBALANCE -> {
                // The same question again: the answer may have been lost on the way.
                if (unchanged) {
                    answerWithGeneration(member);
                } else {
                    joinAgain(member);
                }
            }
            case STABLE -> {
                // A leader that joins again wants a new assignment, even if nothing has changed for itself.
                if (unchanged && !group.isLeader(memberId)) {
                    answerWithGeneration(member);
                } else {
                    joinAgain(member);
                }
            }
        }
    }

    private void answerWithGeneration(ClassicMember member) {
        turn.expectSignOfLife(member);
        turn.reply(caller, ClassicReplies.joined(group, member));
    }

    private void addMember(String memberId) {
        ClassicMember member = new ClassicMember(
                memberId,
                Optional.ofNullable(request.groupInstanceId()),
                caller.clientId(),
                caller.clientHost(),
                terms,
                ClassicMember.NO_ASSIGNMENT,
                Optional.of(caller),
                Optional.empty(),
                true);
        if (group.members().isEmpty()) {
            group.protocolType(request.protocolType());
        }
        InitialDelay delay = group.initialDelay();
        if (group.is(GroupState.PREPARING_REBALANCE) && delay.running()) {
            group.initialDelay(new InitialDelay(true, delay.remainingMs(), true));
        }
        group.put(member);
        turn.expectSignOfLife(memberId, NEW_MEMBER_TIMEOUT_MS);
        Rebalance.begin(turn);
    }

    private void joinAgain(ClassicMember member) {
        // An earlier join of the same member that is still open came over a connection that the client gave up.
        ClassicMember free = ClassicReplies.answerWaits(turn, member, Errors.REBALANCE_IN_PROGRESS);
        group.put(free.withTerms(terms).withClient(caller).withJoining(Optional.of(caller)));
        turn.expectSignOfLife(group.member(member.memberId()).orElseThrow());
        Rebalance.begin(turn);
    }

    /** The static member has restarted. Its former self is fenced, its place stays, and often no rebalance is needed. */
    private void replaceStaticMember(ClassicMember former, String newMemberId) {
        ClassicReplies.answerWaits(turn, former, Errors.FENCED_INSTANCE_ID);
        turn.expectNothingFrom(former.memberId());
        String formerLeader = group.leaderId().orElse("");
        ClassicMember renewed =
                former.withMemberId(newMemberId).withTerms(terms).withClient(caller);
        group.replace(former.memberId(), renewed);
        turn.expectSignOfLife(renewed);
        Optional<String> nextProtocol = ProtocolChoice.of(group);
        if (group.is(GroupState.STABLE) && nextProtocol.equals(group.protocol())) {
            turn.storeGroup();
            turn.reply(caller, keptPlace(renewed, formerLeader));
            return;
        }
        group.put(renewed.withJoining(Optional.of(caller)));
        Rebalance.begin(turn);
    }

    /**
     * The generation goes on. A leader that can be told so gets its role back without making an assignment; an older one
     * is told that its former self leads, because as a leader it would make an assignment nobody waits for.
     */
    private JoinGroupResponseData keptPlace(ClassicMember member, String formerLeader) {
        boolean leads = group.isLeader(member.memberId());
        if (caller.apiVersion() >= FIRST_WITH_SKIP_ASSIGNMENT) {
            return ClassicReplies.joined(
                            group,
                            member.memberId(),
                            group.leaderId().orElse(""),
                            leads ? ClassicReplies.membersOf(group) : List.of())
                    .setSkipAssignment(leads);
        }
        return ClassicReplies.joined(group, member.memberId(), formerLeader, List.of());
    }

    private void refuse(String memberId, Errors error) {
        refused = true;
        answer(memberId, error);
    }

    private void answer(String memberId, Errors error) {
        turn.reply(caller, ClassicReplies.joinError(caller, memberId, error));
    }
}
