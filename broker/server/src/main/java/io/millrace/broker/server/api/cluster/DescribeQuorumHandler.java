package io.millrace.broker.server.api.cluster;

import io.millrace.broker.server.hosting.QuorumStatus;
import io.millrace.broker.server.request.Answer;
import io.millrace.broker.server.request.ApiHandler;
import io.millrace.broker.server.request.BrokerServices;
import io.millrace.broker.server.request.RequestContext;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.message.DescribeQuorumRequestData;
import org.apache.kafka.common.message.DescribeQuorumResponseData;
import org.apache.kafka.common.message.DescribeQuorumResponseData.Listener;
import org.apache.kafka.common.message.DescribeQuorumResponseData.Node;
import org.apache.kafka.common.message.DescribeQuorumResponseData.PartitionData;
import org.apache.kafka.common.message.DescribeQuorumResponseData.ReplicaState;
import org.apache.kafka.common.message.DescribeQuorumResponseData.TopicData;
import org.apache.kafka.common.protocol.Errors;

/** DescribeQuorum 0-2: the log of the metadata under the name that Kafka gives it, with this node as its one voter. */
final class DescribeQuorumHandler implements ApiHandler<DescribeQuorumRequestData> {

    private static final String METADATA_TOPIC = "__cluster_metadata";
    private static final short FIRST_VERSION_WITH_NODES = 2;
    private static final String LISTENER_NAME = "QUORUM";
    private static final String LISTENER_HOST = "127.0.0.1";

    private final BrokerServices services;

    DescribeQuorumHandler(BrokerServices services) {
        this.services = services;
    }

    @Override
    public CompletableFuture<Answer> handle(RequestContext context, DescribeQuorumRequestData request) {
        QuorumStatus.View quorum = services.quorum().now();
        var response = new DescribeQuorumResponseData();
        request.topics().forEach(topic -> {
            var described = new TopicData().setTopicName(topic.topicName());
            topic.partitions().forEach(partition -> described
                    .partitions()
                    .add(
                            METADATA_TOPIC.equals(topic.topicName()) && partition.partitionIndex() == 0
                                    ? describe(quorum)
                                    : unknown(partition.partitionIndex())));
            response.topics().add(described);
        });
        if (context.version() >= FIRST_VERSION_WITH_NODES) {
            var node = new Node().setNodeId(services.identity().nodeId());
            if (quorum.port() > 0) {
                node.listeners()
                        .add(new Listener()
                                .setName(LISTENER_NAME)
                                .setHost(LISTENER_HOST)
                                .setPort(quorum.port()));
            }
            response.nodes().add(node);
        }
        return Answer.now(response);
    }

    private PartitionData describe(QuorumStatus.View quorum) {
        long nowMs = services.clock().millis();
        var described = new PartitionData()
                .setPartitionIndex(0)
                .setLeaderId(quorum.leaderId())
                .setLeaderEpoch((int) Math.min(quorum.term(), Integer.MAX_VALUE))
                .setHighWatermark(quorum.endIndex());
        described
                .currentVoters()
                .add(new ReplicaState()
                        .setReplicaId(services.identity().nodeId())
                        .setLogEndOffset(quorum.endIndex())
                        .setLastFetchTimestamp(nowMs)
                        .setLastCaughtUpTimestamp(nowMs));
        return described;
    }

    private static PartitionData unknown(int partition) {
        return new PartitionData()
                .setPartitionIndex(partition)
                .setErrorCode(Errors.UNKNOWN_TOPIC_OR_PARTITION.code())
                .setErrorMessage(Errors.UNKNOWN_TOPIC_OR_PARTITION.message());
    }
}
