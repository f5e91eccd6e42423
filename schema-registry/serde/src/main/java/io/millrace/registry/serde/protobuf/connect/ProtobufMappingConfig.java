package io.millrace.registry.serde.protobuf.connect;

import static io.millrace.registry.serde.converter.MappingKeys.CACHE;
import static io.millrace.registry.serde.converter.MappingKeys.IGNORE_DEFAULT;
import static io.millrace.registry.serde.converter.MappingKeys.flag;

import io.millrace.registry.serde.converter.MappingKeys;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;

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
    private static final String ENHANCED = "enhanced.protobuf.schema.support";
    private static final String INT_ENUMS = "int.for.enums";
    private static final String OPTIONAL = "optional.for.nullables";
    private static final String WRAPPER = "wrapper.for.nullables";
    private static final String RAW = "wrapper.for.raw.primitives";
    private static final String UNION_INDEX = "generate.index.for.unions";

    static ConfigDef definition() {
        ConfigDef keys = MappingKeys.define();
        flag(keys, ENHANCED, false, "Whether structs and enums carry full names.");
        flag(keys, INT_ENUMS, false, "Whether enums are read as their numbers.");
        flag(keys, OPTIONAL, false, "Whether what is optional becomes an optional field.");
        flag(keys, WRAPPER, false, "Whether what is optional becomes a wrapper message.");
        flag(keys, RAW, true, "Whether a wrapper message alone is read as what it wraps.");
        flag(keys, UNION_INDEX, true, "Whether the fields of unions are called by their position, too.");
        return MappingKeys.ignoreDefault(keys);
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
