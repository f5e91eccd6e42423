package io.millrace.broker.server.api.records;

import io.millrace.broker.log.transaction.TransactionMarker;
import io.millrace.broker.server.hosting.PartitionHost;
import io.millrace.broker.server.request.Answer;
import io.millrace.broker.server.request.ApiHandler;
import io.millrace.broker.server.request.BrokerServices;
import io.millrace.broker.server.request.RequestContext;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.message.WriteTxnMarkersRequestData;
import org.apache.kafka.common.message.WriteTxnMarkersRequestData.WritableTxnMarker;
import org.apache.kafka.common.message.WriteTxnMarkersRequestData.WritableTxnMarkerTopic;
import org.apache.kafka.common.message.WriteTxnMarkersResponseData;
import org.apache.kafka.common.message.WriteTxnMarkersResponseData.WritableTxnMarkerPartitionResult;
import org.apache.kafka.common.message.WriteTxnMarkersResponseData.WritableTxnMarkerResult;
import org.apache.kafka.common.message.WriteTxnMarkersResponseData.WritableTxnMarkerTopicResult;
import org.apache.kafka.common.protocol.Errors;

/** WriteTxnMarkers 1-2: ends transactions in partitions of this broker; answered when the markers are safe on disk. */
final class WriteTxnMarkersHandler implements ApiHandler<WriteTxnMarkersRequestData> {

    /** The request has no timeout of its own; coordinators ask again. */
    private static final long TIMEOUT_MS = 30_000;

    private final BrokerServices services;

    WriteTxnMarkersHandler(BrokerServices services) {
        this.services = services;
    }

    @Override
    public CompletableFuture<Answer> handle(RequestContext context, WriteTxnMarkersRequestData request) {
        var response = new WriteTxnMarkersResponseData();
        List<CompletableFuture<Void>> open = new ArrayList<>();
        boolean allowed = services.access().clusterQuietly(context, AclOperation.ALTER)
                || services.access().cluster(context, AclOperation.CLUSTER_ACTION);
        for (WritableTxnMarker wanted : request.markers()) {
            var marker = new TransactionMarker(
                    wanted.producerId(),
                    wanted.producerEpoch(),
                    wanted.coordinatorEpoch(),
                    wanted.transactionResult(),
                    wanted.transactionVersion());
            var result = new WritableTxnMarkerResult().setProducerId(wanted.producerId());
            response.markers().add(result);
            for (WritableTxnMarkerTopic topic : wanted.topics()) {
                var answered = new WritableTxnMarkerTopicResult().setName(topic.name());
                result.topics().add(answered);
                for (int partition : topic.partitionIndexes()) {
                    var slot = new WritableTxnMarkerPartitionResult().setPartitionIndex(partition);
                    answered.partitions().add(slot);
                    if (!allowed) {
                        slot.setErrorCode(Errors.CLUSTER_AUTHORIZATION_FAILED.code());
                        continue;
                    }
                    PartitionLookup.find(services, topic.name(), partition)
                            .ifPresentOrElse(
                                    host -> open.add(write(host, marker, slot)),
                                    () -> slot.setErrorCode(PartitionLookup.absence(services, topic.name(), partition)
                                            .code()));
                }
            }
        }
        return CompletableFuture.allOf(open.toArray(CompletableFuture[]::new))
                .thenApply(done -> new Answer.Message(response));
    }

    private static CompletableFuture<Void> write(
            PartitionHost host, TransactionMarker marker, WritableTxnMarkerPartitionResult slot) {
        var written = new CompletableFuture<Void>();
        try {
            host.loop()
                    .runOrExecute(() -> host.appendMarker(marker, TIMEOUT_MS, outcome -> {
                        slot.setErrorCode(outcome.error().code());
                        written.complete(null);
                    }));
        } catch (RejectedExecutionException brokerIsClosing) {
            slot.setErrorCode(Errors.NOT_LEADER_OR_FOLLOWER.code());
            written.complete(null);
        }
        return written;
    }
}
