package io.millrace.broker.server.api.telemetry;

import io.millrace.broker.server.request.Answer;
import io.millrace.broker.server.request.ApiHandler;
import io.millrace.broker.server.request.BrokerServices;
import io.millrace.broker.server.request.RequestContext;
import io.millrace.broker.server.telemetry.ClientDescription;
import io.millrace.broker.server.telemetry.ClientTelemetry;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.GetTelemetrySubscriptionsRequestData;
import org.apache.kafka.common.message.GetTelemetrySubscriptionsResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.CompressionType;

/**
 * GetTelemetrySubscriptions 0: which metrics this client shall push (KIP-714). Counters are asked for from the client's
 * start, not from its last push, so that the newest push alone says all. Expressions that select clients are matched off the
 * loops.
 */
final class GetTelemetrySubscriptionsHandler implements ApiHandler<GetTelemetrySubscriptionsRequestData> {

    private static final List<Byte> COMPRESSIONS = List.of(
            CompressionType.ZSTD.id, CompressionType.LZ4.id, CompressionType.GZIP.id, CompressionType.SNAPPY.id);

    private final BrokerServices services;

    GetTelemetrySubscriptionsHandler(BrokerServices services) {
        this.services = services;
    }

    @Override
    public CompletableFuture<Answer> handle(RequestContext context, GetTelemetrySubscriptionsRequestData request) {
        Function<Uuid, ClientDescription> labels = ConnectionLabels.of(context);
        return Answer.later(CompletableFuture.supplyAsync(
                () -> answer(services.telemetry().ask(request.clientInstanceId(), labels)), services.blocking()));
    }

    private GetTelemetrySubscriptionsResponseData answer(ClientTelemetry.Told told) {
        var response = new GetTelemetrySubscriptionsResponseData()
                .setErrorCode(told.error().code());
        if (told.error() == Errors.NONE) {
            response.setClientInstanceId(told.instanceId())
                    .setSubscriptionId(told.subscriptionId())
                    .setRequestedMetrics(told.metrics())
                    .setAcceptedCompressionTypes(COMPRESSIONS)
                    .setPushIntervalMs(told.intervalMs())
                    .setTelemetryMaxBytes(services.telemetry().maxBytes())
                    .setDeltaTemporality(false);
        }
        return response;
    }
}
