package io.millrace.connect.plugins.validate;

import io.millrace.connect.plugins.PluginHandle;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.kafka.connect.connector.Connector;
import org.apache.kafka.connect.source.ConnectorTransactionBoundaries;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceConnector;

/** Rules between keys that a definition cannot say. */
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

    /** {@code exactlyOnceWorker}: whether the worker has {@code exactly.once.source.support} enabled. */
    static void source(
            Map<String, String> config,
            PluginHandle<Connector> connector,
            boolean exactlyOnceWorker,
            KeyedErrors errors) {
        PluginHandle<SourceConnector> source = connector.as(SourceConnector.class);
        if ("required".equals(text(config, "exactly.once.support").toLowerCase(Locale.ROOT))) {
            String refusal = exactlyOnceRefusal(config, source, exactlyOnceWorker);
            if (!refusal.isEmpty()) {
                errors.error("exactly.once.support", config.get("exactly.once.support"), refusal);
            }
        }
        if ("connector".equals(text(config, "transaction.boundary").toLowerCase(Locale.ROOT))
                && source.call(instance -> instance.canDefineTransactionBoundaries(config))
                        != ConnectorTransactionBoundaries.SUPPORTED) {
            errors.error(
                    "transaction.boundary",
                    config.get("transaction.boundary"),
                    "The connector does not support connector-defined transaction boundaries with the given"
                            + " configuration. Please reconfigure it to use a different transaction boundary definition.");
        }
    }

    private static String exactlyOnceRefusal(
            Map<String, String> config, PluginHandle<SourceConnector> source, boolean exactlyOnceWorker) {
        if (!exactlyOnceWorker) {
            return "This worker does not have exactly-once source support enabled.";
        }
        ExactlyOnceSupport support = source.call(instance -> instance.exactlyOnceSupport(config));
        if (support == ExactlyOnceSupport.SUPPORTED) {
            return "";
        }
        return support == null
                ? "The connector does not say whether it can deliver exactly once, so it cannot be required to."
                : "The connector does not support exactly-once semantics with the provided configuration.";
    }

    private static String text(Map<String, String> config, String key) {
        String value = config.get(key);
        return value == null ? "" : value.trim();
    }
}
