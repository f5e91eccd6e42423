package io.millrace.registry.serde.connect;

import java.util.Map;
import org.apache.kafka.connect.data.Schema;

/** Questions about Connect schemas that decide what they become in Avro. */
final class ConnectShapes {
    private ConnectShapes() {}

    static boolean hasStringKeys(Schema map, boolean optionalToo) {
        Schema key = map.keySchema();
        return key != null && key.type() == Schema.Type.STRING && (optionalToo || !key.isOptional());
    }

    static boolean isUnion(Schema schema) {
        return schema.type() == Schema.Type.STRUCT
                && (AvroNames.UNION.equals(schema.name()) || parameter(schema, AvroNames.GENERAL_UNION) != null);
    }

    static String parameter(Schema schema, String name) {
        Map<String, String> parameters = schema.parameters();
        return parameters == null ? null : parameters.get(name);
    }
}
