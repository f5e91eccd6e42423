package io.millrace.broker.coordinator.offset;

import io.millrace.broker.coordinator.decision.DecisionDraft;
import io.millrace.broker.coordinator.decision.GroupConfig;
import java.util.List;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestPartition;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestTopic;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData;
import org.apache.kafka.common.message.TxnOffsetCommitResponseData;
import org.apache.kafka.common.message.TxnOffsetCommitResponseData.TxnOffsetCommitResponsePartition;
import org.apache.kafka.common.message.TxnOffsetCommitResponseData.TxnOffsetCommitResponseTopic;
import org.apache.kafka.common.protocol.Errors;

/** TxnOffsetCommit 0-5: the same records as those of OffsetCommit, in the transaction of a producer. */
public final class CommitOffsetsInTransaction {

    private CommitOffsetsInTransaction() {}

    public static TxnOffsetCommitResponseData commit(
            TxnOffsetCommitRequestData request, DecisionDraft draft, GroupConfig config, long nowMs) {
        var plain = new OffsetCommitRequestData()
                .setGroupId(request.groupId())
                .setTopics(request.topics().stream()
                        .map(topic -> new OffsetCommitRequestTopic()
                                .setName(topic.name())
                                .setPartitions(topic.partitions().stream()
                                        .map(partition -> new OffsetCommitRequestPartition()
                                                .setPartitionIndex(partition.partitionIndex())
                                                .setCommittedOffset(partition.committedOffset())
                                                .setCommittedLeaderEpoch(partition.committedLeaderEpoch())
                                                .setCommittedMetadata(partition.committedMetadata()))
                                        .toList()))
                        .toList());
        List<TxnOffsetCommitResponseTopic> topics = CommitOffsets.commit(plain, draft, config, nowMs).topics().stream()
                .map(topic -> new TxnOffsetCommitResponseTopic()
                        .setName(topic.name())
                        .setPartitions(topic.partitions().stream()
                                .map(partition -> result(partition.partitionIndex(), partition.errorCode()))
                                .toList()))
                .toList();
        return new TxnOffsetCommitResponseData().setTopics(topics);
    }

    /** The same error for every partition. */
    public static TxnOffsetCommitResponseData refused(TxnOffsetCommitRequestData request, Errors error) {
        return new TxnOffsetCommitResponseData()
                .setTopics(request.topics().stream()
                        .map(topic -> new TxnOffsetCommitResponseTopic()
                                .setName(topic.name())
                                .setPartitions(topic.partitions().stream()
                                        .map(partition -> result(partition.partitionIndex(), error.code()))
                                        .toList()))
                        .toList());
    }

    private static TxnOffsetCommitResponsePartition result(int partition, short errorCode) {
        return new TxnOffsetCommitResponsePartition()
                .setPartitionIndex(partition)
                .setErrorCode(errorCode);
    }
}
