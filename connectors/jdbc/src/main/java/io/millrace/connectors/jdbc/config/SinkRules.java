package io.millrace.connectors.jdbc.config;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;

/** What must hold between keys, and the concerns read from keys that hold it. */
public final class SinkRules {
    private SinkRules() {}

    /** Adds a problem for each value or combination that cannot work. Keys that already have one are left alone. */
    public static void check(ResolvedKeys keys) {
        Map<String, String> values = keys.values();
        if (values.get(SinkKeys.URL) != null) {
            attempt(keys, SinkKeys.URL, () -> PostgresUrl.parse(values.get(SinkKeys.URL)));
        }
        attempt(keys, SinkKeys.DB_TIMEZONE, () -> zone(keys));
        attempt(keys, SinkKeys.TOPICS_TO_TABLES, () -> tables(keys));
        if (values.get(SinkKeys.TABLE_NAME_FORMAT).isBlank()) {
            keys.problem(SinkKeys.TABLE_NAME_FORMAT, "must not be empty");
        }
        if (keys.problems().isEmpty()) {
            checkRows(keys, rows(keys));
        }
    }

    /** The concern of rows. */
    public static RowConfig rows(ResolvedKeys keys) {
        return RowConfig.from(keys.values());
    }

    /** The concern of tables. */
    public static TableConfig tables(ResolvedKeys keys) {
        return TableConfig.from(keys.values());
    }

    /** The concern of delivery. */
    public static DeliveryConfig delivery(ResolvedKeys keys) {
        return DeliveryConfig.from(keys.values());
    }

    /** The zone of timestamps that carry none. */
    public static ZoneId zone(ResolvedKeys keys) {
        try {
            return ZoneId.of(keys.values().get(SinkKeys.DB_TIMEZONE));
        } catch (DateTimeException unknown) {
            throw new IllegalArgumentException("is not a time zone: " + unknown.getMessage(), unknown);
        }
    }

    private static void checkRows(ResolvedKeys keys, RowConfig rows) {
        if (!rows.keyed() && rows.insertMode() != InsertMode.INSERT) {
            keys.problem(
                    SinkKeys.INSERT_MODE,
                    rows.insertMode().name().toLowerCase(Locale.ROOT)
                            + " needs a primary key: set pk.mode, for example to record_key");
        }
        boolean kafkaKey = rows.primaryKeyMode() == PrimaryKeyMode.KAFKA;
        if (rows.deleteEnabled() && (!rows.keyed() || kafkaKey)) {
            keys.problem(
                    SinkKeys.DELETE_ENABLED,
                    "needs a key by which the row is found: set pk.mode to record_key, record_value or record_header");
        }
        int fieldCount = rows.primaryKeyFields().size();
        if (kafkaKey && fieldCount != 0 && fieldCount != 3) {
            keys.problem(
                    SinkKeys.PK_FIELDS,
                    "must name three columns (for topic, partition and offset) or none when pk.mode is kafka");
        }
    }

    private static void attempt(ResolvedKeys keys, String key, Runnable reading) {
        if (keys.problems().containsKey(key)) {
            return;
        }
        try {
            reading.run();
        } catch (IllegalArgumentException wrong) {
            keys.problem(key, wrong.getMessage());
        }
    }
}
