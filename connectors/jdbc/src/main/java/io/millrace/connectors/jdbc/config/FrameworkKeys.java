package io.millrace.connectors.jdbc.config;

import java.util.List;
import java.util.Set;

/** Keys of a connector configuration that the runtime reads and a connector ignores. */
final class FrameworkKeys {
    private static final Set<String> NAMES = Set.of(
            "name",
            "connector.class",
            "connector.plugin.version",
            "tasks.max",
            "tasks.max.enforce",
            "task.class",
            "topics",
            "topics.regex",
            "key.converter",
            "value.converter",
            "header.converter",
            "transforms",
            "predicates",
            "config.action.reload",
            "exactly.once.support",
            "offsets.storage.topic");
    private static final List<String> PREFIXES = List.of(
            "key.converter.",
            "value.converter.",
            "header.converter.",
            "transforms.",
            "predicates.",
            "errors.",
            "consumer.override.",
            "producer.override.",
            "admin.override.");

    private FrameworkKeys() {}

    static boolean known(String key) {
        return NAMES.contains(key) || PREFIXES.stream().anyMatch(key::startsWith);
    }
}
