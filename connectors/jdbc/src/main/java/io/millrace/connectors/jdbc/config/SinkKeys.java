package io.millrace.connectors.jdbc.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Width;

/** The keys of the sink under their own names, with types, defaults and documentation. */
public final class SinkKeys {
    /** Address of the target. */
    public static final String URL = "connection.url";
    /** Role to log in with. */
    public static final String USER = "connection.user";
    /** Its password. */
    public static final String PASSWORD = "connection.password";

    static final String CONNECT_TIMEOUT_MS = "connection.timeout.ms";
    static final String STATEMENT_TIMEOUT_MS = "statement.timeout.ms";
    static final String LOCK_TIMEOUT_MS = "lock.timeout.ms";
    /** How rows reach the table. */
    public static final String INSERT_MODE = "insert.mode";
    /** Where keys come from. */
    public static final String PK_MODE = "pk.mode";
    /** Fields of the key. */
    public static final String PK_FIELDS = "pk.fields";

    static final String FIELDS_INCLUDED = "fields.whitelist";
    static final String FIELDS_EXCLUDED = "fields.blacklist";
    /** Whether deletes remove rows. */
    public static final String DELETE_ENABLED = "delete.enabled";

    static final String TRUNCATE_ENABLED = "truncate.enabled";
    static final String REPLACE_NULL_WITH_DEFAULT = "replace.null.with.default";
    static final String UNAVAILABLE_PLACEHOLDER = "unavailable.value.placeholder";
    /** Names of tables. */
    public static final String TABLE_NAME_FORMAT = "table.name.format";

    static final String TOPICS_TO_TABLES = "topics.to.tables.mapping";
    /** Whether missing tables are created. */
    public static final String AUTO_CREATE = "auto.create";

    static final String AUTO_EVOLVE = "auto.evolve";
    static final String SCHEMA_EVOLUTION = "schema.evolution";
    static final String WIDEN_TO_TEXT = "widen.to.text";
    static final String QUOTE_IDENTIFIERS = "quote.sql.identifiers";
    /** Exactly once or at least once. */
    public static final String DELIVERY = "delivery";

    static final String BATCH_SIZE = "batch.size";
    static final String COPY_MIN_ROWS = "copy.min.rows";
    static final String MAX_RETRIES = "max.retries";
    static final String RETRY_BACKOFF_MS = "retry.backoff.ms";
    static final String CARRY_OVER_MAX_ROWS = "carry.over.max.rows";
    static final String CARRY_OVER_MAX_AGE_MS = "carry.over.max.age.ms";
    static final String CARRY_OVER_WAIT_MS = "carry.over.wait.ms";
    static final String DB_TIMEZONE = "db.timezone";

    private static final String CONNECTION = "Connection";
    private static final String ROWS = "Rows";
    private static final String TABLES = "Tables";
    private static final String GUARANTEES = "Delivery";

    private SinkKeys() {}

    /** The definition of every key, the other family's names included. */
    public static ConfigDef definition() {
        ConfigDef definition = new ConfigDef();
        defineConnection(definition);
        defineRows(definition);
        defineTables(definition);
        defineDelivery(definition);
        KeyAliases.canonicalByAlias()
                .forEach((alias, canonical) -> definition.define(
                        alias,
                        ConfigDef.Type.STRING,
                        null,
                        Importance.LOW,
                        "Another name of " + canonical + ".",
                        "Other names",
                        definition.configKeys().size(),
                        Width.MEDIUM,
                        alias));
        return definition;
    }

    /** The sink's own names with their defaults; a key without a default maps to null. */
    static Map<String, String> defaults() {
        Map<String, String> defaults = new LinkedHashMap<>();
        Set<String> aliases = KeyAliases.canonicalByAlias().keySet();
        definition().configKeys().forEach((name, key) -> {
            if (!aliases.contains(name)) {
                defaults.put(name, key.hasDefault() && key.defaultValue != null ? key.defaultValue.toString() : null);
            }
        });
        return defaults;
    }

    private static void defineConnection(ConfigDef definition) {
        new Group(definition, CONNECTION)
                .required(URL, "Address of the database: jdbc:postgresql://host:port/database")
                .optional(USER, ConfigDef.Type.STRING, "The role to log in with.")
                .optional(PASSWORD, ConfigDef.Type.PASSWORD, "The password of the role.")
                .number(CONNECT_TIMEOUT_MS, 10_000, 1_000, "Bound for reaching the server and logging in.")
                .number(STATEMENT_TIMEOUT_MS, 300_000, 1_000, "Bound for one statement.")
                .number(LOCK_TIMEOUT_MS, 30_000, 100, "Bound for waiting for a lock of another session.")
                .text(DB_TIMEZONE, "UTC", "The zone of timestamps that carry none.");
    }

    private static void defineRows(ConfigDef definition) {
        new Group(definition, ROWS)
                .choice(INSERT_MODE, "insert", "How rows reach the table.", "insert", "upsert", "update")
                .choice(
                        PK_MODE,
                        "none",
                        "Where the primary key comes from.",
                        "none",
                        "kafka",
                        "record_key",
                        "record_value",
                        "record_header")
                .text(PK_FIELDS, "", "Fields of the primary key, by comma; empty means all fields of the key.")
                .text(FIELDS_INCLUDED, "", "Fields that become columns, by comma; empty means all.")
                .text(FIELDS_EXCLUDED, "", "Fields that never become columns, by comma.")
                .flag(DELETE_ENABLED, false, "Whether delete records and tombstones delete rows.")
                .flag(TRUNCATE_ENABLED, false, "Whether truncate records empty the table.")
                .flag(REPLACE_NULL_WITH_DEFAULT, false, "Whether null is written as the field's default.")
                .text(
                        UNAVAILABLE_PLACEHOLDER,
                        "__debezium_unavailable_value",
                        "What stands for a large value that did not change; such columns are left as they are.");
    }

    private static void defineTables(ConfigDef definition) {
        new Group(definition, TABLES)
                .text(TABLE_NAME_FORMAT, "${topic}", "Name of the table: ${topic}, ${source.schema}, ${source.table}.")
                .text(TOPICS_TO_TABLES, "", "Tables of single topics: topic:table, by comma.")
                .flag(AUTO_CREATE, false, "Whether missing tables are created.")
                .flag(AUTO_EVOLVE, false, "Whether columns are added and widened as records need them.")
                .optional(
                        SCHEMA_EVOLUTION,
                        ConfigDef.Type.STRING,
                        "none or basic: sets auto.create and auto.evolve together.")
                .flag(WIDEN_TO_TEXT, false, "Whether a column whose kind of value changed may become text.")
                .choice(QUOTE_IDENTIFIERS, "always", "Whether names keep their case.", "always", "never");
    }

    private static void defineDelivery(ConfigDef definition) {
        new Group(definition, GUARANTEES)
                .choice(DELIVERY, "exactly_once", "Where offsets are kept.", "exactly_once", "at_least_once")
                .number(BATCH_SIZE, 3_000, 1, "Most records of one transaction.")
                .number(COPY_MIN_ROWS, 64, 0, "From how many rows on COPY is used.")
                .number(MAX_RETRIES, -1, -1, "Tries while the database is away; -1 means without end.")
                .number(RETRY_BACKOFF_MS, 1_000, 1, "First pause between tries; doubles up to a minute.")
                .number(CARRY_OVER_MAX_ROWS, 100_000, 0, "Most rows that wait for their new key.")
                .number(CARRY_OVER_MAX_AGE_MS, 86_400_000, 0, "How long rows wait for their new key.")
                .number(CARRY_OVER_WAIT_MS, 30_000, 0, "How long a new key waits for the row under its old one.");
    }

    /** Adds keys of one group in order. */
    private record Group(ConfigDef definition, String name) {
        Group required(String key, String doc) {
            return define(key, ConfigDef.Type.STRING, ConfigDef.NO_DEFAULT_VALUE, null, Importance.HIGH, doc);
        }

        Group optional(String key, ConfigDef.Type type, String doc) {
            return define(key, type, null, null, Importance.HIGH, doc);
        }

        Group text(String key, String value, String doc) {
            return define(key, ConfigDef.Type.STRING, value, null, Importance.MEDIUM, doc);
        }

        Group flag(String key, boolean value, String doc) {
            return define(key, ConfigDef.Type.BOOLEAN, value, null, Importance.MEDIUM, doc);
        }

        Group number(String key, int value, int least, String doc) {
            return define(key, ConfigDef.Type.INT, value, Range.atLeast(least), Importance.LOW, doc);
        }

        Group choice(String key, String value, String doc, String... choices) {
            return define(
                    key,
                    ConfigDef.Type.STRING,
                    value,
                    ConfigDef.CaseInsensitiveValidString.in(choices),
                    Importance.HIGH,
                    doc + " One of: " + String.join(", ", choices) + ".");
        }

        private Group define(
                String key,
                ConfigDef.Type type,
                Object value,
                ConfigDef.Validator validator,
                Importance importance,
                String doc) {
            definition.define(
                    key,
                    type,
                    value,
                    validator,
                    importance,
                    doc,
                    name,
                    definition.configKeys().size(),
                    Width.MEDIUM,
                    key);
            return this;
        }
    }
}
