package io.millrace.connect.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Collection;
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
 * Writes Connect data as Kafka's JSON converter does. Throws a {@code RuntimeException} for whatever does not fit its schema
 * or has no plain form; what was written until then is of no use.
 */
final class JsonDataWriter {

    private final boolean nullBecomesDefault;
    private final boolean decimalsAreNumbers;

    JsonDataWriter(boolean nullBecomesDefault, boolean decimalsAreNumbers) {
        this.nullBecomesDefault = nullBecomesDefault;
        this.decimalsAreNumbers = decimalsAreNumbers;
    }

    void write(JsonGenerator out, Schema schema, Object value) throws IOException {
        if (value == null) {
            writeNull(out, schema);
        } else if (schema == null) {
            writeUntyped(out, value);
        } else if (schema.name() == null || !writeLogical(out, schema, value)) {
            writeTyped(out, schema, value);
        }
    }

    private void writeNull(JsonGenerator out, Schema schema) throws IOException {
        if (schema == null) {
            out.writeNull();
        } else if (schema.defaultValue() != null && nullBecomesDefault) {
            write(out, schema, schema.defaultValue());
        } else if (schema.isOptional()) {
            out.writeNull();
        } else {
            throw new UnusualException();
        }
    }

    /** Logical types of Connect's own are known by name alone. */
    private boolean writeLogical(JsonGenerator out, Schema schema, Object value) throws IOException {
        switch (schema.name()) {
            case Decimal.LOGICAL_NAME -> {
                BigDecimal decimal = (BigDecimal) value;
                if (decimalsAreNumbers) {
                    out.writeNumber(decimal);
                } else {
                    out.writeBinary(Decimal.fromLogical(schema, decimal));
                }
            }
            case Date.LOGICAL_NAME -> out.writeNumber(Date.fromLogical(schema, (java.util.Date) value));
            case Time.LOGICAL_NAME -> out.writeNumber(Time.fromLogical(schema, (java.util.Date) value));
            case Timestamp.LOGICAL_NAME -> out.writeNumber(Timestamp.fromLogical(schema, (java.util.Date) value));
            default -> {
                return false;
            }
        }
        return true;
    }

    private void writeTyped(JsonGenerator out, Schema schema, Object value) throws IOException {
        switch (schema.type()) {
            case INT8 -> out.writeNumber((Byte) value);
            case INT16 -> out.writeNumber((Short) value);
            case INT32 -> out.writeNumber((Integer) value);
            case INT64 -> out.writeNumber((Long) value);
            case FLOAT32 -> out.writeNumber((Float) value);
            case FLOAT64 -> out.writeNumber((Double) value);
            case BOOLEAN -> out.writeBoolean((Boolean) value);
            case STRING -> out.writeString(((CharSequence) value).toString());
            case BYTES -> writeBytes(out, value);
            case ARRAY -> writeArray(out, schema.valueSchema(), (Collection<?>) value);
            case MAP -> {
                Map<?, ?> map = (Map<?, ?>) value;
                if (schema.keySchema().type() == Schema.Type.STRING) {
                    writeObject(out, schema.valueSchema(), map);
                } else {
                    writePairs(out, schema.keySchema(), schema.valueSchema(), map);
                }
            }
            case STRUCT -> writeStruct(out, schema, (Struct) value);
        }
    }

    private void writeUntyped(JsonGenerator out, Object value) throws IOException {
        if (value instanceof String text) {
            out.writeString(text);
        } else if (value instanceof Long number) {
            out.writeNumber(number);
        } else if (value instanceof Integer number) {
            out.writeNumber(number);
        } else if (value instanceof Double number) {
            out.writeNumber(number);
        } else if (value instanceof Boolean truth) {
            out.writeBoolean(truth);
        } else if (value instanceof Map<?, ?> map) {
            if (map.keySet().stream().allMatch(String.class::isInstance)) {
                writeObject(out, null, map);
            } else {
                writePairs(out, null, null, map);
            }
        } else if (value instanceof List<?> list) {
            writeArray(out, null, list);
        } else if (value instanceof Float number) {
            out.writeNumber(number);
        } else if (value instanceof Short number) {
            out.writeNumber(number);
        } else if (value instanceof Byte number) {
            out.writeNumber(number);
        } else if (value instanceof byte[]) {
            writeBytes(out, value);
        } else {
            throw new UnusualException();
        }
    }

    private static void writeBytes(JsonGenerator out, Object value) throws IOException {
        if (value instanceof ByteBuffer buffer) {
            if (buffer.arrayOffset() != 0) {
                throw new UnusualException();
            }
            // All of it, as Kafka's converter does, whatever the position.
            out.writeBinary(buffer.array());
        } else {
            out.writeBinary((byte[]) value);
        }
    }

    private void writeArray(JsonGenerator out, Schema elementSchema, Collection<?> elements) throws IOException {
        out.writeStartArray();
        for (Object element : elements) {
            write(out, elementSchema, element);
        }
        out.writeEndArray();
    }

    private void writeObject(JsonGenerator out, Schema valueSchema, Map<?, ?> map) throws IOException {
        out.writeStartObject();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            out.writeFieldName((String) entry.getKey());
            write(out, valueSchema, entry.getValue());
        }
        out.writeEndObject();
    }

    private void writePairs(JsonGenerator out, Schema keySchema, Schema valueSchema, Map<?, ?> map) throws IOException {
        out.writeStartArray();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            out.writeStartArray();
            write(out, keySchema, entry.getKey());
            write(out, valueSchema, entry.getValue());
            out.writeEndArray();
        }
        out.writeEndArray();
    }

    private void writeStruct(JsonGenerator out, Schema schema, Struct struct) throws IOException {
        if (struct.schema() != schema && !struct.schema().equals(schema)) {
            throw new UnusualException();
        }
        out.writeStartObject();
        for (Field field : schema.fields()) {
            out.writeFieldName(field.name());
            // By position this gives the default for null, so it will not do where null stays null.
            Object value = nullBecomesDefault ? struct.get(field) : struct.getWithoutDefault(field.name());
            write(out, field.schema(), value);
        }
        out.writeEndObject();
    }
}
