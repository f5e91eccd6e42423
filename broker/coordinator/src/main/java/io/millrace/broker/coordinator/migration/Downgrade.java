package io.millrace.broker.coordinator.migration;

import io.millrace.broker.coordinator.classic.AdoptedGroup;
import io.millrace.broker.coordinator.classic.ClassicGroup;
import io.millrace.broker.coordinator.classic.ClassicMember;
import io.millrace.broker.coordinator.classic.MemberProtocol;
import io.millrace.broker.coordinator.classic.MemberTerms;
import io.millrace.broker.coordinator.consumer.ClassicSubscriptions;
import io.millrace.broker.coordinator.consumer.ConsumerGroup;
import io.millrace.broker.coordinator.consumer.ConsumerTurn;
import io.millrace.broker.coordinator.decision.GroupConfig;
import io.millrace.broker.coordinator.record.ConsumerMemberValue;
import io.millrace.broker.coordinator.topology.Topology;
import java.util.List;

/** Makes a classic group of a consumer group whose members all speak the classic protocol. */
public final class Downgrade {
    private Downgrade() {}

    public static boolean isDue(ConsumerTurn turn) {
        ConsumerGroup group = turn.group();
        GroupConfig config = turn.moment().config();
        return config.consumer().migration().downgrades()
                && !group.isEmpty()
                && group.members().stream().allMatch(ConsumerMemberValue::isClassic)
                && group.members().size() <= config.maxMembers()
                && AdoptedGroup.isPossible(members(turn));
    }

    /**
     * The records of the consumer group go. A member that is in the group's epoch finds its generation in the new group;
     * any other has to join again.
     */
    public static ClassicGroup convert(ConsumerTurn turn) {
        ClassicGroup group = AdoptedGroup.of(
                turn.group().groupId(),
                turn.group().epoch(),
                members(turn),
                turn.moment().nowMs());
        turn.removeGroup();
        return group;
    }

    private static List<ClassicMember> members(ConsumerTurn turn) {
        Topology topology = turn.moment().topology();
        return turn.group().members().stream()
                .map(member -> memberOf(member, turn.group(), topology))
                .toList();
    }

    private static ClassicMember memberOf(ConsumerMemberValue member, ConsumerGroup group, Topology topology) {
        ConsumerMemberValue.Classic classic = member.classic().orElseThrow();
        MemberTerms terms = new MemberTerms(
                member.rebalanceTimeoutMs(),
                classic.sessionTimeoutMs(),
                classic.protocols().stream()
                        .map(protocol -> new MemberProtocol(protocol.name(), protocol.metadata()))
                        .toList());
        return AdoptedGroup.member(
                member.memberId(),
                member.instanceId(),
                member.client().id(),
                member.client().host(),
                terms,
                ClassicSubscriptions.write(
                        group.position(member.memberId()).assigned(),
                        topology,
                        classic.protocols().get(0).metadata()));
    }
}
