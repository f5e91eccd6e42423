package io.millrace.broker.server.telemetry;

import io.millrace.broker.metadata.config.ClientMetricsConfigs;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.kafka.common.Uuid;

/**
 * What a subscription may select clients by.
 *
 * @param labels selector to value; what the client did not tell is missing
 */
public record ClientDescription(Map<String, String> labels) {

    /** Copies the map. */
    public ClientDescription {
        labels = Map.copyOf(labels);
    }

    /**
     * A client.
     *
     * @param connection what is known of its connection, by selector
     */
    public static ClientDescription of(Uuid clientInstanceId, Map<String, String> connection) {
        Map<String, String> labels = new TreeMap<>(connection);
        labels.put(ClientMetricsConfigs.CLIENT_INSTANCE_ID, clientInstanceId.toString());
        return new ClientDescription(labels);
    }

    /** Whether every selector has a value here, and the expression fits all of it. */
    boolean matches(Map<String, Pattern> selectors) {
        return selectors.entrySet().stream().allMatch(selector -> {
            String value = labels.get(selector.getKey());
            return value != null && selector.getValue().matcher(value).matches();
        });
    }
}
