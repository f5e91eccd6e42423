package io.millrace.registry.serde.json.connect;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;

/** Reads JSON as the values of a Connect schema. Any thread. */
final class ValueReader {
    private ValueReader() {}

    /** The value; a property that is not there is the default, or null. Refused if it does not fit. */
    static Object read(Schema schema, JsonNode json) {
        if (json == null || json.isNull()) {
            if (schema.defaultValue() == null && json != null && !schema.isOptional()) {
                throw new DataException("it is null, but the schema is not optional");
            }
            return defaultOf(schema);
        }
        if (schema.name() != null) {
            Object logical = logical(schema, json);
            if (logical != null) {
                return logical;
            }
        }
        return switch (schema.type()) {
            case INT8 -> (byte) integer(schema, json, Byte.MIN_VALUE, Byte.MAX_VALUE);
            case INT16 -> (short) integer(schema, json, Short.MIN_VALUE, Short.MAX_VALUE);
            case INT32 -> (int) integer(schema, json, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case INT64 -> integer(schema, json, Long.MIN_VALUE, Long.MAX_VALUE);
            case FLOAT32 ->
                (float) finite(schema, require(json.isNumber(), schema, json).floatValue());
            case FLOAT64 ->
                finite(schema, require(json.isNumber(), schema, json).doubleValue());
            case BOOLEAN -> require(json.isBoolean(), schema, json).booleanValue();
            case STRING -> string(schema, json);
            case BYTES -> bytes(schema, json);
            case ARRAY -> array(schema, require(json.isArray(), schema, json));
            case MAP -> map(schema, json);
            case STRUCT -> SchemaWriter.isUnion(schema) ? Unions.read(schema, json) : struct(schema, json);
        };
    }

    /** A default that is a struct is one of the schema without its default: a struct around it takes only a copy. */
    private static Object defaultOf(Schema schema) {
        if (!(schema.defaultValue() instanceof Struct written)) {
            return schema.defaultValue();
        }
        Struct copy = new Struct(schema);
        for (Field field : schema.fields()) {
            Object value = written.getWithoutDefault(field.name());
            if (value != null) {
                copy.put(field, value);
            }
        }
        return copy;
    }

    private static double finite(Schema schema, double number) {
        if (!Double.isFinite(number)) {
            throw new DataException("a number stands there that is too large for " + schema.type());
        }
        return number;
    }

    /** What the number is; one that was cut to infinity while it was parsed has no digits any more. */
    private static BigDecimal exact(Schema schema, JsonNode number) {
        if (number.isDouble() || number.isFloat()) {
            finite(schema, number.doubleValue());
        }
        return number.decimalValue();
    }

    private static Object logical(Schema schema, JsonNode json) {
        return switch (schema.name()) {
            case Decimal.LOGICAL_NAME -> decimal(schema, json);
            case Date.LOGICAL_NAME ->
                Date.toLogical(schema, (int) integer(schema, json, Integer.MIN_VALUE, Integer.MAX_VALUE));
            case Time.LOGICAL_NAME ->
                Time.toLogical(schema, (int) integer(schema, json, Integer.MIN_VALUE, Integer.MAX_VALUE));
            case Timestamp.LOGICAL_NAME ->
                Timestamp.toLogical(schema, integer(schema, json, Long.MIN_VALUE, Long.MAX_VALUE));
            default -> null;
        };
    }

    private static BigDecimal decimal(Schema schema, JsonNode json) {
        if (json.isNumber()) {
            return Decimals.scaled(schema, exact(schema, json));
        }
        byte[] digits = bytes(schema, json);
        if (digits.length == 0) {
            throw new DataException("a decimal must have a byte at least, and this one has none");
        }
        return Decimal.toLogical(schema, digits);
    }

    /** A number without a fraction, as 1.0 is none either to JSON Schema. */
    private static long integer(Schema schema, JsonNode json, long min, long max) {
        require(json.isNumber(), schema, json);
        try {
            long value = json.isIntegralNumber() && json.canConvertToLong()
                    ? json.longValue()
                    : exact(schema, json).longValueExact();
            if (value >= min && value <= max) {
                return value;
            }
        } catch (ArithmeticException e) {
            throw new DataException("a number that is no " + schema.type() + " stands where the schema wants one", e);
        }
        throw new DataException("a number stands there that does not fit into " + schema.type());
    }

    private static String string(Schema schema, JsonNode json) {
        if (json.isValueNode() && SchemaWriter.parameter(schema, JsonNames.ENUM) != null) {
            return json.asText();
        }
        return require(json.isTextual(), schema, json).textValue();
    }

    private static byte[] bytes(Schema schema, JsonNode json) {
        try {
            return require(json.isTextual() || json.isBinary(), schema, json).binaryValue();
        } catch (IOException e) {
            throw new DataException("bytes must be a text in base 64, and this one is not", e);
        }
    }

    private static List<Object> array(Schema schema, JsonNode json) {
        List<Object> list = new ArrayList<>(json.size());
        json.forEach(each -> list.add(read(schema.valueSchema(), each)));
        return list;
    }

    private static Map<Object, Object> map(Schema schema, JsonNode json) {
        Map<Object, Object> map = new LinkedHashMap<>();
        if (SchemaWriter.hasStringKeys(schema)) {
            require(json.isObject(), schema, json)
                    .properties()
                    .forEach(each -> map.put(each.getKey(), read(schema.valueSchema(), each.getValue())));
            return map;
        }
        for (JsonNode entry : require(json.isArray(), schema, json)) {
            if (!entry.isObject() || !entry.has(JsonNames.KEY) || !entry.has(JsonNames.VALUE)) {
                throw new DataException("an entry of a map must be an object with a key and a value");
            }
            map.put(
                    read(schema.keySchema(), entry.get(JsonNames.KEY)),
                    read(schema.valueSchema(), entry.get(JsonNames.VALUE)));
        }
        return map;
    }

    private static Struct struct(Schema schema, JsonNode json) {
        require(json.isObject(), schema, json);
        Struct struct = new Struct(schema);
        for (Field field : schema.fields()) {
            try {
                Object value = read(field.schema(), json.get(field.name()));
                if (value != null) {
                    struct.put(field, value);
                }
            } catch (DataException e) {
                throw new DataException("field " + field.name() + ": " + e.getMessage(), e);
            }
        }
        return struct;
    }

    private static JsonNode require(boolean fits, Schema schema, JsonNode json) {
        if (!fits) {
            throw new DataException(
                    "JSON of type " + json.getNodeType() + " stands where the schema wants " + schema.type());
        }
        return json;
    }
}
