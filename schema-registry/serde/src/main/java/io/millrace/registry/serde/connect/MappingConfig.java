package io.millrace.registry.serde.connect;

import static io.millrace.registry.serde.converter.MappingKeys.CACHE;
import static io.millrace.registry.serde.converter.MappingKeys.FLATTEN;
import static io.millrace.registry.serde.converter.MappingKeys.IGNORE_DEFAULT;
import static io.millrace.registry.serde.converter.MappingKeys.flag;

import io.millrace.registry.serde.converter.MappingKeys;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;

/** How the mapping between Connect and Avro behaves where people differ. */
record MappingConfig(
        int maxCachedSchemas,
        boolean enhanced,
        boolean metaData,
        boolean scrubNames,
        boolean optionalMapKeys,
        boolean flattenSingletonUnions,
        boolean ignoreDefaultForNullables,
        boolean discardTypeDocDefault,
        boolean generalizedSumTypes,
        LogicalTypeNames logicalTypeNames) {
    private static final String ENHANCED = "enhanced.avro.schema.support";
    private static final String META = "connect.meta.data";
    private static final String SCRUB = "scrub.invalid.names";
    private static final String MAP_KEYS = "allow.optional.map.keys";
    private static final String DISCARD_DOC = "discard.type.doc.default";
    private static final String SUM_TYPES = "generalized.sum.type.support";
    private static final String LOGICAL_NAMES = "logical.type.names";

    static ConfigDef definition() {
        ConfigDef keys = MappingKeys.define();
        flag(keys, ENHANCED, false, "Whether enums stay enums and union fields carry full names.");
        flag(
                keys,
                META,
                true,
                Importance.LOW,
                "Whether Connect's names, versions and parameters go into the Avro schema.");
        flag(keys, SCRUB, false, "Whether names that Avro does not take are changed instead of refused.");
        flag(keys, MAP_KEYS, false, Importance.LOW, "Whether maps with optional string keys become Avro maps.");
        flag(keys, FLATTEN, true, Importance.LOW, "Whether a union of one type is that type.");
        flag(
                keys,
                DISCARD_DOC,
                false,
                Importance.LOW,
                "Whether the doc of a field is that of its Connect schema, and not a parameter; the defaults of enums"
                        + " are lost then.");
        flag(keys, SUM_TYPES, false, "Whether enums and unions have names in Connect that are of no format.");
        return MappingKeys.ignoreDefault(keys)
                .define(
                        LOGICAL_NAMES,
                        ConfigDef.Type.STRING,
                        "none",
                        ConfigDef.CaseInsensitiveValidString.in("none", "debezium", "avro"),
                        Importance.MEDIUM,
                        "Under which names Connect sees Avro's logical types that it has none for, such as"
                                + " timestamp-micros and uuid: none, debezium (io.debezium.time.MicroTimestamp), or avro"
                                + " (timestamp-micros). Unless none, such names become logical types again.");
    }

    static MappingConfig of(Map<String, ?> configs) {
        Map<String, Object> parsed = definition().parse(configs);
        return new MappingConfig(
                (int) parsed.get(CACHE),
                (boolean) parsed.get(ENHANCED),
                (boolean) parsed.get(META),
                (boolean) parsed.get(SCRUB),
                (boolean) parsed.get(MAP_KEYS),
                (boolean) parsed.get(FLATTEN),
                (boolean) parsed.get(IGNORE_DEFAULT),
                (boolean) parsed.get(DISCARD_DOC),
                (boolean) parsed.get(SUM_TYPES),
                LogicalTypeNames.valueOf(((String) parsed.get(LOGICAL_NAMES)).toUpperCase(Locale.ROOT)));
    }
}
