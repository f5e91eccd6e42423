package io.millrace.broker.coordinator.consumer;

import io.millrace.broker.coordinator.assignor.AssignorMember;
import io.millrace.broker.coordinator.assignor.Assignors;
import io.millrace.broker.coordinator.record.ConsumerMemberValue;
import io.millrace.broker.coordinator.record.PartitionSet;
import io.millrace.broker.coordinator.topology.Topology;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.Uuid;

/** Makes the target assignment of a group's newest epoch. */
final class TargetAssignment {
    private TargetAssignment() {}

    /** Does nothing while the target is of the group's epoch. */
    static void update(ConsumerTurn turn) {
        ConsumerGroup group = turn.group();
        if (group.epoch() <= group.targetEpoch()) {
            return;
        }
        SortedMap<Uuid, Integer> partitionCounts = new TreeMap<>();
        List<AssignorMember> members = new ArrayList<>();
        for (ConsumerMemberValue member : group.members()) {
            Set<Uuid> topics = new HashSet<>();
            for (String name : GroupTopics.of(group, member)) {
                turn.moment().topology().topic(name).ifPresent(topic -> add(topic, topics, partitionCounts));
            }
            members.add(new AssignorMember(
                    member.memberId(), member.instanceId(), topics, group.target(member.memberId())));
        }
        Map<String, PartitionSet> targets =
                Assignors.find(assignorOf(turn)).orElseThrow().assign(members, partitionCounts);
        targets.forEach((memberId, target) -> {
            if (!target.equals(turn.group().target(memberId))) {
                turn.storeTarget(memberId, target);
            }
        });
        turn.storeTargetEpoch(turn.group().epoch());
    }

    private static void add(Topology.Topic topic, Set<Uuid> topics, SortedMap<Uuid, Integer> partitionCounts) {
        topics.add(topic.id());
        partitionCounts.put(topic.id(), topic.partitionCount());
    }

    private static String assignorOf(ConsumerTurn turn) {
        return assignorOf(turn.group(), turn.config().assignors());
    }

    /** The one that most members ask for; the first of the list when nobody asks. */
    static String assignorOf(ConsumerGroup group, List<String> offered) {
        Map<String, Integer> votes = new LinkedHashMap<>();
        offered.forEach(name -> votes.put(name, 0));
        group.members().forEach(member -> member.subscription()
                .assignor()
                .ifPresent(wanted -> votes.computeIfPresent(wanted, (name, count) -> count + 1)));
        return votes.entrySet().stream()
                .reduce((best, next) -> next.getValue() > best.getValue() ? next : best)
                .map(Map.Entry::getKey)
                .orElseThrow();
    }
}
