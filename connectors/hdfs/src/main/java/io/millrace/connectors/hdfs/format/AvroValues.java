package io.millrace.connectors.hdfs.format;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericData;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;

/** Translates values along a schema that {@link AvroSchemas} translated; complete before the file sees any of it. */
final class AvroValues {

    private AvroValues() {}

    /** Translates a value that is not null; {@code avro} is what the schema was translated to for the file. */
    static Object translate(Schema schema, Object value, org.apache.avro.Schema avro) {
        try {
            return plain(schema, value, avro);
        } catch (ClassCastException e) {
            throw misfit(schema, value, e);
        }
    }

    private static Object part(Schema schema, Object value, org.apache.avro.Schema avro) {
        Object present = value == null ? schema.defaultValue() : value;
        if (present == null || (value == null && schema.isOptional())) {
            if (schema.isOptional()) {
                return null;
            }
            throw new DataException("a required value is missing");
        }
        org.apache.avro.Schema plain = schema.isOptional() ? avro.getTypes().get(1) : avro;
        try {
            return plain(schema, present, plain);
        } catch (ClassCastException e) {
            throw misfit(schema, present, e);
        }
    }

    private static DataException misfit(Schema schema, Object value, ClassCastException cause) {
        return new DataException(
                "a value of " + value.getClass().getName() + " does not fit schema type " + schema.type(), cause);
    }

    private static Object plain(Schema schema, Object value, org.apache.avro.Schema avro) {
        if (schema.name() != null) {
            switch (schema.name()) {
                case Decimal.LOGICAL_NAME -> {
                    return decimal(schema, (BigDecimal) value);
                }
                case Date.LOGICAL_NAME -> {
                    return Date.fromLogical(schema, (java.util.Date) value);
                }
                case Time.LOGICAL_NAME -> {
                    return Time.fromLogical(schema, (java.util.Date) value);
                }
                case Timestamp.LOGICAL_NAME -> {
                    return Timestamp.fromLogical(schema, (java.util.Date) value);
                }
                default -> {
                    // A name of somebody else: the plain type carries the value.
                }
            }
        }
        return switch (schema.type()) {
            case INT8, INT16, INT32 -> ((Number) value).intValue();
            case INT64 -> (Long) value;
            case FLOAT32 -> (Float) value;
            case FLOAT64 -> (Double) value;
            case BOOLEAN -> (Boolean) value;
            case STRING -> (String) value;
            case BYTES -> value instanceof ByteBuffer buffer ? buffer.duplicate() : ByteBuffer.wrap((byte[]) value);
            case ARRAY -> array(schema, (Collection<?>) value, avro);
            case MAP -> map(schema, (Map<?, ?>) value, avro);
            case STRUCT -> struct(schema, (Struct) value, avro);
        };
    }

    private static ByteBuffer decimal(Schema schema, BigDecimal value) {
        if (value.precision() > AvroSchemas.precision(schema)) {
            throw new DataException("a decimal of " + value.precision() + " digits does not fit a column of "
                    + AvroSchemas.precision(schema));
        }
        return ByteBuffer.wrap(Decimal.fromLogical(schema, value));
    }

    private static GenericData.Array<Object> array(Schema schema, Collection<?> items, org.apache.avro.Schema avro) {
        List<Object> translated = new ArrayList<>(items.size());
        for (Object item : items) {
            translated.add(part(schema.valueSchema(), item, avro.getElementType()));
        }
        return new GenericData.Array<>(avro, translated);
    }

    private static Object map(Schema schema, Map<?, ?> entries, org.apache.avro.Schema avro) {
        if (AvroSchemas.hasTextKeys(schema)) {
            Map<String, Object> translated = new HashMap<>();
            entries.forEach((key, value) ->
                    translated.put((String) key, part(schema.valueSchema(), value, avro.getValueType())));
            return translated;
        }
        org.apache.avro.Schema entryType = avro.getElementType();
        List<Object> translated = new ArrayList<>(entries.size());
        entries.forEach((key, value) -> {
            GenericData.Record entry = new GenericData.Record(entryType);
            entry.put(
                    0,
                    part(schema.keySchema(), key, entryType.getFields().get(0).schema()));
            entry.put(
                    1,
                    part(
                            schema.valueSchema(),
                            value,
                            entryType.getFields().get(1).schema()));
            translated.add(entry);
        });
        return new GenericData.Array<>(avro, translated);
    }

    private static GenericData.Record struct(Schema schema, Struct struct, org.apache.avro.Schema avro) {
        GenericData.Record translated = new GenericData.Record(avro);
        List<org.apache.avro.Schema.Field> fields = avro.getFields();
        for (Field field : schema.fields()) {
            try {
                Object value = struct.getWithoutDefault(field.name());
                translated.put(
                        field.index(),
                        part(field.schema(), value, fields.get(field.index()).schema()));
            } catch (DataException e) {
                throw new DataException("field " + field.name() + ": " + e.getMessage(), e);
            }
        }
        return translated;
    }
}
