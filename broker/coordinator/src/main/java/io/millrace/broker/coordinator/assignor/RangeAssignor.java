package io.millrace.broker.coordinator.assignor;

import io.millrace.broker.coordinator.record.PartitionSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.apache.kafka.common.Uuid;

/**
 * Cuts each topic into ranges, one for each subscriber, so that equal partitions of topics with equal counts meet at one
 * member. Members stand in the order of their instance ids, then of their member ids: whoever keeps its place in that
 * order keeps its ranges.
 */
final class RangeAssignor implements PartitionAssignor {
    private static final Comparator<AssignorMember> ORDER = Comparator.comparing(
                    (AssignorMember member) -> member.instanceId().isEmpty())
            .thenComparing(member -> member.instanceId().orElse(""))
            .thenComparing(AssignorMember::memberId);

    @Override
    public Map<String, PartitionSet> assign(List<AssignorMember> members, SortedMap<Uuid, Integer> partitionCounts) {
        List<AssignorMember> inOrder = members.stream().sorted(ORDER).toList();
        Map<String, PartitionSet.Builder> assigned = new LinkedHashMap<>();
        inOrder.forEach(member -> assigned.put(member.memberId(), PartitionSet.builder()));
        partitionCounts.forEach((topicId, count) -> {
            List<AssignorMember> subscribers = inOrder.stream()
                    .filter(member -> member.topics().contains(topicId))
                    .toList();
            cut(topicId, count, subscribers, assigned);
        });
        Map<String, PartitionSet> result = new LinkedHashMap<>();
        assigned.forEach((memberId, partitions) -> result.put(memberId, partitions.build()));
        return result;
    }

    private static void cut(
            Uuid topicId, int count, List<AssignorMember> subscribers, Map<String, PartitionSet.Builder> assigned) {
        int next = 0;
        for (int index = 0; index < subscribers.size(); index++) {
            int share = count / subscribers.size() + (index < count % subscribers.size() ? 1 : 0);
            PartitionSet.Builder partitions =
                    assigned.get(subscribers.get(index).memberId());
            for (int end = next + share; next < end; next++) {
                partitions.add(topicId, next);
            }
        }
    }
}
