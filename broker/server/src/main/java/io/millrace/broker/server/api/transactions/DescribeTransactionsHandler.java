package io.millrace.broker.server.api.transactions;

import io.millrace.broker.server.request.Answer;
import io.millrace.broker.server.request.ApiHandler;
import io.millrace.broker.server.request.ErrorMapping;
import io.millrace.broker.server.request.RequestContext;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.message.DescribeTransactionsRequestData;
import org.apache.kafka.common.message.DescribeTransactionsResponseData;
import org.apache.kafka.common.message.DescribeTransactionsResponseData.TransactionState;

/** DescribeTransactions 0: producers, states and partitions by transactional id. */
final class DescribeTransactionsHandler implements ApiHandler<DescribeTransactionsRequestData> {

    private final TransactionRoute transactions;

    DescribeTransactionsHandler(TransactionRoute transactions) {
        this.transactions = transactions;
    }

    @Override
    public CompletableFuture<Answer> handle(RequestContext context, DescribeTransactionsRequestData request) {
        List<CompletableFuture<TransactionState>> described =
                request.transactionalIds().stream().map(this::describe).toList();
        return CompletableFuture.allOf(described.toArray(CompletableFuture[]::new))
                .thenApply(done -> {
                    var response = new DescribeTransactionsResponseData();
                    described.forEach(state -> response.transactionStates().add(state.join()));
                    return new Answer.Message(response);
                });
    }

    private CompletableFuture<TransactionState> describe(String transactionalId) {
        return transactions
                .read(transactionalId, shard -> shard.describe(transactionalId))
                .exceptionally(failure -> new TransactionState()
                        .setTransactionalId(transactionalId)
                        .setErrorCode(ErrorMapping.of(failure).error().code()));
    }
}
