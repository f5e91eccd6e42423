package io.millrace.connect.worker.errors;

import io.millrace.connect.plugins.config.ConnectorKeys;
import java.util.Locale;
import java.util.Map;

/**
 * What to do about a put that fails: whether to look for the records that are to blame, and how far to go.
 *
 * @param possible whether records may be given up at all, and would go somewhere
 * @param inARowMax records that may be given up one after the other before the target is to blame
 * @param retryTimeoutMs how long a put that asks for another try gets it; 0 and less are for ever, as without the keys
 */
public record PutPolicy(boolean possible, Isolation isolation, int inARowMax, long retryTimeoutMs) {

    /** When to look for the records that are to blame. */
    public enum Isolation {
        /** Unless the task reports such records itself; then what it throws is about something else. */
        AUTO,
        ALWAYS,
        NEVER
    }

    /** Reads the {@code errors.put.*} keys, of which {@code errors} says whether they can have an effect. */
    public static PutPolicy parse(Map<String, String> connectorConfig, ErrorPolicy errors) {
        Map<String, Object> values = ConnectorKeys.putErrors().parse(connectorConfig);
        return new PutPolicy(
                errors.tolerateAll() && errors.deadLetters().isPresent(),
                Isolation.valueOf(((String) values.get("errors.put.isolate")).toUpperCase(Locale.ROOT)),
                (Integer) values.get("errors.put.isolate.max"),
                errors.retryTimeoutMs());
    }

    /** Whether to look for the records to blame; {@code taskReports}: the task has asked for its reporter (KIP-610). */
    public boolean isolates(boolean taskReports) {
        return possible && (isolation == Isolation.ALWAYS || (isolation == Isolation.AUTO && !taskReports));
    }
}
