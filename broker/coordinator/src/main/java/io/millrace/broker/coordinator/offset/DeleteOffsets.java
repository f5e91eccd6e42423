package io.millrace.broker.coordinator.offset;

import io.millrace.broker.coordinator.decision.DecisionDraft;
import java.util.Collection;
import java.util.function.Function;
import org.apache.kafka.common.message.OffsetDeleteRequestData;
import org.apache.kafka.common.message.OffsetDeleteResponseData;
import org.apache.kafka.common.message.OffsetDeleteResponseData.OffsetDeleteResponsePartition;
import org.apache.kafka.common.message.OffsetDeleteResponseData.OffsetDeleteResponsePartitionCollection;
import org.apache.kafka.common.message.OffsetDeleteResponseData.OffsetDeleteResponseTopic;
import org.apache.kafka.common.message.OffsetDeleteResponseData.OffsetDeleteResponseTopicCollection;
import org.apache.kafka.common.protocol.Errors;

/** OffsetDelete, version 0, and what the deletion of a topic does to committed offsets. */
public final class DeleteOffsets {
    private DeleteOffsets() {}

    /** @param complaint of a topic whose offsets must stay; {@link Errors#NONE} where they may go */
    public static OffsetDeleteResponseData delete(
            OffsetDeleteRequestData request,
            OffsetStore store,
            Function<String, Errors> complaint,
            DecisionDraft draft) {
        OffsetDeleteResponseTopicCollection topics = new OffsetDeleteResponseTopicCollection();
        request.topics().forEach(topic -> {
            Errors error = complaint.apply(topic.name());
            OffsetDeleteResponsePartitionCollection partitions = new OffsetDeleteResponsePartitionCollection();
            topic.partitions().forEach(partition -> {
                int index = partition.partitionIndex();
                boolean stored =
                        store.find(request.groupId(), topic.name(), index).isPresent();
                if (error == Errors.NONE && stored) {
                    OffsetTombstones.append(request.groupId(), topic.name(), index, draft);
                }
                partitions.add(new OffsetDeleteResponsePartition()
                        .setPartitionIndex(index)
                        .setErrorCode(error.code()));
            });
            topics.add(new OffsetDeleteResponseTopic().setName(topic.name()).setPartitions(partitions));
        });
        return new OffsetDeleteResponseData().setTopics(topics);
    }

    /** Of every group, up to the limit of one decision. True when there is more to do. */
    public static boolean ofTopics(Collection<String> topicNames, OffsetStore store, DecisionDraft draft) {
        for (String groupId : store.groupIds()) {
            for (String topicName : topicNames) {
                var partitions = store.of(groupId).get(topicName);
                if (partitions == null) {
                    continue;
                }
                for (int partition : partitions.keySet()) {
                    if (draft.records().size() >= OffsetTombstones.MAX_RECORDS) {
                        return true;
                    }
                    OffsetTombstones.append(groupId, topicName, partition, draft);
                }
            }
        }
        return false;
    }
}
