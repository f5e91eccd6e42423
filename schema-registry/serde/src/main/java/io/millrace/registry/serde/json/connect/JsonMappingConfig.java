package io.millrace.registry.serde.json.connect;

import io.millrace.registry.serde.json.JsonRecords;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;

/** How the mapping between Connect and JSON Schema behaves where people differ. */
record JsonMappingConfig(
        int maxCachedSchemas,
        boolean additionalProperties,
        boolean optionalIfNotRequired,
        boolean numericDecimals,
        boolean flattenSingletonUnions,
        boolean ignoreDefaultForNullables,
        boolean validates) {
    private static final String CACHE = "schemas.cache.config";
    private static final String ADDITIONAL = "object.additional.properties";
    private static final String NON_REQUIRED = "use.optional.for.nonrequired";
    private static final String DECIMALS = "decimal.format";
    private static final String FLATTEN = "flatten.singleton.unions";
    private static final String IGNORE_DEFAULT = "ignore.default.for.nullables";
    private static final String NUMERIC = "NUMERIC";

    static ConfigDef definition() {
        ConfigDef keys = new ConfigDef()
                .define(
                        CACHE,
                        ConfigDef.Type.INT,
                        1000,
                        ConfigDef.Range.atLeast(1),
                        Importance.LOW,
                        "How many mapped schemas are remembered.")
                .define(
                        DECIMALS,
                        ConfigDef.Type.STRING,
                        "BASE64",
                        ConfigDef.CaseInsensitiveValidString.in("BASE64", NUMERIC),
                        Importance.MEDIUM,
                        "Whether decimals are numbers, or the bytes of their digits in base 64.");
        flag(keys, ADDITIONAL, true, "Whether the schemas of structs let other properties in.");
        flag(keys, NON_REQUIRED, false, "Whether properties that a schema does not require are optional fields.");
        flag(keys, FLATTEN, true, "Whether a combination of one schema is that schema.");
        flag(keys, IGNORE_DEFAULT, false, "Whether null stays null where the schema has a default.");
        flag(keys, JsonRecords.VALIDATE, false, "Whether a document that does not fit its schema is refused.");
        return keys;
    }

    private static void flag(ConfigDef keys, String key, boolean otherwise, String what) {
        keys.define(key, ConfigDef.Type.BOOLEAN, otherwise, Importance.MEDIUM, what);
    }

    static JsonMappingConfig of(Map<String, ?> configs) {
        Map<String, Object> parsed = definition().parse(configs);
        return new JsonMappingConfig(
                (int) parsed.get(CACHE),
                (boolean) parsed.get(ADDITIONAL),
                (boolean) parsed.get(NON_REQUIRED),
                ((String) parsed.get(DECIMALS)).toUpperCase(Locale.ROOT).equals(NUMERIC),
                (boolean) parsed.get(FLATTEN),
                (boolean) parsed.get(IGNORE_DEFAULT),
                (boolean) parsed.get(JsonRecords.VALIDATE));
    }
}
