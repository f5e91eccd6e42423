package io.millrace.gateway.produce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.gateway.http.HttpProblemException;
import io.millrace.gateway.http.Json;
import java.util.Locale;
import java.util.Set;

/**
 * The key or the value of a record in REST Proxy v3: its bytes, and what the result says of them.
 *
 * @param type such as {@code JSON}
 * @param schemaId of the registry, or null
 */
@SuppressWarnings("ArrayRecordComponent") // what the producer takes
record V3Side(String type, Integer schemaId, byte[] bytes) {
    private static final int BAD_REQUEST = 400;
    private static final Set<String> FIELDS = Set.of("type", "data", "schema", "schema_id");

    /** Null where the record has no such side. Blocks where a registry must be asked. */
    static V3Side read(JsonNode written, String topic, boolean isKey, Schemas schemas) {
        if (written.isMissingNode() || written.isNull()) {
            return null;
        }
        String side = isKey ? "key" : "value";
        if (!written.isObject()) {
            throw new HttpProblemException(BAD_REQUEST, side + " is an object with type and data");
        }
        V2ProduceBody.requireFields(written, FIELDS);
        JsonNode data = written.has("data") ? written.get("data") : NullNode.getInstance();
        String type = type(written, side);
        return switch (type) {
            case "BINARY" -> new V3Side(type, null, PlainFormats.binary(data));
            case "JSON" -> new V3Side(type, null, PlainFormats.json(data));
            case "STRING" -> new V3Side(type, null, PlainFormats.string(data));
            case "AVRO" -> {
                Schemas.Known schema = schema(written, topic, isKey, schemas);
                yield new V3Side(type, schema.id(), new AvroEncoder(schema).encode(data));
            }
            default ->
                throw new HttpProblemException(
                        BAD_REQUEST,
                        "'" + type + "' is no type of a " + side + "; types are BINARY, JSON, STRING and AVRO");
        };
    }

    private static String type(JsonNode written, String side) {
        JsonNode type = written.path("type");
        if (type.isMissingNode()) {
            return "AVRO";
        }
        if (!type.isTextual()) {
            throw new HttpProblemException(BAD_REQUEST, "the type of a " + side + " is a string");
        }
        return type.textValue().toUpperCase(Locale.ROOT);
    }

    private static Schemas.Known schema(JsonNode written, String topic, boolean isKey, Schemas schemas) {
        if (written.path("schema_id").isInt()) {
            return schemas.byId(written.path("schema_id").intValue());
        }
        if (written.path("schema").isTextual()) {
            return schemas.byText(topic, isKey, written.path("schema").textValue());
        }
        return schemas.latest(topic, isKey);
    }

    static byte[] bytesOf(V3Side side) {
        return side == null ? null : side.bytes();
    }

    /** As it stands in a result. */
    ObjectNode document() {
        ObjectNode document = Json.object().put("type", type);
        if (schemaId != null) {
            document.put("schema_id", schemaId);
        }
        return document.put("size", bytes == null ? 0 : bytes.length);
    }
}
