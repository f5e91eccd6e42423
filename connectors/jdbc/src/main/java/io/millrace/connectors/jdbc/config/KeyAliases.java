package io.millrace.connectors.jdbc.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Names of keys that configurations for other JDBC sinks carry, and what each means here. */
final class KeyAliases {
    private static final Map<String, String> CANONICAL = new LinkedHashMap<>();

    /** Keys of other sinks that change nothing here: there is one database, one connection and always a reduction. */
    private static final Set<String> WITHOUT_EFFECT = Set.of(
            "connection.attempts",
            "connection.backoff.ms",
            "connection.provider",
            "connection.restart.on.errors",
            "connection.pool.acquire_increment",
            "connection.pool.max_size",
            "connection.pool.min_size",
            "connection.pool.timeout",
            "date.calendar.system",
            "date.timezone",
            "dialect.postgres.postgis.schema",
            "dialect.postgres.unnest.insert.enabled",
            "dialect.sqlserver.identity.insert",
            "dialect.mssql.identity.insert",
            "enable.schema.consistency.check",
            "mssql.use.merge.holdlock",
            "string.output.value.column.name",
            "table.types",
            "timestamp.fields.list",
            "timestamp.precision.mode",
            "trim.sensitive.log",
            "use.reduction.buffer");

    /** Keys of other sinks of which one value is what happens here anyway, and any other would be a broken promise. */
    private static final Map<String, List<String>> FIXED = Map.of(
            "dialect.name", List.of("PostgreSqlDatabaseDialect", "PostgreSqlDatabase"),
            "database.dialect", List.of("PostgresDatabaseDialect"),
            "table.name.normalize", List.of("false"),
            "transaction.isolation.mode", List.of("DEFAULT", "READ_COMMITTED"),
            "collection.naming.strategy",
                    List.of(
                            "io.debezium.connector.jdbc.naming.DefaultCollectionNamingStrategy",
                            "io.debezium.sink.naming.DefaultCollectionNamingStrategy"),
            "table.naming.strategy", List.of("io.debezium.connector.jdbc.naming.DefaultTableNamingStrategy"),
            "column.naming.strategy",
                    List.of(
                            "io.debezium.connector.jdbc.naming.DefaultColumnNamingStrategy",
                            "io.debezium.sink.column.DefaultColumnNamingStrategy"));

    static {
        CANONICAL.put("connection.username", SinkKeys.USER);
        CANONICAL.put("primary.key.mode", SinkKeys.PK_MODE);
        CANONICAL.put("primary.key.fields", SinkKeys.PK_FIELDS);
        CANONICAL.put("collection.name.format", SinkKeys.TABLE_NAME_FORMAT);
        CANONICAL.put("field.include.list", SinkKeys.FIELDS_INCLUDED);
        CANONICAL.put("field.exclude.list", SinkKeys.FIELDS_EXCLUDED);
        CANONICAL.put("flush.max.retries", SinkKeys.MAX_RETRIES);
        CANONICAL.put("flush.retry.delay.ms", SinkKeys.RETRY_BACKOFF_MS);
        CANONICAL.put("use.time.zone", SinkKeys.DB_TIMEZONE);
        CANONICAL.put("quote.identifiers", SinkKeys.QUOTE_IDENTIFIERS);
        CANONICAL.put("sql.quote.identifiers", SinkKeys.QUOTE_IDENTIFIERS);
    }

    private KeyAliases() {}

    /** Every other name with the sink's own name for it. */
    static Map<String, String> canonicalByAlias() {
        return Map.copyOf(CANONICAL);
    }

    /** Whether a key of another sink is known and means nothing here. */
    static boolean withoutEffect(String key) {
        return WITHOUT_EFFECT.contains(key);
    }

    /** The values of a foreign key that this sink can keep, or null when the key is none of these. */
    static List<String> fixedValues(String key) {
        return FIXED.get(key);
    }

    /** The value under the sink's own name: the flags of one family are words in the other. */
    static String translate(String alias, String value) {
        String trimmed = value.trim();
        if (SinkKeys.QUOTE_IDENTIFIERS.equals(CANONICAL.get(alias))) {
            return Boolean.parseBoolean(trimmed) ? "always" : "never";
        }
        return trimmed;
    }
}
