package io.millrace.broker.server.api.transactions;

import io.millrace.broker.server.request.Access;
import io.millrace.broker.server.request.Answer;
import io.millrace.broker.server.request.ApiHandler;
import io.millrace.broker.server.request.BrokerServices;
import io.millrace.broker.server.request.ErrorMapping;
import io.millrace.broker.server.request.RequestContext;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.message.InitProducerIdResponseData;
import org.apache.kafka.common.protocol.Errors;

/**
 * InitProducerId 0-5: a fresh id with epoch 0 for an idempotent producer; for a transactional id whatever its
 * coordinator says. Two-phase commit begins with version 6, which is not served.
 */
final class InitProducerIdHandler implements ApiHandler<InitProducerIdRequestData> {

    private static final short FIRST_EPOCH = 0;

    private final BrokerServices services;
    private final TransactionRoute transactions;

    InitProducerIdHandler(BrokerServices services, TransactionRoute transactions) {
        this.services = services;
        this.transactions = transactions;
    }

    @Override
    public CompletableFuture<Answer> handle(RequestContext context, InitProducerIdRequestData request) {
        Errors refusal = refusal(context, request.transactionalId());
        if (refusal != Errors.NONE) {
            return Answer.now(refusal(refusal));
        }
        return request.transactionalId() == null ? idempotent() : transactional(context, request);
    }

    private CompletableFuture<Answer> idempotent() {
        return services.producerIds().next().handle((id, failure) -> {
            if (failure != null) {
                return new Answer.Message(refusal(ErrorMapping.of(failure).error()));
            }
            return new Answer.Message(
                    new InitProducerIdResponseData().setProducerId(id).setProducerEpoch(FIRST_EPOCH));
        });
    }

    /** The coordinator does not wait for ids, so one is made ready before it is asked. */
    private CompletableFuture<Answer> transactional(RequestContext context, InitProducerIdRequestData request) {
        return services.producerIds()
                .ready()
                .handle((ready, failure) -> failure)
                .thenCompose(failure -> failure == null
                        ? transactions.answer(
                                context,
                                request.transactionalId(),
                                (shard, caller, nowMs) -> shard.initProducer(caller, request, nowMs),
                                InitProducerIdHandler::refusal)
                        : Answer.now(refusal(ErrorMapping.of(failure).error())));
    }

    /** Whoever may write to any topic at all may do so idempotently (KIP-679). */
    private Errors refusal(RequestContext context, String transactionalId) {
        Access access = services.access();
        if (transactionalId != null) {
            return access.transactionalId(context, AclOperation.WRITE, transactionalId)
                    ? Errors.NONE
                    : Errors.TRANSACTIONAL_ID_AUTHORIZATION_FAILED;
        }
        return access.clusterQuietly(context, AclOperation.IDEMPOTENT_WRITE) || access.writesSomeTopic(context)
                ? Errors.NONE
                : Errors.CLUSTER_AUTHORIZATION_FAILED;
    }

    private static InitProducerIdResponseData refusal(Errors error) {
        return new InitProducerIdResponseData()
                .setErrorCode(error.code())
                .setProducerId(-1)
                .setProducerEpoch((short) -1);
    }
}
