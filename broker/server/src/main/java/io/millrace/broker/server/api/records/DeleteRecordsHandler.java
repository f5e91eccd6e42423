package io.millrace.broker.server.api.records;

import io.millrace.broker.log.fault.LogException;
import io.millrace.broker.server.hosting.PartitionHost;
import io.millrace.broker.server.request.Answer;
import io.millrace.broker.server.request.ApiHandler;
import io.millrace.broker.server.request.BrokerServices;
import io.millrace.broker.server.request.RequestContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.message.DeleteRecordsRequestData;
import org.apache.kafka.common.message.DeleteRecordsRequestData.DeleteRecordsPartition;
import org.apache.kafka.common.message.DeleteRecordsRequestData.DeleteRecordsTopic;
import org.apache.kafka.common.message.DeleteRecordsResponseData;
import org.apache.kafka.common.message.DeleteRecordsResponseData.DeleteRecordsPartitionResult;
import org.apache.kafka.common.message.DeleteRecordsResponseData.DeleteRecordsTopicResult;
import org.apache.kafka.common.protocol.Errors;

/** DeleteRecords 0-2: moves the log start offset up; -1 means up to the high watermark. */
public final class DeleteRecordsHandler implements ApiHandler<DeleteRecordsRequestData> {

    private static final long UP_TO_HIGH_WATERMARK = -1;
    private static final long NO_LOW_WATERMARK = -1;

    private final BrokerServices services;

    public DeleteRecordsHandler(BrokerServices services) {
        this.services = services;
    }

    @Override
    public CompletableFuture<Answer> handle(RequestContext context, DeleteRecordsRequestData request) {
        var response = new DeleteRecordsResponseData();
        List<CompletableFuture<Void>> open = new ArrayList<>();
        for (DeleteRecordsTopic topic : request.topics()) {
            var answered = new DeleteRecordsTopicResult().setName(topic.name());
            response.topics().add(answered);
            boolean allowed = services.access().topic(context, AclOperation.DELETE, topic.name());
            for (DeleteRecordsPartition partition : topic.partitions()) {
                var slot = new DeleteRecordsPartitionResult()
                        .setPartitionIndex(partition.partitionIndex())
                        .setLowWatermark(NO_LOW_WATERMARK);
                answered.partitions().add(slot);
                if (allowed) {
                    open.add(delete(topic.name(), partition, slot));
                } else {
                    slot.setErrorCode(Errors.TOPIC_AUTHORIZATION_FAILED.code());
                }
            }
        }
        return CompletableFuture.allOf(open.toArray(CompletableFuture[]::new))
                .thenApply(done -> new Answer.Message(response));
    }

    private CompletableFuture<Void> delete(
            String topic, DeleteRecordsPartition partition, DeleteRecordsPartitionResult slot) {
        Optional<PartitionHost> host = PartitionLookup.find(services, topic, partition.partitionIndex());
        if (host.isEmpty()) {
            slot.setErrorCode(PartitionLookup.absence(services, topic, partition.partitionIndex())
                    .code());
            return CompletableFuture.completedFuture(null);
        }
        // It waits for compaction and checkpoints of that log, and rewrites files: nothing for a loop.
        return CompletableFuture.runAsync(() -> delete(host.get(), partition.offset(), slot), services.blocking());
    }

    private static void delete(PartitionHost host, long wantedOffset, DeleteRecordsPartitionResult slot) {
        long offset = wantedOffset == UP_TO_HIGH_WATERMARK ? host.highWatermark() : wantedOffset;
        if (host.leaderEpoch() == PartitionHost.NOT_LEADING) {
            slot.setErrorCode(Errors.NOT_LEADER_OR_FOLLOWER.code());
        } else if (offset < 0 || offset > host.highWatermark()) {
            slot.setErrorCode(Errors.OFFSET_OUT_OF_RANGE.code());
        } else if (!host.log().config().cleanup().delete()) {
            slot.setErrorCode(Errors.POLICY_VIOLATION.code());
        } else {
            try {
                slot.setLowWatermark(host.log().deleteRecordsBefore(offset));
            } catch (LogException e) {
                slot.setErrorCode(e.error().code());
            }
        }
    }
}
