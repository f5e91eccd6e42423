package io.millrace.connect.plugins.validate;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Rules between the keys of a sink that a definition cannot say. */
final class CrossChecks {
    private CrossChecks() {}

    static void sink(Map<String, String> config, KeyedErrors errors) {
        String topics = text(config, "topics");
        String regex = text(config, "topics.regex");
        if (topics.isEmpty() && regex.isEmpty()) {
            String message = "Must configure one of topics or topics.regex";
            errors.error("topics", topics, message);
            errors.error("topics.regex", regex, message);
        } else if (!topics.isEmpty() && !regex.isEmpty()) {
            String message = "topics and topics.regex are mutually exclusive options, but both are set.";
            errors.error("topics", topics, message);
            errors.error("topics.regex", regex, message);
        }
        String deadLetters = text(config, "errors.deadletterqueue.topic.name");
        if (!deadLetters.isEmpty()) {
            deadLetterTopic(deadLetters, topics, regex, errors);
        }
    }

    private static void deadLetterTopic(String deadLetters, String topics, String regex, KeyedErrors errors) {
        List<String> read = Arrays.stream(topics.split(",")).map(String::trim).toList();
        if (read.contains(deadLetters)) {
            errors.error(
                    "topics",
                    topics,
                    "The dead letter topic '" + deadLetters + "' is in the list of topics that the connector reads.");
        }
        if (!regex.isEmpty() && matches(regex, deadLetters)) {
            errors.error(
                    "topics.regex",
                    regex,
                    "The dead letter topic '" + deadLetters + "' matches the regular expression of topics to read.");
        }
    }

    private static boolean matches(String regex, String topic) {
        try {
            return Pattern.matches(regex, topic);
        } catch (PatternSyntaxException e) {
            // The key's own validator reports it.
            return false;
        }
    }

    private static String text(Map<String, String> config, String key) {
        String value = config.get(key);
        return value == null ? "" : value.trim();
    }
}
