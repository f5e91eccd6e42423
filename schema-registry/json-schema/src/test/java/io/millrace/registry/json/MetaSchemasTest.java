package io.millrace.registry.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.millrace.registry.model.Decision;
import io.millrace.registry.model.schema.Strictness;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Schemas with a keyword of a random kind: refused if and only if the draft's own meta-schema refuses them. */
class MetaSchemasTest {
    private static final int SCHEMAS = 4_000;

    private static final List<String> KEYWORDS = List.of(
            "title",
            "description",
            "default",
            "examples",
            "multipleOf",
            "maximum",
            "exclusiveMaximum",
            "minimum",
            "exclusiveMinimum",
            "maxLength",
            "minLength",
            "items",
            "additionalItems",
            "prefixItems",
            "maxItems",
            "minItems",
            "uniqueItems",
            "contains",
            "minContains",
            "maxContains",
            "maxProperties",
            "minProperties",
            "required",
            "additionalProperties",
            "definitions",
            "$defs",
            "properties",
            "patternProperties",
            "dependencies",
            "dependentRequired",
            "dependentSchemas",
            "propertyNames",
            "const",
            "type",
            "format",
            "contentMediaType",
            "contentEncoding",
            "contentSchema",
            "if",
            "then",
            "else",
            "allOf",
            "anyOf",
            "oneOf",
            "not",
            "readOnly",
            "writeOnly",
            "deprecated",
            "$comment",
            "unevaluatedItems",
            "unevaluatedProperties",
            "$recursiveAnchor",
            "unknown");

    private final JsonNodeFactory json = JsonNodeFactory.instance;

    @ParameterizedTest
    @EnumSource(VersionFlag.class)
    void agreesWithTheMetaSchemaOfTheDraft(VersionFlag draft) {
        Oracle oracle = Oracle.ofDraft(draft);
        int taken = 0;
        for (int seed = 0; seed < SCHEMAS; seed++) {
            Random random = new Random(seed);
            ObjectNode schema = json.objectNode();
            schema.put("$schema", draft.getId());
            ObjectNode place = random.nextBoolean()
                    ? schema
                    : schema.putObject("properties").putObject("p");
            place.set(KEYWORDS.get(random.nextInt(KEYWORDS.size())), value(random, 2));
            Decision<ParsedJsonSchema> decision = Schemas.read(schema.toString(), Strictness.STRICT);

            assertThat(decision.isAccepted())
                    .as("seed %d: %s is %s", seed, schema, decision)
                    .isEqualTo(oracle.takes(schema));
            taken += decision.isAccepted() ? 1 : 0;
        }
        assertThat(taken).isBetween(SCHEMAS / 10, SCHEMAS * 9 / 10);
    }

    private JsonNode value(Random random, int depth) {
        List<JsonNode> scalars = List.of(
                json.numberNode(-1),
                json.numberNode(0),
                json.numberNode(2),
                json.numberNode(2.5),
                json.booleanNode(true),
                json.booleanNode(false),
                json.nullNode(),
                json.textNode("a"),
                json.textNode("string"),
                json.textNode("null"));
        int choice = random.nextInt(depth > 0 ? 10 : 6);
        if (choice < 6) {
            return scalars.get(random.nextInt(scalars.size()));
        }
        if (choice < 8) {
            ArrayNode array = json.arrayNode();
            List<JsonNode> elements = new ArrayList<>();
            for (int i = random.nextInt(3); i > 0; i--) {
                elements.add(value(random, depth - 1));
            }
            return array.addAll(elements);
        }
        ObjectNode object = json.objectNode();
        if (random.nextBoolean()) {
            object.set(random.nextBoolean() ? "a" : "type", value(random, depth - 1));
        }
        return object;
    }
}
