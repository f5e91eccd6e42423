package io.millrace.registry.serde.protobuf.connect;

import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;

/** How the mapping between Connect and Protobuf behaves where people differ. */
record ProtobufMappingConfig(
        int maxCachedSchemas,
        boolean fullNames,
        boolean numericEnums,
        boolean optionalForNullables,
        boolean wrapperForNullables,
        boolean wrapperForPrimitives,
        boolean indexesOfUnions,
        boolean ignoreDefaultForNullables) {
    private static final String CACHE = "schemas.cache.config";
    private static final String ENHANCED = "enhanced.protobuf.schema.support";
    private static final String INT_ENUMS = "int.for.enums";
    private static final String OPTIONAL = "optional.for.nullables";
    private static final String WRAPPER = "wrapper.for.nullables";
    private static final String RAW = "wrapper.for.raw.primitives";
    private static final String UNION_INDEX = "generate.index.for.unions";
    private static final String IGNORE_DEFAULT = "ignore.default.for.nullables";

    static ConfigDef definition() {
        ConfigDef keys = new ConfigDef()
                .define(
                        CACHE,
                        ConfigDef.Type.INT,
                        1000,
                        ConfigDef.Range.atLeast(1),
                        Importance.LOW,
                        "How many mapped schemas are remembered.");
        flag(keys, ENHANCED, false, "Whether structs and enums carry full names.");
        flag(keys, INT_ENUMS, false, "Whether enums are read as their numbers.");
        flag(keys, OPTIONAL, false, "Whether what is optional becomes an optional field.");
        flag(keys, WRAPPER, false, "Whether what is optional becomes a wrapper message.");
        flag(keys, RAW, true, "Whether a wrapper message alone is read as what it wraps.");
        flag(keys, UNION_INDEX, true, "Whether the fields of unions are called by their position, too.");
        return flag(keys, IGNORE_DEFAULT, false, "Whether null stays null where the schema has a default.");
    }

    private static ConfigDef flag(ConfigDef keys, String key, boolean otherwise, String what) {
        return keys.define(key, ConfigDef.Type.BOOLEAN, otherwise, Importance.MEDIUM, what);
    }

    static ProtobufMappingConfig of(Map<String, ?> configs) {
        Map<String, Object> parsed = definition().parse(configs);
        return new ProtobufMappingConfig(
                (int) parsed.get(CACHE),
                (boolean) parsed.get(ENHANCED),
                (boolean) parsed.get(INT_ENUMS),
                (boolean) parsed.get(OPTIONAL),
                (boolean) parsed.get(WRAPPER),
                (boolean) parsed.get(RAW),
                (boolean) parsed.get(UNION_INDEX),
                (boolean) parsed.get(IGNORE_DEFAULT));
    }
}
