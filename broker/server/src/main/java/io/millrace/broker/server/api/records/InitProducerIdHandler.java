package io.millrace.broker.server.api.records;

import io.millrace.broker.server.request.Answer;
import io.millrace.broker.server.request.ApiHandler;
import io.millrace.broker.server.request.BrokerServices;
import io.millrace.broker.server.request.ErrorMapping;
import io.millrace.broker.server.request.RequestContext;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.message.InitProducerIdResponseData;
import org.apache.kafka.common.protocol.Errors;

/** InitProducerId 0-5 for idempotent producers: a fresh id, epoch 0. Transactions are refused by FindCoordinator first. */
public final class InitProducerIdHandler implements ApiHandler<InitProducerIdRequestData> {

    private static final short FIRST_EPOCH = 0;

    private final BrokerServices services;

    public InitProducerIdHandler(BrokerServices services) {
        this.services = services;
    }

    @Override
    public CompletableFuture<Answer> handle(RequestContext context, InitProducerIdRequestData request) {
        if (request.transactionalId() != null) {
            return Answer.now(refusal(Errors.TRANSACTIONAL_ID_NOT_FOUND));
        }
        return services.producerIds().next().handle((id, failure) -> {
            if (failure != null) {
                return new Answer.Message(refusal(ErrorMapping.of(failure).error()));
            }
            return new Answer.Message(
                    new InitProducerIdResponseData().setProducerId(id).setProducerEpoch(FIRST_EPOCH));
        });
    }

    private static InitProducerIdResponseData refusal(Errors error) {
        return new InitProducerIdResponseData()
                .setErrorCode(error.code())
                .setProducerId(-1)
                .setProducerEpoch((short) -1);
    }
}
