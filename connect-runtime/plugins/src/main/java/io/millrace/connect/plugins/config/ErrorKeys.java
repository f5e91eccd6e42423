package io.millrace.connect.plugins.config;

import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.ConfigDef.Width;

/** The keys that say what becomes of records that fail, and of tasks that do. */
final class ErrorKeys {
    private static final String GROUP = "Error Handling";

    private ErrorKeys() {}

    /** Tries, tolerance and logs, with Kafka Connect's names. */
    static void tries(ConfigDef definition) {
        KeyGroup errors = new KeyGroup(definition, GROUP);
        errors.key("errors.retry.timeout", ConfigDef.Type.LONG, 1)
                .byDefault(0L)
                .weighs(Importance.MEDIUM, Width.MEDIUM)
                .means(
                        "Retry Timeout for Errors",
                        "How many milliseconds a failed operation is tried again; 0 is not at all, -1 is for ever.");
        errors.key("errors.retry.delay.max.ms", ConfigDef.Type.LONG, 2)
                .byDefault(60_000L)
                .weighs(Importance.MEDIUM, Width.MEDIUM)
                .means("Maximum Delay Between Retries for Errors", "The longest pause between two tries.");
        errors.key("errors.tolerance", ConfigDef.Type.STRING, 3)
                .byDefault("none")
                .valid(ValidString.in("none", "all"))
                .weighs(Importance.MEDIUM, Width.SHORT)
                .means("Error Tolerance", "none: the first bad record fails its task. all: bad records are skipped.");
        errors.key("errors.log.enable", ConfigDef.Type.BOOLEAN, 4)
                .byDefault(false)
                .weighs(Importance.MEDIUM, Width.SHORT)
                .means("Log Errors", "Whether tolerated errors are logged too.");
        errors.key("errors.log.include.messages", ConfigDef.Type.BOOLEAN, 5)
                .byDefault(false)
                .weighs(Importance.MEDIUM, Width.SHORT)
                .means("Log Error Details", "Whether the log names topic, partition, offset and time of a bad record.");
    }

    /** Automatic restarts, which are ours. */
    static void restarts(ConfigDef definition) {
        KeyGroup errors = new KeyGroup(definition, GROUP);
        errors.key("errors.restart.max", ConfigDef.Type.INT, 9)
                .byDefault(20)
                .valid(Range.between(0, 100))
                .means(
                        "Restarts Max",
                        "How often a failed task, or a failed connector, is restarted within the window; 0 is never.");
        errors.key("errors.restart.window.ms", ConfigDef.Type.LONG, 10)
                .byDefault(86_400_000L)
                .valid(Range.atLeast(1))
                .means("Restart Window", "The window of errors.restart.max, in milliseconds, which ends now.");
        errors.key("errors.restart.delay.ms", ConfigDef.Type.LONG, 11)
                .byDefault(1_000L)
                .valid(Range.atLeast(1))
                .means("Restart Delay", "The pause before a restart, in milliseconds; it doubles with each in a row.");
        errors.key("errors.restart.delay.max.ms", ConfigDef.Type.LONG, 12)
                .byDefault(600_000L)
                .valid(Range.atLeast(1))
                .means(
                        "Restart Delay Max",
                        "The longest pause before a restart, in milliseconds; to run for so long ends the row.");
    }

    /** Puts that fail, which are ours. */
    static void putErrors(ConfigDef definition) {
        KeyGroup errors = new KeyGroup(definition, GROUP);
        errors.key("errors.put.isolate", ConfigDef.Type.STRING, 13)
                .byDefault("auto")
                .valid(ValidString.in("auto", "always", "never"))
                .means(
                        "Isolate Records in Put",
                        "Whether to look for the records on which a put fails, and to give up those alone, where"
                                + " errors are tolerated and there is a dead letter topic. auto: unless the task"
                                + " reports such records itself.");
        errors.key("errors.put.isolate.max", ConfigDef.Type.INT, 14)
                .byDefault(10)
                .valid(Range.atLeast(1))
                .means(
                        "Isolate Records in Put Max",
                        "With more records in a row on which a put fails, the task fails and gives none of them up.");
    }

    /** Dead letters, with Kafka Connect's names. */
    static void deadLetters(ConfigDef definition) {
        KeyGroup errors = new KeyGroup(definition, GROUP);
        errors.key("errors.deadletterqueue.topic.name", ConfigDef.Type.STRING, 6)
                .byDefault("")
                .weighs(Importance.MEDIUM, Width.MEDIUM)
                .means("Dead Letter Queue Topic Name", "The topic for records that fail; none if empty.");
        errors.key("errors.deadletterqueue.topic.replication.factor", ConfigDef.Type.SHORT, 7)
                .byDefault((short) 3)
                .weighs(Importance.MEDIUM, Width.MEDIUM)
                .means(
                        "Dead Letter Queue Topic Replication Factor",
                        "The replication factor with which the dead letter topic is created.");
        errors.key("errors.deadletterqueue.context.headers.enable", ConfigDef.Type.BOOLEAN, 8)
                .byDefault(false)
                .weighs(Importance.MEDIUM, Width.MEDIUM)
                .means(
                        "Enable Error Context Headers",
                        "Whether dead letters carry headers, __connect.errors.*, that say what went wrong.");
    }
}
