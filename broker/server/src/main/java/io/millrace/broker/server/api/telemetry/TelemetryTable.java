package io.millrace.broker.server.api.telemetry;

import io.millrace.broker.server.request.ApiTable;
import io.millrace.broker.server.request.BrokerServices;
import org.apache.kafka.common.message.GetTelemetrySubscriptionsRequestData;
import org.apache.kafka.common.message.PushTelemetryRequestData;
import org.apache.kafka.common.protocol.ApiKeys;

/** The rows of the table that concern the metrics of clients. */
public final class TelemetryTable {

    private TelemetryTable() {}

    public static void fill(ApiTable table, BrokerServices services) {
        table.serve(
                        ApiKeys.GET_TELEMETRY_SUBSCRIPTIONS,
                        0,
                        0,
                        GetTelemetrySubscriptionsRequestData.class,
                        new GetTelemetrySubscriptionsHandler(services))
                .serve(
                        ApiKeys.PUSH_TELEMETRY,
                        0,
                        0,
                        PushTelemetryRequestData.class,
                        new PushTelemetryHandler(services));
    }
}
