package io.millrace.broker.coordinator.migration;

import io.millrace.broker.coordinator.classic.ClassicGroup;
import io.millrace.broker.coordinator.classic.ClassicMember;
import io.millrace.broker.coordinator.classic.ClassicReplies;
import io.millrace.broker.coordinator.classic.MemberProtocol;
import io.millrace.broker.coordinator.consumer.ClassicSubscriptions;
import io.millrace.broker.coordinator.consumer.ConsumerTurn;
import io.millrace.broker.coordinator.consumer.MembersGone;
import io.millrace.broker.coordinator.decision.GroupConfig;
import io.millrace.broker.coordinator.decision.TimerKey;
import io.millrace.broker.coordinator.record.ConsumerMemberValue;
import io.millrace.broker.coordinator.record.ConsumerMemberValue.Classic;
import io.millrace.broker.coordinator.record.ConsumerMemberValue.Client;
import io.millrace.broker.coordinator.record.ConsumerMemberValue.Protocol;
import io.millrace.broker.coordinator.record.ConsumerMemberValue.Subscription;
import io.millrace.broker.coordinator.record.PartitionSet;
import io.millrace.broker.coordinator.record.PositionValue;
import io.millrace.broker.coordinator.topology.Topology;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.utils.Bytes;

/** Makes a consumer group of a classic one; its members stay, with what they have. */
public final class Upgrade {
    private static final String CONSUMER = "consumer";

    private Upgrade() {}

    /** Empty when the group can be upgraded. */
    public static Optional<String> complaint(ClassicGroup group, GroupConfig config) {
        if (!config.consumer().migration().upgrades()) {
            return Optional.of("the online upgrade is disabled");
        }
        if (!group.protocolType().equals(CONSUMER)) {
            return Optional.of("the group is not of the consumer protocol type");
        }
        if (group.members().size() > config.consumer().maxMembers()) {
            return Optional.of("the group has more members than a consumer group may have");
        }
        boolean readable = group.members().stream()
                .allMatch(member -> ClassicSubscriptions.read(metadata(member, group), Topology.EMPTY)
                        .isPresent());
        return readable ? Optional.empty() : Optional.of("a subscription of a member cannot be read");
    }

    /** The tombstone of the classic group is the concern of the caller. Whoever waits in it has to join again. */
    public static void convert(ClassicGroup old, ConsumerTurn turn) {
        turn.draft().replyAll(ClassicReplies.allWaits(old, Errors.REBALANCE_IN_PROGRESS));
        turn.draft().cancel(TimerKey.join(old.groupId()));
        turn.draft().cancel(TimerKey.sync(old.groupId()));
        Topology topology = turn.moment().topology();
        for (ClassicMember member : old.members()) {
            PartitionSet assigned = ClassicSubscriptions.assigned(member.assignment(), topology);
            turn.storeMember(memberOf(member, old, topology));
            turn.storeTarget(member.memberId(), assigned);
            turn.storePosition(
                    member.memberId(),
                    new PositionValue(
                            old.generation(),
                            old.generation(),
                            PositionValue.State.STABLE,
                            assigned,
                            PartitionSet.EMPTY));
        }
        turn.storeEpoch(old.generation(), 0);
        turn.storeTargetEpoch(old.generation());
        MembersGone.expectEverybody(turn);
    }

    private static ConsumerMemberValue memberOf(ClassicMember member, ClassicGroup group, Topology topology) {
        ClassicSubscriptions.Classic subscription =
                ClassicSubscriptions.read(metadata(member, group), topology).orElseThrow();
        List<Protocol> protocols = member.terms().protocols().stream()
                .map(protocol -> new Protocol(protocol.name(), protocol.metadata()))
                .toList();
        return new ConsumerMemberValue(
                member.memberId(),
                member.groupInstanceId(),
                subscription.rackId(),
                new Client(member.clientId(), member.clientHost()),
                new Subscription(subscription.topics(), Optional.empty(), Optional.empty()),
                member.terms().rebalanceTimeoutMs(),
                Optional.of(new Classic(member.terms().sessionTimeoutMs(), protocols)));
    }

    /** Before the first generation there is no common protocol; then the member's own first choice speaks for it. */
    private static Bytes metadata(ClassicMember member, ClassicGroup group) {
        return group.protocol().flatMap(member.terms()::metadata).orElseGet(() -> member.terms().protocols().stream()
                .findFirst()
                .map(MemberProtocol::metadata)
                .orElseGet(() -> Bytes.wrap(new byte[0])));
    }
}
