package io.millrace.gateway.produce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.millrace.gateway.http.HttpProblemException;
import io.millrace.gateway.http.Json;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/** The body of a produce request of REST Proxy v2: the records, and their schemas if the format has some. */
final class V2ProduceBody {
    private static final int KEY_SCHEMA_MISSING = 42201;
    private static final int VALUE_SCHEMA_MISSING = 42202;
    private static final int UNPROCESSABLE = 422;

    private static final Set<String> FIELDS =
            Set.of("records", "key_schema", "key_schema_id", "value_schema", "value_schema_id");
    private static final Set<String> RECORD_FIELDS = Set.of("key", "value", "partition");

    private final String topic;
    private final V2Format format;
    private final JsonNode body;
    private final Schemas schemas;

    V2ProduceBody(String topic, V2Format format, byte[] text, Schemas schemas) {
        this.topic = topic;
        this.format = format;
        this.body = Json.readObject(text, "The body");
        this.schemas = schemas;
        requireFields(body, FIELDS);
        JsonNode records = body.path("records");
        if (!records.isArray() || records.isEmpty()) {
            throw new HttpProblemException(UNPROCESSABLE, "records is an array of one record at least");
        }
    }

    /** The schema of keys or of values; null if the format has none, or no record has a key or a value. */
    Schemas.Known schema(boolean isKey) {
        if (format.schemas() == null) {
            return null;
        }
        String side = isKey ? "key" : "value";
        JsonNode id = body.path(side + "_schema_id");
        JsonNode text = body.path(side + "_schema");
        if (id.isInt()) {
            return schemas.find(SchemaWish.ofId(topic, isKey, format.schemas(), id.intValue()));
        }
        if (text.isTextual()) {
            return schemas.find(SchemaWish.ofText(topic, isKey, format.schemas(), text.textValue()));
        }
        if (!(id.isMissingNode() || id.isNull())) {
            throw new HttpProblemException(UNPROCESSABLE, side + "_schema_id is a number");
        }
        if (!(text.isMissingNode() || text.isNull())) {
            throw new HttpProblemException(UNPROCESSABLE, side + "_schema is a string, which holds the schema");
        }
        boolean needed = false;
        for (JsonNode each : body.path("records")) {
            needed |= each.hasNonNull(side);
        }
        if (needed) {
            throw new HttpProblemException(
                    UNPROCESSABLE,
                    isKey ? KEY_SCHEMA_MISSING : VALUE_SCHEMA_MISSING,
                    "Request includes " + side + "s but neither " + side + "_schema nor " + side + "_schema_id");
        }
        return null;
    }

    /** The records; {@code partition} is that of all, or null where each may say its own. */
    List<Draft> drafts(Integer partition, Schemas.Known keySchema, Schemas.Known valueSchema) {
        Encoder keys = encoder(keySchema);
        Encoder values = encoder(valueSchema);
        List<Draft> drafts = new ArrayList<>();
        for (JsonNode each : body.path("records")) {
            int index = drafts.size();
            if (!each.isObject()) {
                throw new HttpProblemException(UNPROCESSABLE, "a record is an object with key and value");
            }
            requireFields(each, RECORD_FIELDS);
            drafts.add(new Draft(
                    partition(partition, each),
                    null,
                    List.of(),
                    encoded(keys, each, "key", index),
                    encoded(values, each, "value", index)));
        }
        return drafts;
    }

    private static byte[] encoded(Encoder encoder, JsonNode from, String side, int index) {
        JsonNode data = from.path(side);
        try {
            return encoder.encode(data.isMissingNode() ? NullNode.getInstance() : data);
        } catch (HttpProblemException e) {
            // All are refused for one, so it must be said which one it is.
            throw new HttpProblemException(
                    e.status(), e.code(), "The " + side + " of record " + index + ": " + e.getMessage());
        }
    }

    private static Integer partition(Integer ofAll, JsonNode each) {
        JsonNode own = each.path("partition");
        if (own.isMissingNode() || own.isNull()) {
            return ofAll;
        }
        if (ofAll != null) {
            throw new HttpProblemException(UNPROCESSABLE, "Unrecognized field: partition; the path has it already");
        }
        if (!own.isInt() || own.intValue() < 0) {
            throw new HttpProblemException(UNPROCESSABLE, "the partition of a record is a number from 0");
        }
        return own.intValue();
    }

    private Encoder encoder(Schemas.Known schema) {
        return switch (format) {
            case BINARY -> PlainFormats::binary;
            case JSON -> PlainFormats::json;
            // Without a schema there are only nulls.
            case AVRO, JSONSCHEMA, PROTOBUF -> schema == null ? data -> null : SchemaEncoders.of(schema);
        };
    }

    static void requireFields(JsonNode object, Set<String> known) {
        Iterator<String> names = object.fieldNames();
        while (names.hasNext()) {
            String name = names.next();
            if (!known.contains(name)) {
                throw new HttpProblemException(UNPROCESSABLE, "Unrecognized field: " + name);
            }
        }
    }
}
