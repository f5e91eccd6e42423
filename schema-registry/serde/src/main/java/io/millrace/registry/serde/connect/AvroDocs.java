package io.millrace.registry.serde.connect;

import java.util.Map;
import org.apache.avro.Schema;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.SchemaBuilder;

/**
 * Where Connect has the docs of Avro's types and fields. Either all are parameters, each under a name of its own; or, with
 * {@code discard.type.doc.default}, a field's is the doc of the field's schema, and that of a type a parameter that has one
 * name for all of them. Then nothing says either which symbol an enum falls back on, or that a default is the field's.
 */
final class AvroDocs {
    private final boolean fieldsAlone;
    private final boolean metaData;

    AvroDocs(MappingConfig config) {
        this.fieldsAlone = config.discardTypeDocDefault();
        this.metaData = config.metaData();
    }

    /** Whether a parameter tells the default of a field from that of its type. */
    boolean marksFieldDefaults() {
        return !fieldsAlone;
    }

    /**
     * Adds the doc, if there is one.
     *
     * @param fieldDoc that of the field around the schema, or null
     */
    void addTo(SchemaBuilder builder, Schema avro, String fieldDoc) {
        String own = avro.getProp(AvroNames.DOC);
        if (fieldsAlone && (fieldDoc != null || avro.getDoc() != null)) {
            builder.doc(fieldDoc != null ? fieldDoc : avro.getDoc());
        } else if (own != null) {
            builder.doc(own);
        }
    }

    /** Adds those that are parameters. */
    void addTo(Map<String, String> parameters, Schema avro) {
        if (!fieldsAlone) {
            addEach(parameters, avro);
        } else if (metaData && avro.getDoc() != null) {
            parameters.put(AvroNames.TYPE_DOC, avro.getDoc());
            if (avro.getType() == Schema.Type.ENUM) {
                parameters.put(AvroNames.ANY_ENUM_DOC, avro.getDoc());
            }
        }
    }

    private static void addEach(Map<String, String> parameters, Schema avro) {
        switch (avro.getType()) {
            case ENUM -> {
                put(parameters, AvroNames.ENUM_DEFAULT + avro.getName(), avro.getEnumDefault());
                put(parameters, AvroNames.ENUM_DOC + avro.getName(), avro.getDoc());
            }
            case RECORD -> {
                put(parameters, AvroNames.RECORD_DOC, avro.getDoc());
                avro.getFields().forEach(field -> put(parameters, AvroNames.FIELD_DOC + field.name(), field.doc()));
            }
            case FIXED, ARRAY, MAP, UNION, STRING, BYTES, INT, LONG, FLOAT, DOUBLE, BOOLEAN, NULL -> {}
        }
    }

    private static void put(Map<String, String> parameters, String key, String doc) {
        if (doc != null) {
            parameters.put(key, doc);
        }
    }

    /** The doc of the record that a struct becomes, or null. */
    String ofRecord(org.apache.kafka.connect.data.Schema struct) {
        return ConnectShapes.parameter(struct, fieldsAlone ? AvroNames.TYPE_DOC : AvroNames.RECORD_DOC);
    }

    /** The doc of the field of a struct, or null. */
    String ofField(org.apache.kafka.connect.data.Schema struct, Field field) {
        return fieldsAlone ? field.schema().doc() : ConnectShapes.parameter(struct, AvroNames.FIELD_DOC + field.name());
    }

    /** The doc of the enum that a text becomes, or null. */
    String ofEnum(org.apache.kafka.connect.data.Schema text, String simpleName) {
        return ConnectShapes.parameter(text, fieldsAlone ? AvroNames.ANY_ENUM_DOC : AvroNames.ENUM_DOC + simpleName);
    }

    /** The symbol that such an enum falls back on, or null. */
    String enumDefault(org.apache.kafka.connect.data.Schema text, String simpleName) {
        return fieldsAlone ? null : ConnectShapes.parameter(text, AvroNames.ENUM_DEFAULT + simpleName);
    }
}
