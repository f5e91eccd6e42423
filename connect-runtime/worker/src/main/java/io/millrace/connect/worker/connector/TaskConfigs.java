package io.millrace.connect.worker.connector;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Completes the task configurations that a connector makes, as Kafka Connect does. */
final class TaskConfigs {

    private TaskConfigs() {}

    /**
     * Adds the task's class and a sink's topics, and puts the author's placeholders back where the connector passes on a
     * value that it was given for one, so that secrets do not reach the config topic.
     */
    static List<Map<String, String>> complete(
            List<Map<String, String>> made,
            String taskClass,
            Map<String, String> written,
            Map<String, String> resolved) {
        return made.stream()
                .map(config -> complete(config, taskClass, written, resolved))
                .toList();
    }

    private static Map<String, String> complete(
            Map<String, String> made, String taskClass, Map<String, String> written, Map<String, String> resolved) {
        // Sorted, so that a connector which builds its maps in another order each time does not look changed.
        Map<String, String> config = new LinkedHashMap<>();
        Map<String, String> restored = new HashMap<>(made);
        written.forEach((key, placeholder) -> {
            String value = resolved.get(key);
            boolean secret = placeholder != null && value != null && !placeholder.equals(value);
            if (secret && value.equals(made.get(key))) {
                restored.put(key, placeholder);
            }
        });
        restored.keySet().stream().sorted().forEach(key -> config.put(key, restored.get(key)));
        config.put("task.class", taskClass);
        for (String key : List.of("topics", "topics.regex")) {
            if (written.get(key) != null) {
                config.put(key, written.get(key));
            }
        }
        return config;
    }
}
