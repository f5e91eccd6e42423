package io.millrace.registry.serde.json.connect;

import static io.millrace.registry.serde.converter.MappingKeys.CACHE;
import static io.millrace.registry.serde.converter.MappingKeys.FLATTEN;
import static io.millrace.registry.serde.converter.MappingKeys.IGNORE_DEFAULT;
import static io.millrace.registry.serde.converter.MappingKeys.flag;

import io.millrace.registry.serde.converter.MappingKeys;
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
    private static final String ADDITIONAL = "object.additional.properties";
    private static final String NON_REQUIRED = "use.optional.for.nonrequired";
    private static final String DECIMALS = "decimal.format";
    private static final String NUMERIC = "NUMERIC";

    static ConfigDef definition() {
        ConfigDef keys = MappingKeys.define()
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
        MappingKeys.ignoreDefault(keys);
        return flag(keys, JsonRecords.VALIDATE, false, "Whether a document that does not fit its schema is refused.");
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
