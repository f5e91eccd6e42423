package io.millrace.broker.server.node;

import io.millrace.broker.coordinator.assignor.Assignors;
import io.millrace.broker.coordinator.decision.ConsumerConfig;
import io.millrace.broker.coordinator.decision.ConsumerConfig.BoundedMs;
import io.millrace.broker.coordinator.decision.ConsumerConfig.Migration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigException;

/** Groups of the consumer protocol, under Kafka's names. */
final class ConsumerGroupSettings {

    private static final String PROTOCOLS = "group.coordinator.rebalance.protocols";
    private static final String ASSIGNORS = "group.consumer.assignors";
    private static final String MIGRATION = "group.consumer.migration.policy";
    private static final Set<String> KNOWN_PROTOCOLS = Set.of("classic", "consumer", "share", "streams");

    /** Kafka's own classes stand for the assignors of the same names. */
    private static final Map<String, String> ASSIGNOR_CLASSES = Map.of(
            "org.apache.kafka.coordinator.group.assignor.UniformAssignor", "uniform",
            "org.apache.kafka.coordinator.group.assignor.RangeAssignor", "range");

    private ConsumerGroupSettings() {}

    static ConsumerConfig from(PropertyReader properties) {
        ConsumerConfig defaults = ConsumerConfig.DEFAULTS;
        BoundedMs session = bounded(
                properties,
                "group.consumer.session.timeout.ms",
                "group.consumer.min.session.timeout.ms",
                "group.consumer.max.session.timeout.ms",
                defaults.session());
        BoundedMs heartbeat = bounded(
                properties,
                "group.consumer.heartbeat.interval.ms",
                "group.consumer.min.heartbeat.interval.ms",
                "group.consumer.max.heartbeat.interval.ms",
                defaults.heartbeat());
        if (heartbeat.defaultMs() >= session.defaultMs()) {
            throw new ConfigException(
                    "group.consumer.heartbeat.interval.ms",
                    heartbeat.defaultMs(),
                    "must be less than group.consumer.session.timeout.ms, which is " + session.defaultMs());
        }
        return new ConsumerConfig(
                protocols(properties).contains("consumer"),
                session,
                heartbeat,
                properties.number("group.consumer.max.size", defaults.maxMembers(), 1),
                assignors(properties, defaults),
                migration(properties, defaults),
                properties.number(
                        "group.consumer.regex.refresh.interval.ms",
                        defaults.regexRefreshIntervalMs(),
                        10_000,
                        Integer.MAX_VALUE));
    }

    private static BoundedMs bounded(
            PropertyReader properties, String name, String minName, String maxName, BoundedMs defaults) {
        int min = properties.number(minName, defaults.minMs(), 1);
        int max = properties.number(maxName, defaults.maxMs(), 1);
        int value = properties.number(name, defaults.defaultMs(), 1);
        if (min > max) {
            throw new ConfigException(minName, min, "must not be more than " + maxName + ", which is " + max);
        }
        if (value < min || value > max) {
            throw new ConfigException(
                    name, value, "must be from " + min + " (" + minName + ") to " + max + " (" + maxName + ")");
        }
        return new BoundedMs(value, min, max);
    }

    private static List<String> protocols(PropertyReader properties) {
        String value = properties.text(PROTOCOLS, "classic,consumer");
        List<String> protocols = elements(value);
        if (!KNOWN_PROTOCOLS.containsAll(protocols)) {
            throw new ConfigException(PROTOCOLS, value, "must be a list of " + sorted(KNOWN_PROTOCOLS));
        }
        if (!protocols.contains("classic")) {
            throw new ConfigException(PROTOCOLS, value, "must have classic, which cannot be switched off");
        }
        return protocols;
    }

    private static List<String> assignors(PropertyReader properties, ConsumerConfig defaults) {
        String value = properties.text(ASSIGNORS, String.join(",", defaults.assignors()));
        List<String> names = elements(value).stream()
                .map(name -> ASSIGNOR_CLASSES.getOrDefault(name, name))
                .distinct()
                .toList();
        if (names.isEmpty() || !Assignors.names().containsAll(names)) {
            throw new ConfigException(
                    ASSIGNORS, value, "must be a list of " + sorted(Assignors.names()) + "; others cannot be loaded");
        }
        return names;
    }

    private static Migration migration(PropertyReader properties, ConsumerConfig defaults) {
        String value = properties.text(MIGRATION, defaults.migration().wireName());
        return Migration.find(value)
                .orElseThrow(() -> new ConfigException(
                        MIGRATION, value, "must be one of bidirectional, upgrade, downgrade, disabled"));
    }

    private static List<String> elements(String value) {
        return Arrays.stream(value.split(","))
                .map(String::trim)
                .filter(element -> !element.isEmpty())
                .toList();
    }

    private static String sorted(Set<String> names) {
        return String.join(", ", names.stream().sorted().toList());
    }
}
