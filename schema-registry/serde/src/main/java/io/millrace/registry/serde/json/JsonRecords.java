package io.millrace.registry.serde.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.registry.serde.RegistryClient.Registered;
import io.millrace.registry.serde.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import org.apache.kafka.common.errors.SerializationException;

/** Documents as the bytes of records: JSON behind the id of its schema. Any thread. */
public final class JsonRecords {
    /** Whether a document that does not fit its schema is refused. */
    public static final String VALIDATE = "json.fail.invalid.schema";

    /** Numbers keep their digits; what follows a document is an error. */
    static final ObjectMapper MAPPER = mapper();

    private final boolean validates;

    public JsonRecords(boolean validates) {
        this.validates = validates;
    }

    private static ObjectMapper mapper() {
        ObjectMapper mapper = JsonMapper.builder()
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .build();
        mapper.setNodeFactory(new BoundedNumbers());
        return mapper;
    }

    /** The bytes of a document. */
    public byte[] write(Registered<JsonSchema> registered, Object value) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.writeBytes(WireFormat.header(registered.id()));
            MAPPER.writeValue(out, value);
            byte[] bytes = out.toByteArray();
            // What is judged is what a reader will see: bytes as Base64, and a float with the digits it is written
            // with.
            check(registered.id(), registered.schema(), bytes, WireFormat.HEADER_BYTES);
            return bytes;
        } catch (IOException | IllegalArgumentException e) {
            throw new SerializationException("the value cannot be written as JSON: " + e.getMessage(), e);
        }
    }

    /** The document behind the id. */
    public JsonNode read(Object id, JsonSchema schema, byte[] payload, int start) {
        try {
            JsonNode tree = MAPPER.readTree(payload, start, payload.length - start);
            if (tree.isMissingNode()) {
                throw new SerializationException("there is no JSON behind the id of schema " + id);
            }
            if (validates) {
                requireFit(id, schema, tree);
            }
            return tree;
        } catch (NumberFormatException e) {
            throw new SerializationException(
                    "what follows the id of schema " + id + " has a number that cannot be read: " + e.getMessage(), e);
        } catch (JsonProcessingException e) {
            throw new SerializationException(
                    "what follows the id of schema " + id + " is not JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new SerializationException("what follows the id of schema " + id + " cannot be read", e);
        }
    }

    /** Refuses a document that does not fit, if that is asked for. */
    void check(Object id, JsonSchema schema, byte[] payload, int start) {
        if (validates) {
            read(id, schema, payload, start);
        }
    }

    private static void requireFit(Object id, JsonSchema schema, JsonNode tree) {
        Optional<String> problem = schema.problem(tree);
        if (problem.isPresent()) {
            throw new SerializationException("the document does not fit schema " + id + ": " + problem.get());
        }
    }
}
