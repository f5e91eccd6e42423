package io.millrace.broker.server.api.telemetry;

import io.millrace.broker.server.request.Answer;
import io.millrace.broker.server.request.ApiHandler;
import io.millrace.broker.server.request.BrokerServices;
import io.millrace.broker.server.request.RequestContext;
import io.millrace.broker.server.telemetry.ClientDescription;
import io.millrace.broker.server.telemetry.ClientTelemetry;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.PushTelemetryRequestData;
import org.apache.kafka.common.message.PushTelemetryResponseData;
import org.apache.kafka.common.protocol.Errors;

/** PushTelemetry 0: the metrics of a client (KIP-714). They are decompressed and read off the loops. */
final class PushTelemetryHandler implements ApiHandler<PushTelemetryRequestData> {

    private final BrokerServices services;

    PushTelemetryHandler(BrokerServices services) {
        this.services = services;
    }

    @Override
    public CompletableFuture<Answer> handle(RequestContext context, PushTelemetryRequestData request) {
        if (request.metrics().remaining() > services.telemetry().maxBytes()) {
            // Before it is copied.
            return Answer.now(new PushTelemetryResponseData().setErrorCode(Errors.TELEMETRY_TOO_LARGE.code()));
        }
        var push = new ClientTelemetry.Push(
                request.clientInstanceId(),
                request.subscriptionId(),
                request.terminating(),
                request.compressionType(),
                copy(request.metrics()));
        Function<Uuid, ClientDescription> labels = ConnectionLabels.of(context);
        return Answer.later(CompletableFuture.supplyAsync(
                () -> new PushTelemetryResponseData()
                        .setErrorCode(services.telemetry().push(push, labels).code()),
                services.blocking()));
    }

    /** The frame ends with this call. */
    private static ByteBuffer copy(ByteBuffer metrics) {
        return ByteBuffer.allocate(metrics.remaining()).put(metrics.duplicate()).flip();
    }
}
