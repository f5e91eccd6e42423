package io.millrace.broker.coordinator.offset;

import io.millrace.broker.coordinator.record.OffsetValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestGroup;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestTopics;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponseGroup;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponsePartitions;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponseTopics;
import org.apache.kafka.common.protocol.Errors;

/**
 * OffsetFetch, versions 1 to 10, one group at a time. A partition without a commit is no error: its offset is -1. What
 * is stored is stable, because offsets of open transactions are not stored here before they commit.
 */
public final class FetchOffsets {
    private static final long NO_OFFSET = -1;

    private FetchOffsets() {}

    public static OffsetFetchResponseGroup fetch(OffsetFetchRequestGroup request, OffsetStore store) {
        OffsetFetchResponseGroup response = new OffsetFetchResponseGroup().setGroupId(request.groupId());
        return request.topics() == null
                ? response.setTopics(all(request.groupId(), store))
                : response.setTopics(request.topics().stream()
                        .map(topic -> asked(request.groupId(), topic, store))
                        .toList());
    }

    public static OffsetFetchResponseGroup refused(OffsetFetchRequestGroup request, Errors error) {
        return new OffsetFetchResponseGroup().setGroupId(request.groupId()).setErrorCode(error.code());
    }

    private static List<OffsetFetchResponseTopics> all(String groupId, OffsetStore store) {
        return store.of(groupId).entrySet().stream()
                .map(topic -> new OffsetFetchResponseTopics()
                        .setName(topic.getKey())
                        .setTopicId(topicIdOf(topic.getValue()))
                        .setPartitions(topic.getValue().entrySet().stream()
                                .map(partition -> result(partition.getKey(), Optional.of(partition.getValue())))
                                .toList()))
                .toList();
    }

    private static Uuid topicIdOf(Map<Integer, OffsetValue> partitions) {
        return partitions.values().stream()
                .map(OffsetValue::topicId)
                .filter(id -> !id.equals(Uuid.ZERO_UUID))
                .findFirst()
                .orElse(Uuid.ZERO_UUID);
    }

    private static OffsetFetchResponseTopics asked(String groupId, OffsetFetchRequestTopics topic, OffsetStore store) {
        return new OffsetFetchResponseTopics()
                .setName(topic.name())
                .setTopicId(topic.topicId())
                .setPartitions(topic.partitionIndexes().stream()
                        .map(partition -> result(partition, store.find(groupId, topic.name(), partition)))
                        .toList());
    }

    private static OffsetFetchResponsePartitions result(int partition, Optional<OffsetValue> value) {
        return new OffsetFetchResponsePartitions()
                .setPartitionIndex(partition)
                .setCommittedOffset(value.map(OffsetValue::offset).orElse(NO_OFFSET))
                .setCommittedLeaderEpoch(value.map(OffsetValue::leaderEpoch).orElse(OffsetValue.NO_LEADER_EPOCH))
                .setMetadata(value.map(OffsetValue::metadata).orElse(""));
    }
}
