package io.millrace.registry.serde.protobuf.connect;

import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;

/** What Connect's types are in Protobuf. */
final class FieldTypes {
    private FieldTypes() {}

    static boolean isLogical(Schema schema) {
        return !logical(schema).isEmpty();
    }

    private static String logical(Schema schema) {
        if (schema.name() == null) {
            return "";
        }
        return switch (schema.name()) {
            case Decimal.LOGICAL_NAME -> ProtobufNames.DECIMAL;
            case Date.LOGICAL_NAME -> ProtobufNames.DATE;
            case Time.LOGICAL_NAME -> ProtobufNames.TIME;
            case Timestamp.LOGICAL_NAME -> ProtobufNames.TIMESTAMP;
            default -> "";
        };
    }

    /** The full name of the built-in message that a type becomes; empty if it becomes none. */
    static String builtIn(Schema schema, boolean wrapNullables) {
        String logical = logical(schema);
        if (!logical.isEmpty()) {
            return logical;
        }
        boolean isEnum = ProtobufNames.parameter(schema, ProtobufNames.ENUM) != null;
        String wrapper = ProtobufNames.wrapper(schema);
        if (!wrapNullables || !schema.isOptional() || isEnum || wrapper.isEmpty()) {
            return "";
        }
        return switch (Objects.toString(ProtobufNames.parameter(schema, ProtobufNames.TYPE), "")) {
            case "uint32", "fixed32" -> "google.protobuf.UInt32Value";
            case "uint64", "fixed64" -> "google.protobuf.UInt64Value";
            default -> "google.protobuf." + wrapper;
        };
    }

    static String path(String builtIn) {
        return ProtobufNames.PATHS.getOrDefault(builtIn, ProtobufNames.WRAPPERS_PATH);
    }

    /** The type of a field without a message; of integers the one that they came with. */
    static FieldDescriptorProto.Type scalar(Schema schema) {
        return switch (schema.type()) {
            case INT8, INT16 -> FieldDescriptorProto.Type.TYPE_INT32;
            case INT32 -> integer(schema, FieldDescriptorProto.Type.TYPE_INT32);
            case INT64 -> integer(schema, FieldDescriptorProto.Type.TYPE_INT64);
            case FLOAT32 -> FieldDescriptorProto.Type.TYPE_FLOAT;
            case FLOAT64 -> FieldDescriptorProto.Type.TYPE_DOUBLE;
            case BOOLEAN -> FieldDescriptorProto.Type.TYPE_BOOL;
            case STRING -> FieldDescriptorProto.Type.TYPE_STRING;
            case BYTES -> FieldDescriptorProto.Type.TYPE_BYTES;
            case ARRAY, MAP ->
                throw new DataException("a list inside a list or a map cannot be in Protobuf; put it into a struct");
            case STRUCT -> throw new IllegalArgumentException("a struct is a message");
        };
    }

    private static FieldDescriptorProto.Type integer(Schema schema, FieldDescriptorProto.Type otherwise) {
        String type = ProtobufNames.parameter(schema, ProtobufNames.TYPE);
        return switch (type == null ? "" : type) {
            case "sint32" -> FieldDescriptorProto.Type.TYPE_SINT32;
            case "sfixed32" -> FieldDescriptorProto.Type.TYPE_SFIXED32;
            case "uint32" -> FieldDescriptorProto.Type.TYPE_UINT32;
            case "fixed32" -> FieldDescriptorProto.Type.TYPE_FIXED32;
            case "sint64" -> FieldDescriptorProto.Type.TYPE_SINT64;
            case "sfixed64" -> FieldDescriptorProto.Type.TYPE_SFIXED64;
            case "uint64" -> FieldDescriptorProto.Type.TYPE_UINT64;
            case "fixed64" -> FieldDescriptorProto.Type.TYPE_FIXED64;
            default -> otherwise;
        };
    }

    /** What Protobuf's types do not say. */
    static Map<String, String> params(Schema schema) {
        Map<String, String> params = new HashMap<>();
        if (Decimal.LOGICAL_NAME.equals(schema.name())) {
            put(params, ProtobufNames.PRECISION, ProtobufNames.parameter(schema, ProtobufNames.CONNECT_PRECISION));
            put(params, ProtobufNames.SCALE, ProtobufNames.parameter(schema, Decimal.SCALE_FIELD));
        } else if (schema.type() == Schema.Type.INT8) {
            params.put(ProtobufNames.CONNECT_TYPE, "int8");
        } else if (schema.type() == Schema.Type.INT16) {
            params.put(ProtobufNames.CONNECT_TYPE, "int16");
        }
        return params;
    }

    private static void put(Map<String, String> params, String key, String value) {
        if (value != null) {
            params.put(key, value);
        }
    }

    /** The name of a map's entry, which follows from the field's. */
    static String entryName(String field) {
        StringBuilder name = new StringBuilder();
        for (String part : field.split("_", -1)) {
            if (!part.isEmpty()) {
                name.append(Character.toUpperCase(part.charAt(0))).append(part, 1, part.length());
            }
        }
        return name.append("Entry").toString();
    }

    static int number(String key, String written) {
        try {
            return Integer.parseInt(written);
        } catch (NumberFormatException e) {
            throw new DataException("the parameter " + key + " must be a number, not '" + written + "'", e);
        }
    }

    /** Whether two schemas ask for the same message or enum; where they stand, and may be null, does not matter. */
    static boolean sameDeclaration(Schema one, Schema other) {
        if (one.type() == Schema.Type.STRUCT && other.type() == Schema.Type.STRUCT) {
            return one.fields().equals(other.fields());
        }
        return one.type() == other.type() && Objects.equals(enumOf(one), enumOf(other));
    }

    private static Map<String, String> enumOf(Schema schema) {
        Map<String, String> symbols = new HashMap<>();
        if (schema.parameters() != null) {
            symbols.putAll(schema.parameters());
            symbols.remove(ProtobufNames.TAG);
        }
        return symbols;
    }
}
