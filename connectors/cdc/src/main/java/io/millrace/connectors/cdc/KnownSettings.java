package io.millrace.connectors.cdc;

import io.debezium.config.Field;
import io.debezium.connector.postgresql.PostgresConnectorConfig;
import io.debezium.schema.AbstractTopicNamingStrategy;
import io.millrace.names.NearestName;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.postgresql.PGProperty;

/** Which settings this connector understands; a misspelt one is refused instead of being ignored. */
final class KnownSettings {

    /** Settings that the runtime reads, and families whose members the user names. */
    private static final Set<String> RUNTIME_SETTINGS = Set.of(
            "name",
            "connector.class",
            "connector.plugin.version",
            "tasks.max",
            "tasks.max.enforce",
            "config.action.reload",
            "transforms",
            "predicates",
            "key.converter",
            "value.converter",
            "header.converter",
            "errors.tolerance",
            "errors.retry.timeout",
            "errors.retry.delay.max.ms",
            "errors.log.enable",
            "errors.log.include.messages",
            "exactly.once.support",
            "transaction.boundary",
            "transaction.boundary.interval.ms",
            "offsets.storage.topic");

    private static final List<String> FAMILIES = List.of(
            "key.converter.",
            "value.converter.",
            "header.converter.",
            "transforms.",
            "predicates.",
            "topic.creation.",
            "producer.override.",
            "consumer.override.",
            "admin.override.",
            "driver.",
            "internal.",
            "signal.",
            "notification.",
            "openlineage.",
            "column.mask.hash.",
            "column.mask.with.",
            "column.truncate.to.",
            "snapshot.select.statement.overrides.",
            "snapshot.mode.configuration.based.",
            "offset.mismatch.");

    /** Settings whose value lists prefixes that the user makes up, such as the names of custom converters. */
    private static final List<String> PREFIX_LISTS = List.of("converters", "post.processors");

    private final Set<String> names = new TreeSet<>(RUNTIME_SETTINGS);

    KnownSettings() {
        names.addAll(OwnSettings.names());
        PostgresConnectorConfig.ALL_FIELDS.forEach(this::add);
        addConstantsOf(PostgresConnectorConfig.class);
        addConstantsOf(AbstractTopicNamingStrategy.class);
        Arrays.stream(PGProperty.values()).forEach(property -> names.add("database." + property.getName()));
    }

    boolean contains(String key, Map<String, String> settings) {
        return names.contains(key)
                || FAMILIES.stream().anyMatch(key::startsWith)
                || PREFIX_LISTS.stream()
                        .map(settings::get)
                        .filter(list -> list != null)
                        .flatMap(list -> Arrays.stream(list.split(",")))
                        .anyMatch(prefix -> key.startsWith(prefix.trim() + "."));
    }

    Optional<String> nearest(String key) {
        return NearestName.of(key, names);
    }

    private void add(Field field) {
        names.add(field.name());
        names.addAll(field.deprecatedAliases());
    }

    /** Some settings are read by Debezium but not listed among its fields; their constants are public. */
    private void addConstantsOf(Class<?> type) {
        for (java.lang.reflect.Field constant : type.getFields()) {
            if (Field.class.equals(constant.getType())) {
                try {
                    add((Field) constant.get(null));
                } catch (IllegalAccessException e) {
                    throw new IllegalStateException("a public constant cannot be read: " + constant, e);
                }
            }
        }
    }
}
