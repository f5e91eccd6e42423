package io.millrace.connectors.cdc;

import java.util.LinkedHashMap;
import java.util.Map;

/** Fills the Debezium settings that keep a warehouse equal to its source, wherever the user has not decided. */
public final class CdcPreset {

    /** Prefix of the messages that the heartbeat writes into the write-ahead log. */
    static final String HEARTBEAT_MESSAGE_PREFIX = "millrace";

    private static final Map<String, String> VALUES = values();

    private CdcPreset() {}

    /** The settings of the connector with every gap filled; what the user has set stays as it is. */
    public static Map<String, String> fill(Map<String, String> userSettings) {
        Map<String, String> filled = new LinkedHashMap<>(userSettings);
        VALUES.forEach(filled::putIfAbsent);
        DerivedNames names = DerivedNames.of(userSettings);
        filled.putIfAbsent("slot.name", names.slot());
        filled.putIfAbsent("publication.name", names.publication());
        filled.putIfAbsent("database.initial.statements", "SET application_name TO '" + names.session() + "'");
        if (!userSettings.containsKey("message.prefix.include.list")) {
            // Our own heartbeat needs no topic: it exists to move the slot forward.
            filled.putIfAbsent("message.prefix.exclude.list", HEARTBEAT_MESSAGE_PREFIX);
        }
        return filled;
    }

    private static Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("plugin.name", "pgoutput");
        // A publication for all tables needs a superuser and sends changes that nobody asked for.
        values.put("publication.autocreate.mode", "filtered");

        // Exact types: numerics without scale, NaN, and intervals of months survive only as text.
        values.put("decimal.handling.mode", "string");
        values.put("interval.handling.mode", "string");
        // One type per SQL type, whatever its precision: an ALTER from timestamp(3) to timestamp(6) changes nothing.
        values.put("time.precision.mode", "microseconds");
        values.put("column.propagate.source.type", ".*");

        // Nothing is left out: Debezium drops truncates and turns values that it cannot convert into nulls.
        values.put("skipped.operations", "none");
        values.put("tombstones.on.delete", "true");
        values.put("event.converting.failure.handling.mode", "fail");

        // Order inside a transaction: an LSN alone does not tell two rows of one statement apart.
        values.put("provide.transaction.metadata", "true");
        values.put("extended.headers.enabled", "false");
        values.put("snapshot.max.threads", "1");

        // A heartbeat that writes into the log lets the slot advance while the captured tables are idle.
        values.put("heartbeat.interval.ms", "10000");
        values.put(
                "heartbeat.action.query",
                "SELECT pg_logical_emit_message(false, '" + HEARTBEAT_MESSAGE_PREFIX + "', 'heartbeat')");
        values.put("slot.drop.on.stop", "false");

        // Latency: Debezium's own half second is most of the way from a commit to the topic.
        values.put("poll.interval.ms", "50");
        // After a crash the server may hold the slot for a moment; an outage of the source is waited out for ever.
        values.put("slot.retry.delay.ms", "1000");
        values.put("slot.max.retries", "60");
        values.put("errors.max.retries", "-1");
        values.put("retriable.restart.connector.wait.ms", "2000");
        values.put("connection.validation.timeout.ms", "10000");
        return Map.copyOf(values);
    }
}
