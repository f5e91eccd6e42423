package io.millrace.registry.serde.json.connect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;

/** Writes one Connect schema as a JSON schema. One use, one thread. */
final class SchemaWriter {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** How deep a Connect schema may be nested: JSON schemas of more levels cannot be registered. */
    private static final int DEPTH_MAX = 60;

    /** How many schemas are written: a Connect schema may hold the same one often, and the text holds it each time. */
    static final int SCHEMAS_MAX = 100_000;

    private final JsonMappingConfig config;
    private final ValueWriter values;
    /** Schemas under an id of their own; where one comes again it is referred to. */
    private final Set<String> ids = new HashSet<>();

    private int depth;
    private int schemas;

    SchemaWriter(JsonMappingConfig config, ValueWriter values) {
        this.config = config;
        this.values = values;
    }

    JsonNode write(Schema schema) {
        return schema(schema, null, false);
    }

    /**
     * One schema.
     *
     * @param index the position among the fields of a struct, or null
     * @param asRequired whether the schema's being optional is said elsewhere
     */
    private ObjectNode schema(Schema schema, Integer index, boolean asRequired) {
        ConnectDepth.check(++depth, DEPTH_MAX);
        if (++schemas > SCHEMAS_MAX) {
            throw new DataException("the Connect schema consists of more than " + SCHEMAS_MAX
                    + " schemas where each is written out; a registry takes no schema of that size");
        }
        try {
            String id = parameter(schema, JsonNames.ID);
            ObjectNode written = isUnion(schema)
                    ? union(schema)
                    : id != null && !ids.add(id) ? JSON.objectNode().put("$ref", id) : described(schema, id);
            if (schema.isOptional() && !asRequired && !isUnion(schema)) {
                ObjectNode optional = JSON.objectNode();
                optional.putArray("oneOf")
                        .add(JSON.objectNode().put("type", "null"))
                        .add(written);
                written = optional;
            }
            if (index != null) {
                written.put(JsonNames.INDEX, index);
            }
            return written;
        } finally {
            depth--;
        }
    }

    private ObjectNode described(Schema schema, String id) {
        ObjectNode written = JSON.objectNode();
        if (schema.name() != null) {
            written.put("title", schema.name());
        }
        if (schema.doc() != null) {
            written.put("description", schema.doc());
        }
        if (id != null) {
            written.put("$id", id);
        }
        if (schema.defaultValue() != null) {
            written.set("default", values.write(schema, schema.defaultValue()));
        }
        addType(written, schema);
        // In the order in which Confluent's converter happens to write them: that of a hash map.
        Map<String, JsonNode> notes = new HashMap<>();
        String type = connectType(schema);
        if (!type.isEmpty()) {
            notes.put(JsonNames.TYPE, JSON.textNode(type));
        }
        if (schema.version() != null) {
            notes.put(JsonNames.VERSION, JSON.numberNode(schema.version()));
        }
        ObjectNode parameters = parameters(schema);
        if (!parameters.isEmpty()) {
            notes.put(JsonNames.PARAMETERS, parameters);
        }
        notes.forEach(written::set);
        return written;
    }

    private void addType(ObjectNode written, Schema schema) {
        switch (schema.type()) {
            case INT8, INT16, INT32, INT64 -> written.put("type", "integer");
            case FLOAT32, FLOAT64 -> written.put("type", "number");
            case BOOLEAN -> written.put("type", "boolean");
            case STRING -> addString(written, schema);
            case BYTES ->
                written.put(
                        "type",
                        config.numericDecimals() && Decimal.LOGICAL_NAME.equals(schema.name()) ? "number" : "string");
            case ARRAY -> written.put("type", "array").set("items", schema(schema.valueSchema(), null, false));
            case MAP -> addMap(written, schema);
            case STRUCT -> addStruct(written, schema);
        }
    }

    private static void addString(ObjectNode written, Schema schema) {
        if (parameter(schema, JsonNames.ENUM) == null) {
            written.put("type", "string");
            return;
        }
        ArrayNode symbols = written.putArray("enum");
        String prefix = JsonNames.ENUM + ".";
        schema.parameters().keySet().stream()
                .filter(key -> key.startsWith(prefix))
                .map(key -> key.substring(prefix.length()))
                .forEach(symbol -> {
                    if (symbol.equals(JsonNames.NULL_SYMBOL)) {
                        symbols.addNull();
                    } else {
                        symbols.add(symbol);
                    }
                });
    }

    private void addMap(ObjectNode written, Schema schema) {
        if (hasStringKeys(schema)) {
            written.put("type", "object").set("additionalProperties", schema(schema.valueSchema(), null, false));
            return;
        }
        ObjectNode entry = written.put("type", "array").putObject("items");
        ObjectNode properties = entry.put("type", "object").putObject("properties");
        properties.set(JsonNames.KEY, schema(schema.keySchema(), 0, false));
        properties.set(JsonNames.VALUE, schema(schema.valueSchema(), 1, false));
    }

    private void addStruct(ObjectNode written, Schema schema) {
        ObjectNode properties = written.put("type", "object").putObject("properties");
        for (Field field : schema.fields()) {
            properties.set(field.name(), schema(field.schema(), field.index(), false));
        }
        if (!config.additionalProperties()) {
            written.put("additionalProperties", false);
        }
    }

    private ObjectNode union(Schema schema) {
        ObjectNode written = JSON.objectNode();
        ArrayNode members = written.putArray("oneOf");
        if (schema.isOptional()) {
            members.addObject().put("type", "null");
        }
        for (Field field : schema.fields()) {
            members.add(schema(field.schema(), field.index(), true));
        }
        return written;
    }

    private static String connectType(Schema schema) {
        return switch (schema.type()) {
            case INT8 -> "int8";
            case INT16 -> "int16";
            case INT32 -> "int32";
            case INT64 -> "int64";
            case FLOAT32 -> "float32";
            case FLOAT64 -> "float64";
            case BYTES -> JsonNames.BYTES;
            case MAP -> JsonNames.MAP;
            case BOOLEAN, STRING, ARRAY, STRUCT -> "";
        };
    }

    private static ObjectNode parameters(Schema schema) {
        Map<String, String> kept = new HashMap<>();
        if (schema.parameters() != null) {
            schema.parameters().forEach((key, value) -> {
                if (!key.startsWith(JsonNames.NAMESPACE)) {
                    kept.put(key, value);
                }
            });
        }
        ObjectNode written = JSON.objectNode();
        kept.forEach(written::put);
        return written;
    }

    static boolean hasStringKeys(Schema map) {
        return map.keySchema().type() == Schema.Type.STRING && !map.keySchema().isOptional();
    }

    static boolean isUnion(Schema schema) {
        return schema.type() == Schema.Type.STRUCT && JsonNames.ONE_OF.equals(schema.name());
    }

    static String parameter(Schema schema, String name) {
        return schema.parameters() == null ? null : schema.parameters().get(name);
    }
}
