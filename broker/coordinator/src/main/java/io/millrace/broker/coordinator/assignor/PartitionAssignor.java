package io.millrace.broker.coordinator.assignor;

import io.millrace.broker.coordinator.record.PartitionSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.apache.kafka.common.Uuid;

/** Gives every partition of every subscribed topic to exactly one of the topic's subscribers. */
@FunctionalInterface
public interface PartitionAssignor {

    /**
     * The same input gives the same answer.
     *
     * @param partitionCounts of all subscribed topics
     * @return an entry for each member
     */
    Map<String, PartitionSet> assign(List<AssignorMember> members, SortedMap<Uuid, Integer> partitionCounts);
}
