package io.millrace.broker.server.telemetry;

import io.millrace.broker.metadata.config.ClientMetricsConfigs;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.common.Uuid;

/**
 * What a subscription may select clients by. Many are kept, so of each value only the beginning is.
 *
 * @param labels selector to value; what the client did not tell is missing
 */
public record ClientDescription(Map<String, String> labels) {

    /** Of a value that is longer this much is kept, and selected by. */
    static final int MAX_LABEL_CHARS = 256;

    /** Copies the map and cuts its values. */
    public ClientDescription {
        labels = labels.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, label -> cut(label.getValue())));
    }

    private static String cut(String value) {
        return value.length() > MAX_LABEL_CHARS ? value.substring(0, MAX_LABEL_CHARS) : value;
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
            return value != null && SteppedText.matches(selector.getValue(), value);
        });
    }
}
