package io.millrace.broker.server.api.transactions;

import io.millrace.broker.server.request.Answer;
import io.millrace.broker.server.request.ApiHandler;
import io.millrace.broker.server.request.BrokerServices;
import io.millrace.broker.server.request.RequestContext;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.message.EndTxnRequestData;
import org.apache.kafka.common.message.EndTxnResponseData;
import org.apache.kafka.common.protocol.Errors;

/** EndTxn 0-5: answered when the end is safe; its markers follow. From version 5 on it brings the next epoch (KIP-890). */
final class EndTxnHandler implements ApiHandler<EndTxnRequestData> {

    private final BrokerServices services;
    private final TransactionRoute transactions;

    EndTxnHandler(BrokerServices services, TransactionRoute transactions) {
        this.services = services;
        this.transactions = transactions;
    }

    /** An id is made ready for the producer whose epochs are used up; without one only that producer has to try again. */
    @Override
    public CompletableFuture<Answer> handle(RequestContext context, EndTxnRequestData request) {
        if (!services.access().transactionalId(context, AclOperation.WRITE, request.transactionalId())) {
            return Answer.now(
                    new EndTxnResponseData().setErrorCode(Errors.TRANSACTIONAL_ID_AUTHORIZATION_FAILED.code()));
        }
        return services.producerIds()
                .ready()
                .handle((ready, failure) -> null)
                .thenCompose(ignored -> transactions.answer(
                        context,
                        request.transactionalId(),
                        (shard, caller, nowMs) -> shard.end(caller, request, nowMs),
                        error -> new EndTxnResponseData().setErrorCode(error.code())));
    }
}
