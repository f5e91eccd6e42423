package io.millrace.broker.coordinator.offset;

import io.millrace.broker.coordinator.decision.CoordinatorRecord;
import io.millrace.broker.coordinator.decision.DecisionDraft;
import io.millrace.broker.coordinator.decision.GroupConfig;
import io.millrace.broker.coordinator.record.CoordinatorKey.OffsetKey;
import io.millrace.broker.coordinator.record.OffsetValue;
import io.millrace.broker.coordinator.record.OffsetValueCodec;
import io.millrace.broker.coordinator.record.RecordKeys;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestPartition;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestTopic;
import org.apache.kafka.common.message.OffsetCommitResponseData;
import org.apache.kafka.common.message.OffsetCommitResponseData.OffsetCommitResponsePartition;
import org.apache.kafka.common.message.OffsetCommitResponseData.OffsetCommitResponseTopic;
import org.apache.kafka.common.protocol.Errors;

/** OffsetCommit, versions 2 to 10: a record per partition, all of them or none. Whether the member may commit has been decided. */
public final class CommitOffsets {
    private CommitOffsets() {}

    public static OffsetCommitResponseData commit(
            OffsetCommitRequestData request, DecisionDraft draft, GroupConfig config, long nowMs) {
        OptionalLong expireTimestampMs = request.retentionTimeMs() < 0
                ? OptionalLong.empty()
                : OptionalLong.of(nowMs + request.retentionTimeMs());
        // A partition that is listed again has the offset that is listed last.
        Map<OffsetKey, CoordinatorRecord> records = new LinkedHashMap<>();
        long sizeBytes = 0;
        List<OffsetCommitResponseTopic> topics = new ArrayList<>();
        for (OffsetCommitRequestTopic topic : request.topics()) {
            List<OffsetCommitResponsePartition> partitions = new ArrayList<>();
            for (OffsetCommitRequestPartition partition : topic.partitions()) {
                Errors error = complaint(partition, config);
                if (error == Errors.NONE) {
                    OffsetKey key = new OffsetKey(request.groupId(), topic.name(), partition.partitionIndex());
                    CoordinatorRecord record = recordOf(key, topic, partition, nowMs, expireTimestampMs);
                    CoordinatorRecord earlier = records.put(key, record);
                    sizeBytes += record.sizeBytes() - (earlier == null ? 0 : earlier.sizeBytes());
                    if (sizeBytes > config.maxDecisionBytes()) {
                        return refused(request, Errors.INVALID_COMMIT_OFFSET_SIZE);
                    }
                }
                partitions.add(result(partition, error));
            }
            topics.add(result(topic, partitions));
        }
        records.values().forEach(draft::append);
        return new OffsetCommitResponseData().setTopics(topics);
    }

    /** The same error for every partition. */
    public static OffsetCommitResponseData refused(OffsetCommitRequestData request, Errors error) {
        return new OffsetCommitResponseData()
                .setTopics(request.topics().stream()
                        .map(topic -> result(
                                topic,
                                topic.partitions().stream()
                                        .map(partition -> result(partition, error))
                                        .toList()))
                        .toList());
    }

    private static Errors complaint(OffsetCommitRequestPartition partition, GroupConfig config) {
        if (partition.partitionIndex() < 0) {
            return Errors.UNKNOWN_TOPIC_OR_PARTITION;
        }
        String metadata = partition.committedMetadata();
        boolean tooLarge =
                metadata != null && metadata.getBytes(StandardCharsets.UTF_8).length > config.maxOffsetMetadataBytes();
        return tooLarge ? Errors.OFFSET_METADATA_TOO_LARGE : Errors.NONE;
    }

    private static CoordinatorRecord recordOf(
            OffsetKey key,
            OffsetCommitRequestTopic topic,
            OffsetCommitRequestPartition partition,
            long nowMs,
            OptionalLong expireTimestampMs) {
        OffsetValue value = new OffsetValue(
                partition.committedOffset(),
                partition.committedLeaderEpoch(),
                partition.committedMetadata() == null ? "" : partition.committedMetadata(),
                nowMs,
                expireTimestampMs,
                topic.topicId());
        return new CoordinatorRecord(RecordKeys.encode(key), OffsetValueCodec.encode(value));
    }

    private static OffsetCommitResponsePartition result(OffsetCommitRequestPartition partition, Errors error) {
        return new OffsetCommitResponsePartition()
                .setPartitionIndex(partition.partitionIndex())
                .setErrorCode(error.code());
    }

    private static OffsetCommitResponseTopic result(
            OffsetCommitRequestTopic topic, List<OffsetCommitResponsePartition> partitions) {
        return new OffsetCommitResponseTopic()
                .setName(topic.name())
                .setTopicId(topic.topicId())
                .setPartitions(partitions);
    }
}
