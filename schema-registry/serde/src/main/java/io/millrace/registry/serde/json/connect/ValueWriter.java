package io.millrace.registry.serde.json.connect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
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

/** Writes Connect's values as JSON. Any thread. */
final class ValueWriter {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final JsonMappingConfig config;

    ValueWriter(JsonMappingConfig config) {
        this.config = config;
    }

    /** The value, or the default for null; refused if it does not fit the schema. */
    JsonNode write(Schema schema, Object value) {
        Object written = value == null && !config.ignoreDefaultForNullables() ? schema.defaultValue() : value;
        if (written == null) {
            if (!schema.isOptional()) {
                throw new DataException("the value is null, but the schema is not optional");
            }
            return JSON.nullNode();
        }
        try {
            return present(schema, written);
        } catch (ClassCastException e) {
            throw new DataException(
                    "the value is a " + written.getClass().getName() + ", but the schema is of type " + schema.type(),
                    e);
        }
    }

    private JsonNode present(Schema schema, Object value) {
        if (schema.name() != null) {
            JsonNode logical = logical(schema, value);
            if (logical != null) {
                return logical;
            }
        }
        return switch (schema.type()) {
            case INT8 -> JSON.numberNode((Byte) value);
            case INT16 -> JSON.numberNode((Short) value);
            case INT32 -> JSON.numberNode((Integer) value);
            case INT64 -> JSON.numberNode((Long) value);
            case FLOAT32 -> finite(JSON.numberNode((Float) value), Double.isFinite((Float) value));
            case FLOAT64 -> finite(JSON.numberNode((Double) value), Double.isFinite((Double) value));
            case BOOLEAN -> JSON.booleanNode((Boolean) value);
            case STRING -> JSON.textNode((String) value);
            case BYTES -> JSON.binaryNode(bytes(value));
            case ARRAY -> array(schema, (List<?>) value);
            case MAP -> map(schema, (Map<?, ?>) value);
            case STRUCT -> struct(schema, (Struct) value);
        };
    }

    /** JSON has no NaN and no infinity, and a text in their place would not fit the schema. */
    private static JsonNode finite(JsonNode number, boolean finite) {
        if (!finite) {
            throw new DataException("JSON has no number " + number.asText());
        }
        return number;
    }

    private JsonNode logical(Schema schema, Object value) {
        return switch (schema.name()) {
            case Decimal.LOGICAL_NAME -> decimal(schema, (BigDecimal) value);
            case Date.LOGICAL_NAME -> JSON.numberNode(Date.fromLogical(schema, (java.util.Date) value));
            case Time.LOGICAL_NAME -> JSON.numberNode(Time.fromLogical(schema, (java.util.Date) value));
            case Timestamp.LOGICAL_NAME -> JSON.numberNode(Timestamp.fromLogical(schema, (java.util.Date) value));
            default -> null;
        };
    }

    /** In both forms the scale must be that of the schema, which the bytes' making checks. */
    private JsonNode decimal(Schema schema, BigDecimal value) {
        byte[] bytes = Decimal.fromLogical(schema, value);
        return config.numericDecimals() ? JSON.numberNode(value) : JSON.binaryNode(bytes);
    }

    private static byte[] bytes(Object value) {
        if (value instanceof ByteBuffer buffer) {
            byte[] copy = new byte[buffer.remaining()];
            buffer.duplicate().get(copy);
            return copy;
        }
        return (byte[]) value;
    }

    private JsonNode array(Schema schema, List<?> list) {
        ArrayNode array = JSON.arrayNode(list.size());
        list.forEach(each -> array.add(write(schema.valueSchema(), each)));
        return array;
    }

    private JsonNode map(Schema schema, Map<?, ?> map) {
        if (SchemaWriter.hasStringKeys(schema)) {
            ObjectNode object = JSON.objectNode();
            map.forEach((key, value) -> {
                if (key == null) {
                    throw new DataException("a map key is null, but the schema of keys is not optional");
                }
                object.set((String) key, write(schema.valueSchema(), value));
            });
            return object;
        }
        ArrayNode entries = JSON.arrayNode();
        map.forEach((key, value) -> entries.addObject()
                .<ObjectNode>set(JsonNames.KEY, write(schema.keySchema(), key))
                .set(JsonNames.VALUE, write(schema.valueSchema(), value)));
        return entries;
    }

    private JsonNode struct(Schema schema, Struct struct) {
        if (SchemaWriter.isUnion(schema)) {
            return union(schema, struct);
        }
        ObjectNode object = JSON.objectNode();
        for (Field field : schema.fields()) {
            try {
                object.set(field.name(), write(field.schema(), struct.getWithoutDefault(field.name())));
            } catch (DataException e) {
                throw new DataException("field " + field.name() + ": " + e.getMessage(), e);
            }
        }
        return object;
    }

    private JsonNode union(Schema schema, Struct struct) {
        for (Field field : schema.fields()) {
            Object value = struct.getWithoutDefault(field.name());
            if (value != null) {
                return write(field.schema(), value);
            }
        }
        return write(schema, null);
    }
}
