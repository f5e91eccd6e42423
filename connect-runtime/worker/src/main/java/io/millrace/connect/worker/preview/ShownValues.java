package io.millrace.connect.worker.preview;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.json.JsonConverter;

/** Keys, values and headers as JSON with their schemas, cut where they are large. One thread. */
final class ShownValues {

    /** Of a payload or a schema; what is longer is cut. */
    static final int WHOLE_BYTES_MAX = 64 * 1024;

    /** What is left of it. */
    static final int CUT_LENGTH = 4 * 1024;

    /** A decimal keeps every digit, the last zero too. */
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final JsonConverter converter = new JsonConverter();
    private long bytes;

    ShownValues() {
        converter.configure(Map.of("schemas.enable", "true", "decimal.format", "NUMERIC"), false);
    }

    /** How much was shown so far. */
    long bytes() {
        return bytes;
    }

    /** A value with its schema. Throws when it is nothing that a converter could take. */
    JsonNode of(Schema schema, Object value) {
        if (value instanceof String text && text.length() > WHOLE_BYTES_MAX) {
            return envelope(schema, cut(text.substring(0, CUT_LENGTH), text.length()));
        }
        if (value instanceof byte[] array && array.length > WHOLE_BYTES_MAX) {
            return envelope(schema, cut("", array.length));
        }
        byte[] json = schema == null && value == null ? null : converter.fromConnectData("", schema, value);
        JsonNode whole = json == null ? JsonNodeFactory.instance.objectNode() : read(json);
        return envelope(bounded(whole.path("schema")), bounded(whole.path("payload")));
    }

    private JsonNode envelope(Schema schema, JsonNode payload) {
        return envelope(
                schema == null ? JsonNodeFactory.instance.nullNode() : bounded(converter.asJsonSchema(schema)),
                payload);
    }

    private static JsonNode envelope(JsonNode schema, JsonNode payload) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.set("schema", schema.isMissingNode() ? null : schema);
        document.set("payload", payload.isMissingNode() ? null : payload);
        return document;
    }

    private JsonNode bounded(JsonNode part) {
        String text = part.isMissingNode() ? "" : part.toString();
        int length = text.getBytes(StandardCharsets.UTF_8).length;
        if (length <= WHOLE_BYTES_MAX) {
            bytes += length;
            return part;
        }
        return cut(text.substring(0, Math.min(text.length(), CUT_LENGTH)), length);
    }

    /** {@code length} is that of the whole, in bytes of its JSON or, for what was not worth converting, in its own. */
    private JsonNode cut(String beginning, long length) {
        bytes += beginning.length();
        return JsonNodeFactory.instance
                .objectNode()
                .put("cut", true)
                .put("length", length)
                .put("beginning", beginning);
    }

    private static JsonNode read(byte[] json) {
        try {
            return MAPPER.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
