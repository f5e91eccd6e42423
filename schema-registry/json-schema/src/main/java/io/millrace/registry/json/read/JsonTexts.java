package io.millrace.registry.json.read;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.ValueNode;
import io.millrace.registry.model.schema.Strictness;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;

/** JSON as text and as tree, within limits. Numbers keep every digit. */
final class JsonTexts {
    /** With larger exponents, either way, computing with a number overflows. */
    private static final int EXPONENT_MAX = 1_000_000_000;

    private final JsonFactory json;
    private final ObjectMapper strict;
    private final ObjectMapper lenient;

    JsonTexts(JsonSchemaLimits limits) {
        json = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(limits.jsonDepth())
                        .maxStringLength(limits.textChars())
                        .build())
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .build();
        lenient = JsonMapper.builder(json)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .build();
        lenient.setNodeFactory(new BoundedNumbers());
        strict = lenient.copy()
                .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    }

    /** The text as a tree; refused if it is no JSON. Leniently, the last of equal keys counts and what follows is dropped. */
    JsonNode tree(String text, Strictness strictness) {
        try {
            JsonNode tree = (strictness == Strictness.STRICT ? strict : lenient).readTree(text);
            if (tree.isMissingNode()) {
                throw new InvalidSchemaException("it is empty");
            }
            return tree;
        } catch (StreamConstraintsException e) {
            throw new InvalidSchemaException(
                    "it is nested too deeply or has too long a number: " + e.getOriginalMessage());
        } catch (NumberFormatException e) {
            // Jackson lets this pass if it is the exponent that cannot be read.
            throw tooLarge();
        } catch (JsonProcessingException e) {
            throw new InvalidSchemaException("it is not JSON: " + e.getOriginalMessage() + place(e));
        }
    }

    /** The text as it was written, without the white space between its tokens. */
    String compact(String text) {
        StringWriter written = new StringWriter(text.length());
        try (JsonParser tokens = json.createParser(text);
                JsonGenerator out = json.createGenerator(written)) {
            int depth = 0;
            do {
                JsonToken token = tokens.nextToken();
                if (token == null) {
                    break;
                } else if (token.isNumeric()) {
                    out.writeNumber(tokens.getText());
                } else {
                    out.copyCurrentEvent(tokens);
                }
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            } while (depth > 0);
        } catch (IOException e) {
            throw new UncheckedIOException("a text that was read cannot be read again", e);
        }
        return written.toString();
    }

    /** The same JSON with the keys of all objects in order. */
    static JsonNode sorted(JsonNode node) {
        if (node.isArray()) {
            ArrayNode elements = JsonNodeFactory.instance.arrayNode(node.size());
            node.forEach(element -> elements.add(sorted(element)));
            return elements;
        }
        if (!node.isObject()) {
            return node;
        }
        Map<String, JsonNode> properties = new TreeMap<>();
        node.properties().forEach(each -> properties.put(each.getKey(), sorted(each.getValue())));
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.setAll(properties);
        return object;
    }

    private static String place(JsonProcessingException e) {
        return e.getLocation() == null
                ? ""
                : " (line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr() + ")";
    }

    private static InvalidSchemaException tooLarge() {
        return new InvalidSchemaException("it has a number with an exponent of more than " + EXPONENT_MAX);
    }

    /** Refuses numbers that cannot be computed with. */
    private static final class BoundedNumbers extends JsonNodeFactory {
        private static final long serialVersionUID = 1L;

        @Override
        public ValueNode numberNode(BigDecimal number) {
            if (Math.abs((long) number.scale()) > EXPONENT_MAX) {
                throw tooLarge();
            }
            return super.numberNode(number);
        }
    }
}
