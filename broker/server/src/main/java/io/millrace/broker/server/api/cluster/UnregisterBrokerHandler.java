package io.millrace.broker.server.api.cluster;

import io.millrace.broker.server.request.Answer;
import io.millrace.broker.server.request.ApiHandler;
import io.millrace.broker.server.request.BrokerServices;
import io.millrace.broker.server.request.RequestContext;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.message.UnregisterBrokerRequestData;
import org.apache.kafka.common.message.UnregisterBrokerResponseData;
import org.apache.kafka.common.protocol.Errors;

/** UnregisterBroker 0: the one broker that is registered is the one that answers, and it cannot go while it runs. */
final class UnregisterBrokerHandler implements ApiHandler<UnregisterBrokerRequestData> {

    private final BrokerServices services;

    UnregisterBrokerHandler(BrokerServices services) {
        this.services = services;
    }

    @Override
    public CompletableFuture<Answer> handle(RequestContext context, UnregisterBrokerRequestData request) {
        boolean known = services.cluster().image().broker(request.brokerId()).isPresent();
        return Answer.now(new UnregisterBrokerResponseData()
                .setErrorCode((known ? Errors.INVALID_REQUEST : Errors.BROKER_ID_NOT_REGISTERED).code())
                .setErrorMessage(
                        known
                                ? "Broker " + request.brokerId() + " is running and holds partitions."
                                : "Broker ID " + request.brokerId() + " is not currently registered"));
    }
}
