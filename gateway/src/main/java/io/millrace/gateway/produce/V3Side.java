package io.millrace.gateway.produce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.gateway.http.HttpProblemException;
import io.millrace.gateway.http.Json;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The key or the value of a record in REST Proxy v3: its bytes, and what the result says of them.
 *
 * @param type how its data are written
 * @param schema of the registry, or null
 */
@SuppressWarnings("ArrayRecordComponent") // what the producer takes
record V3Side(V3Type type, Schemas.Known schema, byte[] bytes) {
    private static final int BAD_REQUEST = 400;
    private static final Set<String> FIELDS = Set.of(
            "type",
            "data",
            "subject",
            "subject_name_strategy",
            "schema_id",
            "schema_version",
            "schema",
            "message_name");

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
        V3Type type = type(written, side);
        if (type != null && type.schemas() == null) {
            V3Wishes.refuse(written, type);
            return new V3Side(type, null, plain(type, data));
        }
        Schemas.Known schema = schemas.find(V3Wishes.read(written, topic, isKey, type));
        return new V3Side(
                V3Type.of(schema.schema().type()),
                schema,
                SchemaEncoders.of(schema).encode(data));
    }

    private static byte[] plain(V3Type type, JsonNode data) {
        return switch (type) {
            case BINARY -> PlainFormats.binary(data);
            case JSON -> PlainFormats.json(data);
            case STRING -> PlainFormats.string(data);
            case AVRO, JSONSCHEMA, PROTOBUF -> throw new IllegalArgumentException(type + " needs a schema");
        };
    }

    /** Null leaves it to the schema. */
    private static V3Type type(JsonNode written, String side) {
        JsonNode type = written.path("type");
        if (type.isMissingNode() || type.isNull()) {
            return null;
        }
        if (!type.isTextual()) {
            throw new HttpProblemException(BAD_REQUEST, "the type of a " + side + " is a string");
        }
        String name = type.textValue().toUpperCase(Locale.ROOT);
        return Arrays.stream(V3Type.values())
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new HttpProblemException(
                        BAD_REQUEST,
                        "'" + name + "' is no type of a " + side + "; types are "
                                + Arrays.stream(V3Type.values())
                                        .map(V3Type::name)
                                        .collect(Collectors.joining(", "))));
    }

    static byte[] bytesOf(V3Side side) {
        return side == null ? null : side.bytes();
    }

    /** As it stands in a result. */
    ObjectNode document() {
        ObjectNode document = Json.object().put("type", type.name());
        if (schema != null) {
            document.put("schema_id", schema.id());
            if (schema.subject() != null) {
                document.put("subject", schema.subject());
            }
            if (schema.version() != null) {
                document.put("schema_version", schema.version());
            }
        }
        return document.put("size", bytes == null ? 0 : bytes.length);
    }
}
