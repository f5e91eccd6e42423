package io.millrace.broker.server.api.records;

import io.millrace.broker.server.hosting.PartitionHost;
import io.millrace.broker.server.request.Answer;
import io.millrace.broker.server.request.ApiHandler;
import io.millrace.broker.server.request.BrokerServices;
import io.millrace.broker.server.request.RequestContext;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData.OffsetForLeaderPartition;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData.OffsetForLeaderTopic;
import org.apache.kafka.common.message.OffsetForLeaderEpochResponseData;
import org.apache.kafka.common.message.OffsetForLeaderEpochResponseData.EpochEndOffset;
import org.apache.kafka.common.message.OffsetForLeaderEpochResponseData.OffsetForLeaderTopicResult;
import org.apache.kafka.common.protocol.Errors;

/** OffsetForLeaderEpoch 2-4: where a leader's term ended, so that clients notice a truncated log. */
public final class OffsetForLeaderEpochHandler implements ApiHandler<OffsetForLeaderEpochRequestData> {

    private final BrokerServices services;

    public OffsetForLeaderEpochHandler(BrokerServices services) {
        this.services = services;
    }

    @Override
    public CompletableFuture<Answer> handle(RequestContext context, OffsetForLeaderEpochRequestData request) {
        var response = new OffsetForLeaderEpochResponseData();
        boolean isBroker = services.access().clusterQuietly(context, AclOperation.CLUSTER_ACTION);
        for (OffsetForLeaderTopic topic : request.topics()) {
            var answered = new OffsetForLeaderTopicResult().setTopic(topic.topic());
            response.topics().add(answered);
            boolean allowed = isBroker || services.access().topic(context, AclOperation.DESCRIBE, topic.topic());
            for (OffsetForLeaderPartition partition : topic.partitions()) {
                answered.partitions().add(allowed ? find(topic.topic(), partition) : refused(partition));
            }
        }
        return Answer.now(response);
    }

    private static EpochEndOffset refused(OffsetForLeaderPartition wanted) {
        return new EpochEndOffset()
                .setPartition(wanted.partition())
                .setLeaderEpoch(-1)
                .setEndOffset(-1)
                .setErrorCode(Errors.TOPIC_AUTHORIZATION_FAILED.code());
    }

    private EpochEndOffset find(String topic, OffsetForLeaderPartition wanted) {
        var slot = new EpochEndOffset()
                .setPartition(wanted.partition())
                .setLeaderEpoch(-1)
                .setEndOffset(-1);
        Optional<PartitionHost> host = PartitionLookup.find(services, topic, wanted.partition());
        if (host.isEmpty()) {
            return slot.setErrorCode(
                    PartitionLookup.absence(services, topic, wanted.partition()).code());
        }
        int leaderEpoch = host.get().leaderEpoch();
        if (leaderEpoch == PartitionHost.NOT_LEADING) {
            return slot.setErrorCode(Errors.NOT_LEADER_OR_FOLLOWER.code());
        }
        Errors fencing = LeaderEpochCheck.of(wanted.currentLeaderEpoch(), leaderEpoch);
        if (fencing != Errors.NONE) {
            return slot.setErrorCode(fencing.code());
        }
        var found = host.get().log().endOffsetForEpoch(wanted.leaderEpoch());
        return slot.setLeaderEpoch(found.leaderEpoch()).setEndOffset(found.endOffset());
    }
}
