package io.millrace.broker.server.api.transactions;

import io.millrace.broker.coordinator.decision.ClientRegex;
import io.millrace.broker.coordinator.transaction.TransactionReads;
import io.millrace.broker.server.request.Answer;
import io.millrace.broker.server.request.ApiHandler;
import io.millrace.broker.server.request.BrokerServices;
import io.millrace.broker.server.request.ErrorMapping;
import io.millrace.broker.server.request.RequestContext;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.message.ListTransactionsRequestData;
import org.apache.kafka.common.message.ListTransactionsResponseData;
import org.apache.kafka.common.message.ListTransactionsResponseData.TransactionState;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.resource.ResourceType;

/**
 * ListTransactions 0-2: the transactional ids of every shard on this broker, by producer, state, age and pattern. There
 * may be many, so their names are looked at off the loops, on which the shards have other work to do.
 */
final class ListTransactionsHandler implements ApiHandler<ListTransactionsRequestData> {

    private final BrokerServices services;
    private final TransactionRoute transactions;

    ListTransactionsHandler(BrokerServices services, TransactionRoute transactions) {
        this.services = services;
        this.transactions = transactions;
    }

    @Override
    public CompletableFuture<Answer> handle(RequestContext context, ListTransactionsRequestData request) {
        String pattern = request.transactionalIdPattern();
        boolean all = pattern == null || pattern.isEmpty();
        if (!all && ClientRegex.complaint(pattern).isPresent()) {
            return Answer.now(
                    new ListTransactionsResponseData().setErrorCode(Errors.INVALID_REGULAR_EXPRESSION.code()));
        }
        var filter = new TransactionReads.Filter(
                new HashSet<>(request.producerIdFilters()),
                new HashSet<>(request.stateFilters()),
                request.durationFilter());
        Predicate<String> fits = all ? id -> true : ClientRegex.compile(pattern);
        List<CompletableFuture<List<TransactionState>>> listed = transactions.all().stream()
                .map(host -> host.read(shard -> shard.list(filter, host.nowMs())))
                .toList();
        CompletableFuture<Void> allListed = CompletableFuture.allOf(listed.toArray(CompletableFuture[]::new));
        return allListed.handleAsync(
                (done, failure) -> answer(context, request, listed, fits, failure), services.blocking());
    }

    private Answer answer(
            RequestContext context,
            ListTransactionsRequestData request,
            List<CompletableFuture<List<TransactionState>>> listed,
            Predicate<String> fits,
            Throwable failure) {
        var response = new ListTransactionsResponseData();
        if (failure != null) {
            return new Answer.Message(
                    response.setErrorCode(ErrorMapping.of(failure).error().code()));
        }
        request.stateFilters().stream()
                .filter(name -> !TransactionReads.isState(name))
                .forEach(response.unknownStateFilters()::add);
        listed.forEach(shard -> shard.join().stream()
                .filter(state -> fits.test(state.transactionalId()) && isVisible(context, state))
                .forEach(response.transactionStates()::add));
        return new Answer.Message(response);
    }

    private boolean isVisible(RequestContext context, TransactionState state) {
        return services.access()
                .mayQuietly(context, AclOperation.DESCRIBE, ResourceType.TRANSACTIONAL_ID, state.transactionalId());
    }
}
