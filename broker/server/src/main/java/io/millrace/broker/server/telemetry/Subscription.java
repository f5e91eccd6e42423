package io.millrace.broker.server.telemetry;

import io.millrace.broker.metadata.config.ClientMetricsConfigs;
import io.millrace.broker.metadata.config.ConfigKey;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * One client metrics resource: which clients shall send what, and how often.
 *
 * @param metrics prefixes of names, or {@code *}
 * @param intervalMs between two pushes
 * @param selectors all must fit; without any, every client is meant
 */
record Subscription(List<String> metrics, int intervalMs, Map<String, Pattern> selectors) {

    /** Reads what somebody has set; the rest has its default. */
    static Subscription of(Map<String, String> configs) {
        return new Subscription(
                ClientMetricsConfigs.elements(value(configs, ClientMetricsConfigs.METRICS)),
                Integer.parseInt(
                        value(configs, ClientMetricsConfigs.INTERVAL_MS).trim()),
                ClientMetricsConfigs.selectors(value(configs, ClientMetricsConfigs.MATCH)));
    }

    private static String value(Map<String, String> configs, String name) {
        return configs.getOrDefault(
                name,
                ClientMetricsConfigs.TABLE
                        .find(name)
                        .map(ConfigKey::defaultValue)
                        .orElse(""));
    }
}
