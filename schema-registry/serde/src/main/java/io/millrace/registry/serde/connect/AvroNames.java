package io.millrace.registry.serde.connect;

/** The names that Connect's Avro mapping gives a meaning; other converters read and write the same ones. */
final class AvroNames {
    static final String NAMESPACE = "io.confluent.connect.avro";
    static final String DEFAULT_RECORD = "ConnectDefault";
    static final String MAP_ENTRY = "MapEntry";
    static final String UNION = NAMESPACE + ".Union";
    static final String ENUM = NAMESPACE + ".Enum";
    static final String ANYTHING = NAMESPACE + ".Anything";
    static final String RECORD_DOC = NAMESPACE + ".record.doc";
    static final String FIELD_DOC = NAMESPACE + ".field.doc.";
    static final String FIELD_DEFAULT = NAMESPACE + ".field.default";
    static final String ENUM_DOC = NAMESPACE + ".enum.doc.";
    static final String ENUM_DEFAULT = NAMESPACE + ".enum.default.";

    /** Those of sum types that the converters of all formats may use. */
    static final String GENERAL_ENUM = "org.apache.kafka.connect.data.Enum";

    static final String GENERAL_UNION = "org.apache.kafka.connect.data.Union";
    static final String GENERAL_UNION_NAME = "connect_union_";

    static final String NAME = "connect.name";
    static final String DOC = "connect.doc";
    static final String TYPE_DOC = "connect.record.doc";
    static final String ANY_ENUM_DOC = "connect.enum.doc";
    static final String VERSION = "connect.version";
    static final String DEFAULT = "connect.default";
    static final String PARAMETERS = "connect.parameters";
    static final String INTERNAL_TYPE = "connect.internal.type";
    static final String TYPE = "connect.type";
    static final String FIXED_SIZE = "connect.fixed.size";
    static final String DECIMAL_PRECISION = "connect.decimal.precision";
    static final String LOGICAL_TYPE = "logicalType";
    static final int DEFAULT_PRECISION = 64;

    private AvroNames() {}
}
