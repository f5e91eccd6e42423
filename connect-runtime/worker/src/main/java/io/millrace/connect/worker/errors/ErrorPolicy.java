package io.millrace.connect.worker.errors;

import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ValidString;

/** The {@code errors.*} keys of a connector. */
public record ErrorPolicy(
        long retryTimeoutMs,
        long retryDelayMaxMs,
        boolean tolerateAll,
        boolean logFailures,
        boolean logCoordinates,
        Optional<DeadLetterConfig> deadLetters) {

    private static final ConfigDef KEYS = new ConfigDef()
            .define("errors.retry.timeout", ConfigDef.Type.LONG, 0L, ConfigDef.Importance.MEDIUM, "")
            .define("errors.retry.delay.max.ms", ConfigDef.Type.LONG, 60_000L, ConfigDef.Importance.MEDIUM, "")
            .define(
                    "errors.tolerance",
                    ConfigDef.Type.STRING,
                    "none",
                    ValidString.in("none", "all"),
                    ConfigDef.Importance.MEDIUM,
                    "")
            .define("errors.log.enable", ConfigDef.Type.BOOLEAN, false, ConfigDef.Importance.MEDIUM, "")
            .define("errors.log.include.messages", ConfigDef.Type.BOOLEAN, false, ConfigDef.Importance.MEDIUM, "")
            .define("errors.deadletterqueue.topic.name", ConfigDef.Type.STRING, "", ConfigDef.Importance.MEDIUM, "")
            .define(
                    "errors.deadletterqueue.topic.replication.factor",
                    ConfigDef.Type.SHORT,
                    (short) -1,
                    ConfigDef.Importance.MEDIUM,
                    "")
            .define(
                    "errors.deadletterqueue.context.headers.enable",
                    ConfigDef.Type.BOOLEAN,
                    false,
                    ConfigDef.Importance.MEDIUM,
                    "");

    /** Reads them; -1 is the preset of the dead letter topic's replication, which takes the broker's default. */
    public static ErrorPolicy parse(Map<String, String> connectorConfig) {
        Map<String, Object> values = KEYS.parse(connectorConfig);
        String topic = (String) values.get("errors.deadletterqueue.topic.name");
        Optional<DeadLetterConfig> deadLetters = topic.isBlank()
                ? Optional.empty()
                : Optional.of(new DeadLetterConfig(
                        topic, (Short) values.get("errors.deadletterqueue.topic.replication.factor"), (Boolean)
                                values.get("errors.deadletterqueue.context.headers.enable")));
        return new ErrorPolicy(
                (Long) values.get("errors.retry.timeout"),
                (Long) values.get("errors.retry.delay.max.ms"),
                "all".equals(values.get("errors.tolerance")),
                (Boolean) values.get("errors.log.enable"),
                (Boolean) values.get("errors.log.include.messages"),
                deadLetters);
    }

    /** A sink task gets a reporter only where its reports would go somewhere. */
    public boolean reportsErrantRecords() {
        return deadLetters.isPresent() || logFailures;
    }

    /** Where dead letters go. */
    public record DeadLetterConfig(String topic, short replicationFactor, boolean headers) {}
}
