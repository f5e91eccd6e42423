package io.millrace.connect.worker.connector;

import io.millrace.connect.plugins.secrets.References;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Completes the task configurations that a connector makes, as Kafka Connect does. */
final class TaskConfigs {

    /** A shorter value is found by chance in values that have nothing to do with it. */
    private static final int FOUND_LENGTH_MIN = 4;

    private TaskConfigs() {}

    /**
     * Adds the task's class and a sink's topics, and puts the author's placeholders back where the connector passes on a
     * value that it was given for one, also within a longer value, so that secrets do not reach the config topic.
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
        Map<String, String> within = within(written, resolved);
        made.keySet().stream().sorted().forEach(key -> {
            String value = made.get(key);
            boolean passedOn = value != null && value.equals(resolved.get(key)) && written.get(key) != null;
            config.put(key, passedOn ? written.get(key) : putBack(value, within));
        });
        config.put("task.class", taskClass);
        for (String key : List.of("topics", "topics.regex")) {
            if (written.get(key) != null) {
                config.put(key, written.get(key));
            }
        }
        return config;
    }

    /** By resolved value, the references that may stand within values of other keys. */
    private static Map<String, String> within(Map<String, String> written, Map<String, String> resolved) {
        Map<String, String> references =
                new TreeMap<>(Comparator.comparing(String::length).reversed().thenComparing(Comparator.naturalOrder()));
        new TreeMap<>(written).forEach((key, reference) -> {
            String value = resolved.get(key);
            if (reference != null
                    && value != null
                    && !reference.equals(value)
                    && value.length() >= FOUND_LENGTH_MIN
                    && References.only(reference)) {
                references.putIfAbsent(value, reference);
            }
        });
        return references;
    }

    /**
     * A connector may well make an address of a password; the task gets it back when it is resolved. One pass, since a
     * reference that was put back may itself contain the value of another, as a path does the name of a user.
     */
    private static String putBack(String text, Map<String, String> within) {
        if (text == null || within.isEmpty()) {
            return text;
        }
        Pattern values =
                Pattern.compile(within.keySet().stream().map(Pattern::quote).collect(Collectors.joining("|")));
        return values.matcher(text).replaceAll(found -> Matcher.quoteReplacement(within.get(found.group())));
    }
}
