package io.millrace.registry.serde.connect;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;

/** Hangs Connect's view of a schema on the Avro one. The order of the properties is part of the format. */
final class ConnectProps {
    private final MappingConfig config;
    private final NameScrubber names;
    private final AvroDocs docs;

    ConnectProps(MappingConfig config, NameScrubber names, AvroDocs docs) {
        this.config = config;
        this.names = names;
        this.docs = docs;
    }

    void addTo(Schema avro, org.apache.kafka.connect.data.Schema connect) {
        if (Decimal.LOGICAL_NAME.equals(connect.name())) {
            addDecimal(avro, connect);
        }
        if (config.metaData()) {
            addMeta(avro, connect);
        }
        switch (connect.type()) {
            case INT8 -> avro.addProp(AvroNames.TYPE, "int8");
            case INT16 -> avro.addProp(AvroNames.TYPE, "int16");
            case INT32, INT64, FLOAT32, FLOAT64, BOOLEAN, STRING, BYTES, ARRAY, MAP, STRUCT -> {}
        }
        if (connect.parameters() != null) {
            connect.parameters().forEach((key, value) -> {
                if (key.startsWith("avro") && avro.getObjectProp(key) == null) {
                    avro.addProp(key, value);
                }
            });
        }
        String logicalType = logicalType(connect);
        if (!logicalType.isEmpty()) {
            avro.addProp(AvroNames.LOGICAL_TYPE, logicalType);
        }
    }

    private static void addDecimal(Schema avro, org.apache.kafka.connect.data.Schema connect) {
        String scale = ConnectShapes.parameter(connect, Decimal.SCALE_FIELD);
        String precision = ConnectShapes.parameter(connect, AvroNames.DECIMAL_PRECISION);
        avro.addProp("scale", scale == null ? 0 : Integer.parseInt(scale));
        avro.addProp("precision", precision == null ? AvroNames.DEFAULT_PRECISION : Integer.parseInt(precision));
    }

    private void addMeta(Schema avro, org.apache.kafka.connect.data.Schema connect) {
        if (connect.doc() != null) {
            avro.addProp(AvroNames.DOC, connect.doc());
        }
        if (connect.version() != null) {
            avro.addProp(AvroNames.VERSION, connect.version());
        }
        Map<String, String> parameters = parameters(connect);
        if (!parameters.isEmpty()) {
            avro.addProp(AvroNames.PARAMETERS, parameters);
        }
        if (connect.defaultValue() != null && !hasFieldDefault(connect)) {
            avro.addProp(AvroNames.DEFAULT, AvroValues.toJson(connect, connect.defaultValue(), names));
        }
        if (connect.name() != null) {
            avro.addProp(AvroNames.NAME, connect.name());
        }
    }

    /** Where the default came from a field of an Avro schema, the field carries it and the type does not. */
    private boolean hasFieldDefault(org.apache.kafka.connect.data.Schema connect) {
        return docs.marksFieldDefaults() && ConnectShapes.parameter(connect, AvroNames.FIELD_DEFAULT) != null;
    }

    private Map<String, String> parameters(org.apache.kafka.connect.data.Schema connect) {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (connect.parameters() != null) {
            parameters.putAll(connect.parameters());
            if (docs.marksFieldDefaults()) {
                parameters.remove(AvroNames.FIELD_DEFAULT);
            }
        }
        return parameters;
    }

    private String logicalType(org.apache.kafka.connect.data.Schema connect) {
        return switch (AvroValues.nameOf(connect)) {
            case Decimal.LOGICAL_NAME -> "decimal";
            case Date.LOGICAL_NAME -> "date";
            case Time.LOGICAL_NAME -> "time-millis";
            case Timestamp.LOGICAL_NAME -> "timestamp-millis";
            default -> config.logicalTypeNames().logicalType(connect);
        };
    }
}
