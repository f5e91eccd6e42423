package io.millrace.connect.plugins.validate;

import io.millrace.names.NearestName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds keys that nobody defines but that look like one somebody does. */
final class UnreadKeys {
    private static final int WARNINGS_MAX = 20;
    private static final List<String> PASSED_ON = List.of(
            "producer.override.",
            "consumer.override.",
            "admin.override.",
            "key.converter.",
            "value.converter.",
            "header.converter.",
            "topic.creation.",
            "transforms.",
            "predicates.");

    private UnreadKeys() {}

    static List<String> warnings(Map<String, String> config, Set<String> defined) {
        List<String> warnings = new ArrayList<>();
        for (String key : config.keySet()) {
            if (defined.contains(key) || PASSED_ON.stream().anyMatch(key::startsWith)) {
                continue;
            }
            String hint = NearestName.hint(key, defined);
            if (!hint.isEmpty() && warnings.size() < WARNINGS_MAX) {
                warnings.add("Nothing defines the key " + key + hint);
            }
        }
        return warnings;
    }
}
