package io.millrace.connect.json;

import com.fasterxml.jackson.core.Base64Variants;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonParser.NumberType;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;

/**
 * Reads Connect data as Kafka's JSON converter does, as long as each value has the form that its schema is written in.
 * Throws a {@code RuntimeException} otherwise: Kafka's converter takes a number for a text, for example, and makes null of it.
 */
final class JsonDataReader {

    private final boolean nullBecomesDefault;

    JsonDataReader(boolean nullBecomesDefault) {
        this.nullBecomesDefault = nullBecomesDefault;
    }

    /** The value whose first token the parser has; it has the last one then. */
    Object read(JsonParser in, Schema schema) throws IOException {
        if (schema == null) {
            return untyped(in);
        }
        if (in.currentToken() == JsonToken.VALUE_NULL) {
            return absent(schema);
        }
        if (schema.name() != null) {
            switch (schema.name()) {
                case Decimal.LOGICAL_NAME -> {
                    return in.currentToken() == JsonToken.VALUE_STRING
                            ? Decimal.toLogical(schema, bytes(in))
                            : number(in).getDecimalValue();
                }
                case Date.LOGICAL_NAME -> {
                    return Date.toLogical(schema, int32(in));
                }
                case Time.LOGICAL_NAME -> {
                    return Time.toLogical(schema, int32(in));
                }
                case Timestamp.LOGICAL_NAME -> {
                    return Timestamp.toLogical(schema, int64(in));
                }
                default -> {
                    // A name of somebody else's.
                }
            }
        }
        return typed(in, schema);
    }

    /** What stands for null, or for a field that is not there. */
    private Object absent(Schema schema) {
        if (schema.defaultValue() != null && nullBecomesDefault) {
            return schema.defaultValue();
        }
        if (schema.isOptional()) {
            return null;
        }
        throw new UnusualException();
    }

    private Object typed(JsonParser in, Schema schema) throws IOException {
        return switch (schema.type()) {
            case INT8 -> (byte) int32(in);
            case INT16 -> (short) int32(in);
            case INT32 -> int32(in);
            case INT64 -> int64(in);
            case FLOAT32 -> float32(in);
            case FLOAT64 -> float64(in);
            case BOOLEAN -> bool(in);
            case STRING -> text(in);
            case BYTES -> bytes(in);
            case ARRAY -> array(in, schema.valueSchema());
            case MAP ->
                schema.keySchema().type() == Schema.Type.STRING
                        ? object(in, schema.valueSchema())
                        : pairs(in, schema.keySchema(), schema.valueSchema());
            case STRUCT -> struct(in, schema);
        };
    }

    private Object untyped(JsonParser in) throws IOException {
        return switch (token(in)) {
            case VALUE_NULL -> null;
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NUMBER_INT -> int64(in);
            case VALUE_NUMBER_FLOAT -> float64(in);
            case VALUE_STRING -> in.getText();
            case START_ARRAY -> array(in, null);
            case START_OBJECT -> object(in, null);
            default -> throw new UnusualException();
        };
    }

    private static JsonToken token(JsonParser in) {
        if (in.currentToken() == null) {
            throw new UnusualException();
        }
        return in.currentToken();
    }

    private static void require(JsonParser in, JsonToken token) {
        if (in.currentToken() != token) {
            throw new UnusualException();
        }
    }

    private static int int32(JsonParser in) throws IOException {
        require(in, JsonToken.VALUE_NUMBER_INT);
        if (in.getNumberType() != NumberType.INT) {
            throw new UnusualException();
        }
        return in.getIntValue();
    }

    private static long int64(JsonParser in) throws IOException {
        require(in, JsonToken.VALUE_NUMBER_INT);
        if (in.getNumberType() == NumberType.BIG_INTEGER) {
            throw new UnusualException();
        }
        return in.getLongValue();
    }

    /** As of a decimal: by way of a double it would be rounded twice, and there is no negative zero. */
    private static float float32(JsonParser in) throws IOException {
        return integral(in) ? (float) int64(in) : number(in).getDecimalValue().floatValue();
    }

    private static double float64(JsonParser in) throws IOException {
        if (integral(in)) {
            return int64(in);
        }
        double value = number(in).getDoubleValue();
        if (Double.isInfinite(value)) {
            throw new UnusualException();
        }
        return value == 0 ? in.getDecimalValue().doubleValue() : value;
    }

    private static boolean integral(JsonParser in) {
        return in.currentToken() == JsonToken.VALUE_NUMBER_INT;
    }

    private static JsonParser number(JsonParser in) {
        if (!token(in).isNumeric()) {
            throw new UnusualException();
        }
        return in;
    }

    private static boolean bool(JsonParser in) {
        if (!token(in).isBoolean()) {
            throw new UnusualException();
        }
        return in.currentToken() == JsonToken.VALUE_TRUE;
    }

    private static String text(JsonParser in) throws IOException {
        require(in, JsonToken.VALUE_STRING);
        return in.getText();
    }

    private static byte[] bytes(JsonParser in) throws IOException {
        return Base64Variants.getDefaultVariant().decode(text(in));
    }

    private List<Object> array(JsonParser in, Schema elementSchema) throws IOException {
        require(in, JsonToken.START_ARRAY);
        List<Object> elements = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            elements.add(read(in, elementSchema));
        }
        return elements;
    }

    private Map<Object, Object> object(JsonParser in, Schema valueSchema) throws IOException {
        require(in, JsonToken.START_OBJECT);
        Map<Object, Object> map = new HashMap<>();
        for (String key = in.nextFieldName(); key != null; key = in.nextFieldName()) {
            in.nextToken();
            map.put(key, read(in, valueSchema));
        }
        return map;
    }

    private Map<Object, Object> pairs(JsonParser in, Schema keySchema, Schema valueSchema) throws IOException {
        require(in, JsonToken.START_ARRAY);
        Map<Object, Object> map = new HashMap<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            require(in, JsonToken.START_ARRAY);
            in.nextToken();
            Object key = read(in, keySchema);
            in.nextToken();
            map.put(key, read(in, valueSchema));
            in.nextToken();
            require(in, JsonToken.END_ARRAY);
        }
        return map;
    }

    private Struct struct(JsonParser in, Schema schema) throws IOException {
        require(in, JsonToken.START_OBJECT);
        Struct struct = new Struct(schema);
        List<Field> fields = schema.fields();
        boolean[] there = new boolean[fields.size()];
        int expected = 0;
        for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            in.nextToken();
            // Fields come in the order of the schema as a rule.
            boolean inOrder =
                    expected < there.length && fields.get(expected).name().equals(name);
            Field field = inOrder ? fields.get(expected) : schema.field(name);
            if (field == null) {
                // Kafka's converter reads it before it drops it, and may stumble over it.
                throw new UnusualException();
            }
            struct.put(field, read(in, field.schema()));
            there[field.index()] = true;
            expected = field.index() + 1;
        }
        for (Field field : fields) {
            if (!there[field.index()]) {
                struct.put(field, absent(field.schema()));
            }
        }
        return struct;
    }
}
