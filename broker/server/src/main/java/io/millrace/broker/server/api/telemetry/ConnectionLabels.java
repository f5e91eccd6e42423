package io.millrace.broker.server.api.telemetry;

import io.millrace.broker.metadata.config.ClientMetricsConfigs;
import io.millrace.broker.server.request.RequestContext;
import io.millrace.broker.server.telemetry.ClientDescription;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.kafka.common.Uuid;

/** What a connection tells of a client, in the words of KIP-714. */
final class ConnectionLabels {

    private ConnectionLabels() {}

    /** To be called on the loop of the connection; what it gives may be used anywhere. */
    static Function<Uuid, ClientDescription> of(RequestContext context) {
        Map<String, String> labels = new TreeMap<>();
        labels.put(ClientMetricsConfigs.CLIENT_ID, context.head().clientId());
        labels.put(
                ClientMetricsConfigs.CLIENT_SOURCE_ADDRESS,
                context.peer().address().getHostAddress());
        labels.put(
                ClientMetricsConfigs.CLIENT_SOURCE_PORT,
                Integer.toString(context.peer().port()));
        if (context.software().name() != null) {
            labels.put(
                    ClientMetricsConfigs.CLIENT_SOFTWARE_NAME,
                    context.software().name());
            labels.put(
                    ClientMetricsConfigs.CLIENT_SOFTWARE_VERSION,
                    context.software().version());
        }
        return instanceId -> ClientDescription.of(instanceId, labels);
    }
}
