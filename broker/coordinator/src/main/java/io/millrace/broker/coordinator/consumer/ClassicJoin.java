package io.millrace.broker.coordinator.consumer;

import io.millrace.broker.coordinator.classic.ClassicReplies;
import io.millrace.broker.coordinator.decision.Caller;
import io.millrace.broker.coordinator.record.ConsumerMemberValue;
import io.millrace.broker.coordinator.record.ConsumerMemberValue.Classic;
import io.millrace.broker.coordinator.record.ConsumerMemberValue.Client;
import io.millrace.broker.coordinator.record.ConsumerMemberValue.Protocol;
import io.millrace.broker.coordinator.record.ConsumerMemberValue.Subscription;
import io.millrace.broker.coordinator.record.PositionValue;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.utils.Bytes;

/**
 * JoinGroup in a consumer group: the classic member becomes one of its members at once, its member epoch is the
 * generation that it hears of, and nobody is asked to lead.
 */
public final class ClassicJoin {
    static final String CONSUMER = "consumer";
    private static final short FIRST_WITH_REQUIRED_ID = 4;

    private final ConsumerTurn turn;
    private final Caller caller;
    private final JoinGroupRequestData request;
    private final List<Protocol> protocols;
    private boolean refused;

    private ClassicJoin(ConsumerTurn turn, Caller caller, JoinGroupRequestData request) {
        this.turn = turn;
        this.caller = caller;
        this.request = request;
        this.protocols = request.protocols().stream()
                .map(protocol -> new Protocol(protocol.name(), Bytes.wrap(protocol.metadata())))
                .toList();
    }

    /** Says whether the group has this member now; if not, it was told why, and nothing of the turn may hold. */
    public static boolean join(ConsumerTurn turn, Caller caller, JoinGroupRequestData request, String freshId) {
        ClassicJoin operation = new ClassicJoin(turn, caller, request);
        Optional<ClassicSubscriptions.Classic> subscription = operation.subscription();
        if (subscription.isEmpty() || !operation.fitsOthers()) {
            operation.refuse(request.memberId(), Errors.INCONSISTENT_GROUP_PROTOCOL);
        } else if (request.groupInstanceId() == null) {
            operation.joinDynamic(subscription.get(), freshId);
        } else {
            operation.joinStatic(subscription.get(), freshId);
        }
        return !operation.refused;
    }

    private Optional<ClassicSubscriptions.Classic> subscription() {
        return request.protocolType().equals(CONSUMER) && !protocols.isEmpty()
                ? ClassicSubscriptions.read(
                        protocols.get(0).metadata(), turn.moment().topology())
                : Optional.empty();
    }

    /** Should the group become a classic one, its members will need a protocol in common. */
    private boolean fitsOthers() {
        Set<String> names = protocols.stream().map(Protocol::name).collect(Collectors.toSet());
        for (ConsumerMemberValue member : turn.group().members()) {
            if (member.isClassic() && !member.memberId().equals(request.memberId())) {
                names.retainAll(member.classic().orElseThrow().protocols().stream()
                        .map(Protocol::name)
                        .toList());
            }
        }
        return !names.isEmpty();
    }

    private void joinDynamic(ClassicSubscriptions.Classic subscription, String freshId) {
        String newMemberId = caller.clientId() + "-" + freshId;
        if (!request.memberId().isEmpty()) {
            enter(request.memberId(), subscription);
        } else if (caller.apiVersion() >= FIRST_WITH_REQUIRED_ID) {
            refuse(newMemberId, Errors.MEMBER_ID_REQUIRED);
        } else {
            enter(newMemberId, subscription);
        }
    }

    private void joinStatic(ClassicSubscriptions.Classic subscription, String freshId) {
        if (!request.memberId().isEmpty()) {
            Optional<Refusal> refusal = Admission.identity(turn.group(), request.memberId(), request.groupInstanceId());
            if (refusal.isPresent()) {
                refuse(request.memberId(), refusal.get().error());
            } else {
                enter(request.memberId(), subscription);
            }
            return;
        }
        String newMemberId = request.groupInstanceId() + "-" + freshId;
        turn.group()
                .memberIdOf(request.groupInstanceId())
                .ifPresent(formerId -> Admission.takeOver(turn, formerId, newMemberId));
        enter(newMemberId, subscription);
    }

    private void enter(String memberId, ClassicSubscriptions.Classic subscription) {
        Optional<Refusal> full = Admission.full(turn, memberId);
        if (full.isPresent()) {
            refuse(memberId, full.get().error());
            return;
        }
        ConsumerMemberValue member = new ConsumerMemberValue(
                memberId,
                Optional.ofNullable(request.groupInstanceId()),
                subscription.rackId(),
                new Client(caller.clientId(), caller.clientHost()),
                new Subscription(subscription.topics(), Optional.empty(), Optional.empty()),
                request.rebalanceTimeoutMs() < 0 ? request.sessionTimeoutMs() : request.rebalanceTimeoutMs(),
                Optional.of(new Classic(request.sessionTimeoutMs(), protocols)));
        Membership.update(turn, turn.group().member(memberId), member);
        PositionValue position = Reconciliation.step(turn, member, Optional.of(subscription.owned()));
        turn.expectSignOfLife(member);
        turn.expectNewStep(member);
        turn.reply(
                caller,
                new JoinGroupResponseData()
                        .setMemberId(memberId)
                        .setGenerationId(position.epoch())
                        .setProtocolType(CONSUMER)
                        .setProtocolName(protocols.get(0).name())
                        .setLeader(""));
    }

    private void refuse(String memberId, Errors error) {
        refused = true;
        turn.reply(caller, ClassicReplies.joinError(caller, memberId, error));
    }
}
