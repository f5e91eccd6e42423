package io.millrace.broker.server.telemetry;

import io.millrace.broker.metadata.config.ClientMetricsConfigs;
import io.millrace.broker.metadata.image.ConfigTarget;
import io.millrace.broker.metadata.image.ConfigsImage;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * All subscriptions of one moment.
 *
 * @param raw the configs that they were read from, by resource
 * @param all what they say
 */
record Subscriptions(Map<String, Map<String, String>> raw, List<Subscription> all) {

    private static final int DEFAULT_INTERVAL_MS = Integer.parseInt(ClientMetricsConfigs.TABLE
            .byName()
            .get(ClientMetricsConfigs.INTERVAL_MS)
            .defaultValue());

    static Map<String, Map<String, String>> raw(ConfigsImage configs) {
        Map<String, Map<String, String>> raw = new TreeMap<>();
        configs.byTarget().forEach((target, values) -> {
            if (target.kind() == ConfigTarget.Kind.CLIENT_METRICS) {
                raw.put(target.name(), values);
            }
        });
        return raw;
    }

    static Subscriptions of(Map<String, Map<String, String>> raw) {
        return new Subscriptions(
                raw, raw.values().stream().map(Subscription::of).toList());
    }

    /** What they want of this client together: everything that one of them wants, as often as one of them wants it. */
    Wanted of(ClientDescription client) {
        var metrics = new TreeSet<String>();
        int intervalMs = DEFAULT_INTERVAL_MS;
        for (Subscription subscription : all) {
            if (client.matches(subscription.selectors())) {
                metrics.addAll(subscription.metrics());
                intervalMs = Math.min(intervalMs, subscription.intervalMs());
            }
        }
        return new Wanted(
                metrics.contains(Wanted.EVERYTHING) ? List.of(Wanted.EVERYTHING) : List.copyOf(metrics), intervalMs);
    }
}
