package io.millrace.registry.serde.connect;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.avro.JsonProperties;
import org.apache.avro.LogicalType;
import org.apache.avro.Schema;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;

/** Finds Connect's view of a schema in the properties of the Avro one. */
final class ConnectMeta {
    /** What the field around a type adds to it: its default and its doc, or null where it has none. */
    record FieldNotes(Object defaultJson, String doc) {
        static final FieldNotes NONE = new FieldNotes(null, null);
    }

    private final AvroDocs docs;
    private final SumTypes sums;

    ConnectMeta(AvroDocs docs, SumTypes sums) {
        this.docs = docs;
        this.sums = sums;
    }

    /** Which of Connect's logical types an Avro schema stands for, or an empty name. */
    static String logicalName(Schema avro) {
        LogicalType known = avro.getLogicalType();
        String logical = known == null ? avro.getProp(AvroNames.LOGICAL_TYPE) : known.getName();
        if (logical == null) {
            return "";
        }
        return switch (avro.getType()) {
            case BYTES, FIXED -> logical.equals("decimal") ? Decimal.LOGICAL_NAME : "";
            case INT ->
                switch (logical) {
                    case "date" -> Date.LOGICAL_NAME;
                    case "time-millis" -> Time.LOGICAL_NAME;
                    default -> "";
                };
            case LONG -> logical.equals("timestamp-millis") ? Timestamp.LOGICAL_NAME : "";
            case RECORD, ENUM, ARRAY, MAP, UNION, STRING, FLOAT, DOUBLE, BOOLEAN, NULL -> "";
        };
    }

    /** A builder with the type, name and version that Connect's logical types insist on. */
    static SchemaBuilder logicalBuilder(String logicalName, Schema avro) {
        return switch (logicalName) {
            case Decimal.LOGICAL_NAME -> decimal(avro);
            case Date.LOGICAL_NAME -> Date.builder();
            case Time.LOGICAL_NAME -> Time.builder();
            case Timestamp.LOGICAL_NAME -> Timestamp.builder();
            default -> throw new IllegalArgumentException(logicalName);
        };
    }

    private static SchemaBuilder decimal(Schema avro) {
        SchemaBuilder builder = Decimal.builder(number(avro.getObjectProp("scale"), 0));
        int precision = number(avro.getObjectProp("precision"), AvroNames.DEFAULT_PRECISION);
        if (precision != AvroNames.DEFAULT_PRECISION) {
            builder.parameter(AvroNames.DECIMAL_PRECISION, Integer.toString(precision));
        }
        return builder;
    }

    private static int number(Object prop, int otherwise) {
        return prop instanceof Number value ? value.intValue() : otherwise;
    }

    /** Adds doc, version, parameters and name, and then the default, which is checked against all of them. */
    void addTo(SchemaBuilder builder, Schema avro, FieldNotes field) {
        docs.addTo(builder, avro, field.doc());
        if (builder.version() == null && avro.getObjectProp(AvroNames.VERSION) instanceof Number version) {
            builder.version(version.intValue());
        }
        if (builder.name() == null) {
            String name = name(avro);
            if (name != null) {
                builder.name(name);
            }
        }
        parameters(avro).forEach((key, value) -> {
            if (builder.parameters() == null || !builder.parameters().containsKey(key)) {
                builder.parameter(key, value);
            }
        });
        addDefault(builder, avro, field);
    }

    private void addDefault(SchemaBuilder builder, Schema avro, FieldNotes field) {
        Object own = avro.getObjectProp(AvroNames.DEFAULT);
        Object json = own == null ? field.defaultJson() : own;
        if (json == null || json == JsonProperties.NULL_VALUE) {
            return;
        }
        if (own == null && docs.marksFieldDefaults()) {
            builder.parameter(AvroNames.FIELD_DEFAULT, "true");
        }
        builder.defaultValue(JsonDefaults.read(builder, json));
    }

    private static String name(Schema avro) {
        String given = avro.getProp(AvroNames.NAME);
        if (given != null) {
            return given;
        }
        return switch (avro.getType()) {
            case RECORD -> isUnnamed(avro) ? null : avro.getFullName();
            case ENUM, FIXED -> avro.getFullName();
            case ARRAY, MAP, UNION, STRING, BYTES, INT, LONG, FLOAT, DOUBLE, BOOLEAN, NULL -> null;
        };
    }

    private static boolean isUnnamed(Schema record) {
        return AvroNames.NAMESPACE.equals(record.getNamespace())
                && record.getName().matches(AvroNames.DEFAULT_RECORD + "\\d*");
    }

    private Map<String, String> parameters(Schema avro) {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (avro.getObjectProp(AvroNames.PARAMETERS) instanceof Map<?, ?> given) {
            given.forEach((key, value) -> {
                if (!(value instanceof String text)) {
                    throw new DataException(AvroNames.PARAMETERS + " must be strings, but " + key + " is not");
                }
                parameters.put((String) key, text);
            });
        }
        avro.getObjectProps().forEach((key, value) -> {
            if (key.startsWith("avro") && value instanceof String text) {
                parameters.putIfAbsent(key, text);
            }
        });
        addTyped(parameters, avro);
        docs.addTo(parameters, avro);
        return parameters;
    }

    private void addTyped(Map<String, String> parameters, Schema avro) {
        switch (avro.getType()) {
            case ENUM -> sums.addEnum(parameters, avro);
            case FIXED -> parameters.putIfAbsent(AvroNames.FIXED_SIZE, Integer.toString(avro.getFixedSize()));
            case RECORD, ARRAY, MAP, UNION, STRING, BYTES, INT, LONG, FLOAT, DOUBLE, BOOLEAN, NULL -> {}
        }
    }
}
