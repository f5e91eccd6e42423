package io.millrace.connectors.hdfs.format;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.LogicalTypes;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;

/**
 * Translates one Connect schema into the Avro schema of a file. Connect's own logical types become Avro's; named
 * schemas of others, such as Debezium's, keep their plain type and carry their name in {@code connect.name}.
 */
final class AvroSchemas {

    /** What decimals without a declared precision get, as in Confluent's converter. */
    static final int DEFAULT_PRECISION = 64;

    private static final String PRECISION_PARAMETER = "connect.decimal.precision";
    private static final String NAME_PROPERTY = "connect.name";

    private final Map<StructKey, org.apache.avro.Schema> records = new HashMap<>();
    private final Set<String> takenNames = new HashSet<>();

    /** What makes two structs one Avro type; whether they are optional is said where they are used. */
    private record StructKey(String name, List<Field> fields) {}

    private AvroSchemas() {}

    /** The schema of the values of a file; a file has no nulls, so it is never a union. */
    static org.apache.avro.Schema translate(Schema schema) {
        return new AvroSchemas().plain(schema, "Value");
    }

    private org.apache.avro.Schema type(Schema schema, String fallbackName) {
        org.apache.avro.Schema plain = plain(schema, fallbackName);
        return schema.isOptional()
                ? org.apache.avro.Schema.createUnion(
                        org.apache.avro.Schema.create(org.apache.avro.Schema.Type.NULL), plain)
                : plain;
    }

    private org.apache.avro.Schema plain(Schema schema, String fallbackName) {
        if (schema.type() == Schema.Type.STRUCT) {
            return struct(schema, fallbackName);
        }
        org.apache.avro.Schema avro =
                switch (schema.type()) {
                    case INT8, INT16, INT32 -> org.apache.avro.Schema.create(org.apache.avro.Schema.Type.INT);
                    case INT64 -> org.apache.avro.Schema.create(org.apache.avro.Schema.Type.LONG);
                    case FLOAT32 -> org.apache.avro.Schema.create(org.apache.avro.Schema.Type.FLOAT);
                    case FLOAT64 -> org.apache.avro.Schema.create(org.apache.avro.Schema.Type.DOUBLE);
                    case BOOLEAN -> org.apache.avro.Schema.create(org.apache.avro.Schema.Type.BOOLEAN);
                    case STRING -> org.apache.avro.Schema.create(org.apache.avro.Schema.Type.STRING);
                    case BYTES -> org.apache.avro.Schema.create(org.apache.avro.Schema.Type.BYTES);
                    case ARRAY ->
                        org.apache.avro.Schema.createArray(type(schema.valueSchema(), fallbackName + "_item"));
                    case MAP -> map(schema, fallbackName);
                    case STRUCT -> throw new IllegalStateException("structs are translated above");
                };
        return withLogicalType(schema, avro);
    }

    private org.apache.avro.Schema map(Schema schema, String fallbackName) {
        if (hasTextKeys(schema)) {
            return org.apache.avro.Schema.createMap(type(schema.valueSchema(), fallbackName + "_value"));
        }
        org.apache.avro.Schema entry =
                org.apache.avro.Schema.createRecord(free(fallbackName + "_entry"), null, null, false);
        entry.setFields(List.of(
                new org.apache.avro.Schema.Field("key", type(schema.keySchema(), fallbackName + "_key")),
                new org.apache.avro.Schema.Field("value", type(schema.valueSchema(), fallbackName + "_value"))));
        return org.apache.avro.Schema.createArray(entry);
    }

    /** Avro maps have text keys only; others become an array of entries. */
    static boolean hasTextKeys(Schema map) {
        return map.keySchema().type() == Schema.Type.STRING && !map.keySchema().isOptional();
    }

    private static org.apache.avro.Schema withLogicalType(Schema schema, org.apache.avro.Schema avro) {
        if (schema.name() == null) {
            return avro;
        }
        switch (schema.name()) {
            case Decimal.LOGICAL_NAME ->
                LogicalTypes.decimal(precision(schema), checkedScale(schema)).addToSchema(avro);
            case Date.LOGICAL_NAME -> LogicalTypes.date().addToSchema(avro);
            case Time.LOGICAL_NAME -> LogicalTypes.timeMillis().addToSchema(avro);
            case Timestamp.LOGICAL_NAME -> LogicalTypes.timestampMillis().addToSchema(avro);
            default -> avro.addProp(NAME_PROPERTY, schema.name());
        }
        return avro;
    }

    static int scale(Schema decimal) {
        return Integer.parseInt(decimal.parameters().get(Decimal.SCALE_FIELD));
    }

    private static int checkedScale(Schema decimal) {
        if (scale(decimal) < 0) {
            throw new DataException("Avro has no decimals with a negative scale");
        }
        return scale(decimal);
    }

    static int precision(Schema decimal) {
        String declared = decimal.parameters().get(PRECISION_PARAMETER);
        return Math.max(declared == null ? DEFAULT_PRECISION : Integer.parseInt(declared), scale(decimal));
    }

    private org.apache.avro.Schema struct(Schema schema, String fallbackName) {
        // The same struct used twice, as before and after in an envelope, is one Avro type, optional or not.
        StructKey key = new StructKey(schema.name(), schema.fields());
        org.apache.avro.Schema known = records.get(key);
        if (known != null) {
            return known;
        }
        String name = schema.name() == null ? fallbackName : schema.name();
        org.apache.avro.Schema avro = org.apache.avro.Schema.createRecord(free(name), schema.doc(), null, false);
        if (schema.name() != null && !schema.name().equals(avro.getFullName())) {
            avro.addProp(NAME_PROPERTY, schema.name());
        }
        Set<String> fieldNames = new HashSet<>();
        List<org.apache.avro.Schema.Field> fields =
                new ArrayList<>(schema.fields().size());
        for (Field field : schema.fields()) {
            String fieldName = AvroNames.simple(field.name());
            if (!fieldNames.add(fieldName)) {
                throw new DataException("two fields of " + name + " have the name " + fieldName + " in Avro");
            }
            org.apache.avro.Schema type = type(field.schema(), AvroNames.simple(name) + "_" + fieldName);
            fields.add(
                    field.schema().isOptional()
                            ? new org.apache.avro.Schema.Field(
                                    fieldName,
                                    type,
                                    field.schema().doc(),
                                    org.apache.avro.Schema.Field.NULL_DEFAULT_VALUE)
                            : new org.apache.avro.Schema.Field(
                                    fieldName, type, field.schema().doc()));
        }
        avro.setFields(fields);
        records.put(key, avro);
        return avro;
    }

    private String free(String name) {
        String base = AvroNames.full(name);
        String candidate = base;
        for (int number = 2; !takenNames.add(candidate); number++) {
            candidate = base + "_" + number;
        }
        return candidate;
    }
}
