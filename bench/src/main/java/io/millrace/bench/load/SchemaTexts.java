package io.millrace.bench.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The Avro schemas of the bench: records of ten fields, all different, some 700 characters each. */
public final class SchemaTexts {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String[] TYPES = {"long", "string", "double", "boolean", "int"};
    private static final int FIELDS = 9;

    private SchemaTexts() {}

    /** The only version of a subject. */
    public static String of(int subject) {
        return version(subject, 1);
    }

    /**
     * One of the versions of a subject: each has a field with a default that the others have not, so each may follow
     * every other one.
     */
    public static String version(int subject, int version) {
        ObjectNode schema = withoutAddition(subject);
        ObjectNode added = addition(schema, version);
        added.putArray("type").add("null").add("string");
        added.putNull("default");
        return schema.toString();
    }

    /** One that may follow all versions of the subject but this one. */
    public static String against(int subject, int version) {
        ObjectNode schema = withoutAddition(subject);
        addition(schema, version).put("type", "int").put("default", 0);
        return schema.toString();
    }

    private static ObjectNode addition(ObjectNode schema, int version) {
        return ((ArrayNode) schema.get("fields")).addObject().put("name", "added_in_" + version);
    }

    private static ObjectNode withoutAddition(int subject) {
        ObjectNode schema = JSON.createObjectNode()
                .put("type", "record")
                .put("name", "Bench" + subject)
                .put("namespace", "millrace.bench");
        ArrayNode fields = schema.putArray("fields");
        for (int i = 0; i < FIELDS; i++) {
            fields.addObject()
                    .put("name", "field_" + i)
                    .put("type", TYPES[i % TYPES.length])
                    .put("doc", "number " + i + " of the fields");
        }
        return schema;
    }

    /** The body that registers a schema or looks it up. */
    public static String body(String schema) {
        return JSON.createObjectNode()
                .put("schema", schema)
                .put("schemaType", "AVRO")
                .toString();
    }
}
