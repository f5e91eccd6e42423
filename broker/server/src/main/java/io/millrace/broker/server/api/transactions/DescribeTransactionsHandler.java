package io.millrace.broker.server.api.transactions;

import io.millrace.broker.server.request.Access;
import io.millrace.broker.server.request.Answer;
import io.millrace.broker.server.request.ApiHandler;
import io.millrace.broker.server.request.ErrorMapping;
import io.millrace.broker.server.request.RequestContext;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.message.DescribeTransactionsRequestData;
import org.apache.kafka.common.message.DescribeTransactionsResponseData;
import org.apache.kafka.common.message.DescribeTransactionsResponseData.TransactionState;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.resource.ResourceType;

/** DescribeTransactions 0: producers, states and partitions by transactional id. */
final class DescribeTransactionsHandler implements ApiHandler<DescribeTransactionsRequestData> {

    private final Access access;
    private final TransactionRoute transactions;

    DescribeTransactionsHandler(Access access, TransactionRoute transactions) {
        this.access = access;
        this.transactions = transactions;
    }

    @Override
    public CompletableFuture<Answer> handle(RequestContext context, DescribeTransactionsRequestData request) {
        List<CompletableFuture<TransactionState>> described = request.transactionalIds().stream()
                .map(id -> describe(context, id))
                .toList();
        return CompletableFuture.allOf(described.toArray(CompletableFuture[]::new))
                .thenApply(done -> {
                    var response = new DescribeTransactionsResponseData();
                    described.forEach(state -> response.transactionStates().add(state.join()));
                    return new Answer.Message(response);
                });
    }

    private CompletableFuture<TransactionState> describe(RequestContext context, String transactionalId) {
        if (!access.transactionalId(context, AclOperation.DESCRIBE, transactionalId)) {
            return CompletableFuture.completedFuture(new TransactionState()
                    .setTransactionalId(transactionalId)
                    .setErrorCode(Errors.TRANSACTIONAL_ID_AUTHORIZATION_FAILED.code()));
        }
        return transactions
                .read(transactionalId, shard -> shard.describe(transactionalId))
                .thenApply(state -> hideTopics(context, state))
                .exceptionally(failure -> new TransactionState()
                        .setTransactionalId(transactionalId)
                        .setErrorCode(ErrorMapping.of(failure).error().code()));
    }

    private TransactionState hideTopics(RequestContext context, TransactionState state) {
        if (access.enforced()) {
            state.topics()
                    .removeIf(topic ->
                            !access.mayQuietly(context, AclOperation.DESCRIBE, ResourceType.TOPIC, topic.topic()));
        }
        return state;
    }
}
