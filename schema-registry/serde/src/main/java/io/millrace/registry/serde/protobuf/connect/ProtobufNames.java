package io.millrace.registry.serde.protobuf.connect;

import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.data.Schema;

/** The names that Connect's mapping to Protobuf gives a meaning; other converters read and write the same ones. */
final class ProtobufNames {
    static final String NAMESPACE = "io.confluent.connect.protobuf";
    static final String ENUM = NAMESPACE + ".Enum";
    static final String UNION = NAMESPACE + ".Union";
    static final String TAG = NAMESPACE + ".Tag";
    static final String TYPE = NAMESPACE + ".Type";
    static final String DEFAULT_MESSAGE = "ConnectDefault";

    static final String DECIMAL = "confluent.type.Decimal";
    static final String DATE = "google.type.Date";
    static final String TIME = "google.type.TimeOfDay";
    static final String TIMESTAMP = "google.protobuf.Timestamp";
    static final String META_PATH = "confluent/meta.proto";
    static final String WRAPPERS_PATH = "google/protobuf/wrappers.proto";

    /** Where the types of others are declared. */
    static final Map<String, String> PATHS = Map.of(
            DECIMAL, "confluent/type/decimal.proto",
            DATE, "google/type/date.proto",
            TIME, "google/type/timeofday.proto",
            TIMESTAMP, "google/protobuf/timestamp.proto");

    /** Messages around one value, which may come from a file of any name. */
    static final Set<String> WRAPPERS = Set.of(
            "google.protobuf.DoubleValue",
            "google.protobuf.FloatValue",
            "google.protobuf.Int64Value",
            "google.protobuf.UInt64Value",
            "google.protobuf.Int32Value",
            "google.protobuf.UInt32Value",
            "google.protobuf.BoolValue",
            "google.protobuf.StringValue",
            "google.protobuf.BytesValue");

    static final String CONNECT_TYPE = "connect.type";
    static final String CONNECT_PRECISION = "connect.decimal.precision";
    static final String PRECISION = "precision";
    static final String SCALE = "scale";

    private ProtobufNames() {}

    static boolean isUnion(Schema schema) {
        return schema.type() == Schema.Type.STRUCT
                && schema.name() != null
                && schema.name().startsWith(UNION);
    }

    static String parameter(Schema schema, String name) {
        return schema.parameters() == null ? null : schema.parameters().get(name);
    }

    /** The wrapper message of a primitive type; empty for the others. */
    static String wrapper(Schema schema) {
        return switch (schema.type()) {
            case INT8, INT16, INT32 -> "Int32Value";
            case INT64 -> "Int64Value";
            case FLOAT32 -> "FloatValue";
            case FLOAT64 -> "DoubleValue";
            case BOOLEAN -> "BoolValue";
            case STRING -> "StringValue";
            case BYTES -> "BytesValue";
            case ARRAY, MAP, STRUCT -> "";
        };
    }
}
