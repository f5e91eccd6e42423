package io.millrace.broker.server.api.transactions;

import io.millrace.broker.coordinator.transaction.AddPartitions;
import io.millrace.broker.server.hosting.GroupShards;
import io.millrace.broker.server.request.Answer;
import io.millrace.broker.server.request.ApiHandler;
import io.millrace.broker.server.request.BrokerServices;
import io.millrace.broker.server.request.RequestContext;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.message.AddOffsetsToTxnRequestData;
import org.apache.kafka.common.message.AddOffsetsToTxnResponseData;
import org.apache.kafka.common.protocol.Errors;

/** AddOffsetsToTxn 0-4: the partition that keeps a group's offsets becomes part of the transaction. */
final class AddOffsetsToTxnHandler implements ApiHandler<AddOffsetsToTxnRequestData> {

    private static final short FIRST_WITH_FENCED = 2;

    private final BrokerServices services;
    private final TransactionRoute transactions;

    AddOffsetsToTxnHandler(BrokerServices services, TransactionRoute transactions) {
        this.services = services;
        this.transactions = transactions;
    }

    @Override
    public CompletableFuture<Answer> handle(RequestContext context, AddOffsetsToTxnRequestData request) {
        if (!services.access().transactionalId(context, AclOperation.WRITE, request.transactionalId())) {
            return Answer.now(response(context, Errors.TRANSACTIONAL_ID_AUTHORIZATION_FAILED));
        }
        if (!services.access().group(context, AclOperation.READ, request.groupId())) {
            return Answer.now(response(context, Errors.GROUP_AUTHORIZATION_FAILED));
        }
        var topic = services.cluster().image().topics().find(Topic.GROUP_METADATA_TOPIC_NAME);
        if (topic.isEmpty()) {
            // The client looks for the group's coordinator next, which makes the topic.
            return Answer.now(response(context, Errors.COORDINATOR_NOT_AVAILABLE));
        }
        int partition = GroupShards.partitionOf(
                request.groupId(), topic.get().partitions().size());
        var wanted = new AddPartitions.Request(
                request.transactionalId(),
                request.producerId(),
                request.producerEpoch(),
                List.of(new TopicPartition(Topic.GROUP_METADATA_TOPIC_NAME, partition)),
                (short) 0);
        return Answer.later(transactions.add(wanted).thenApply(error -> response(context, error)));
    }

    private static AddOffsetsToTxnResponseData response(RequestContext context, Errors error) {
        Errors known = error == Errors.PRODUCER_FENCED && context.version() < FIRST_WITH_FENCED
                ? Errors.INVALID_PRODUCER_EPOCH
                : error;
        return new AddOffsetsToTxnResponseData().setErrorCode(known.code());
    }
}
