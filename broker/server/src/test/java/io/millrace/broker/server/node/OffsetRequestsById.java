package io.millrace.broker.server.node;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetFetchRequestData;

/** Offsets of topics that are named by their ids, of a group without members: version 10. */
final class OffsetRequestsById {

    private OffsetRequestsById() {}

    /** The coordinator of the group is there from now on, with another offset of the topic. */
    static void findCoordinator(Admin admin, String group, String topic) throws Exception {
        admin.alterConsumerGroupOffsets(group, Map.of(new TopicPartition(topic, 0), new OffsetAndMetadata(1)))
                .all()
                .get();
    }

    /** Offset 17 of the first partition of each topic. */
    static OffsetCommitRequestData commit(String group, Uuid... topics) {
        return new OffsetCommitRequestData()
                .setGroupId(group)
                .setTopics(Stream.of(topics)
                        .map(id -> new OffsetCommitRequestData.OffsetCommitRequestTopic()
                                .setTopicId(id)
                                .setPartitions(List.of(new OffsetCommitRequestData.OffsetCommitRequestPartition()
                                        .setCommittedOffset(17))))
                        .toList());
    }

    /** The same partitions. */
    static OffsetFetchRequestData fetch(String group, Uuid... topics) {
        return new OffsetFetchRequestData()
                .setGroups(List.of(new OffsetFetchRequestData.OffsetFetchRequestGroup()
                        .setGroupId(group)
                        .setTopics(Stream.of(topics)
                                .map(id -> new OffsetFetchRequestData.OffsetFetchRequestTopics()
                                        .setTopicId(id)
                                        .setPartitionIndexes(List.of(0)))
                                .toList())));
    }
}
