package io.millrace.registry.serde.connect;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;

/** Connect's logical values as the primitive ones that Avro stores, and defaults as JSON values. */
final class AvroValues {
    private AvroValues() {}

    static String nameOf(Schema schema) {
        return schema.name() == null ? "" : schema.name();
    }

    /** From the logical value to the stored one. */
    static UnaryOperator<Object> toStored(Schema schema) {
        return switch (nameOf(schema)) {
            case Decimal.LOGICAL_NAME -> value -> Decimal.fromLogical(schema, (BigDecimal) value);
            case Date.LOGICAL_NAME -> value -> Date.fromLogical(schema, (java.util.Date) value);
            case Time.LOGICAL_NAME -> value -> Time.fromLogical(schema, (java.util.Date) value);
            case Timestamp.LOGICAL_NAME -> value -> Timestamp.fromLogical(schema, (java.util.Date) value);
            default -> value -> value;
        };
    }

    /** From the stored value to the logical one. */
    static UnaryOperator<Object> toLogical(Schema schema) {
        return switch (nameOf(schema)) {
            case Decimal.LOGICAL_NAME -> value -> Decimal.toLogical(schema, bytes(value));
            case Date.LOGICAL_NAME -> value -> Date.toLogical(schema, (Integer) value);
            case Time.LOGICAL_NAME -> value -> Time.toLogical(schema, (Integer) value);
            case Timestamp.LOGICAL_NAME -> value -> Timestamp.toLogical(schema, (Long) value);
            default -> value -> value;
        };
    }

    static byte[] bytes(Object value) {
        if (value instanceof ByteBuffer buffer) {
            byte[] copy = new byte[buffer.remaining()];
            buffer.duplicate().get(copy);
            return copy;
        }
        return (byte[]) value;
    }

    /** A default as Avro's schemas carry it: bytes as text of their code points. */
    static Object toJson(Schema schema, Object value, NameScrubber names) {
        if (value == null) {
            return org.apache.avro.JsonProperties.NULL_VALUE;
        }
        Object stored = toStored(schema).apply(value);
        return switch (schema.type()) {
            case INT8, INT16, INT32 -> ((Number) stored).intValue();
            case INT64, FLOAT32, FLOAT64, BOOLEAN, STRING -> stored;
            case BYTES -> new String(bytes(stored), StandardCharsets.ISO_8859_1);
            case ARRAY ->
                ((List<?>) stored)
                        .stream()
                                .map(each -> toJson(schema.valueSchema(), each, names))
                                .toList();
            case MAP -> mapToJson(schema, (Map<?, ?>) stored, names);
            case STRUCT -> structToJson(schema, (Struct) stored, names);
        };
    }

    private static Object mapToJson(Schema schema, Map<?, ?> map, NameScrubber names) {
        if (ConnectShapes.hasStringKeys(schema, false)) {
            Map<String, Object> json = new LinkedHashMap<>();
            map.forEach((key, value) -> json.put((String) key, toJson(schema.valueSchema(), value, names)));
            return json;
        }
        return map.entrySet().stream()
                .map(entry -> {
                    Map<String, Object> json = new LinkedHashMap<>();
                    json.put("key", toJson(schema.keySchema(), entry.getKey(), names));
                    json.put("value", toJson(schema.valueSchema(), entry.getValue(), names));
                    return json;
                })
                .toList();
    }

    private static Object structToJson(Schema schema, Struct struct, NameScrubber names) {
        Map<String, Object> json = new LinkedHashMap<>();
        for (Field field : schema.fields()) {
            json.put(names.name(field.name()), toJson(field.schema(), struct.get(field), names));
        }
        return json;
    }
}
