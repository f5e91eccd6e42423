package io.millrace.gateway.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** Reads and writes JSON. What cannot be read is the client's fault and answered as such. Any thread. */
public final class Json {
    private static final int NESTING_MAX = 200;
    private static final int NUMBER_LENGTH_MAX = 1_000;

    /** Numbers keep their digits: a record's value must arrive as it was sent. */
    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(NESTING_MAX)
                            .maxNumberLength(NUMBER_LENGTH_MAX)
                            .maxStringLength(Integer.MAX_VALUE)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private static final ObjectReader PART = MAPPER.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private Json() {}

    /** A new, empty object. */
    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** One document; {@code what} names it for the message about one that cannot be read. */
    public static JsonNode read(byte[] text, String what) {
        JsonNode node;
        try {
            node = MAPPER.readTree(text);
        } catch (IOException e) {
            throw unreadable(e, what);
        }
        if (node.isMissingNode()) {
            throw new HttpProblemException(400, what + " is empty; a JSON document is expected");
        }
        return node;
    }

    /** Reads a part of an array token by token; bounded and strict as the other readers here. */
    public static JsonParser parser(byte[] text, int from, int length) throws IOException {
        return MAPPER.getFactory().createParser(text, from, length);
    }

    /** The value at whose first token the parser stands; it is left at the last one. */
    public static JsonNode read(JsonParser parser) throws IOException {
        return PART.readTree(parser);
    }

    /** What reading failed by, for the client. */
    public static HttpProblemException unreadable(IOException failure, String what) {
        if (failure instanceof JsonProcessingException wrong) {
            // The original message quotes the text, which may be somebody's secret.
            String where = wrong.getLocation() == null
                    ? ""
                    : " (line " + wrong.getLocation().getLineNr() + ", column "
                            + wrong.getLocation().getColumnNr() + ")";
            return new HttpProblemException(400, what + " is not valid JSON" + where);
        }
        return new HttpProblemException(400, what + " is not valid UTF-8");
    }

    /** One document, which must be an object. */
    public static JsonNode readObject(byte[] text, String what) {
        JsonNode node = read(text, what);
        if (!node.isObject()) {
            throw new HttpProblemException(400, what + " is not a JSON object");
        }
        return node;
    }

    /** As UTF-8. */
    public static byte[] write(JsonNode document) {
        try {
            return MAPPER.writeValueAsBytes(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a document that cannot be written as JSON", e);
        }
    }

    /** Each item of an array, as UTF-8 on a line of its own. */
    static byte[] lines(JsonNode array) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (JsonNode each : array) {
            out.writeBytes(write(each));
            out.write('\n');
        }
        return out.toByteArray();
    }
}
