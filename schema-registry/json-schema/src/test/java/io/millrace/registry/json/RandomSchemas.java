package io.millrace.registry.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Schemas of draft 7 for which what a registry calls compatible is what a validator calls so: types are always written,
 * defaults never, and the alternatives of a oneOf are of different types. The only definition refers to itself.
 */
final class RandomSchemas {
    static final List<String> NAMES = List.of("a", "b", "pc", "pd");
    private static final List<String> PATTERNS = List.of("^p", "^a$", "d");
    private static final List<String> TYPES = List.of("string", "number", "boolean", "null", "array", "object");

    private final Random random;
    private final JsonNodeFactory json = JsonNodeFactory.instance;

    RandomSchemas(Random random) {
        this.random = random;
    }

    /** A whole text. */
    ObjectNode text() {
        ObjectNode root = typed("object", 3);
        root.putObject("definitions").set("node", typed("object", 2));
        return root;
    }

    /** A schema of at most that depth. */
    JsonNode schema(int depth) {
        int choice = random.nextInt(depth > 0 ? 22 : 12);
        if (choice < 11) {
            return typed(leaf(), depth);
        }
        if (choice == 11) {
            return random.nextInt(4) > 0 ? json.objectNode() : BooleanNode.valueOf(random.nextBoolean());
        }
        if (choice < 15) {
            return typed("object", depth);
        }
        if (choice < 18) {
            return typed("array", depth);
        }
        ObjectNode schema = json.objectNode();
        switch (choice) {
            case 18 -> schema.set("anyOf", some(depth, 1 + random.nextInt(3)));
            case 19 -> schema.set("oneOf", ofDifferentTypes(depth));
            case 20 -> schema.set("allOf", some(depth, 1 + random.nextInt(2)));
            default -> {
                return random.nextBoolean()
                        ? schema.put("$ref", "#/definitions/node")
                        : schema.set("not", typed(leaf(), 0));
            }
        }
        return schema;
    }

    private String leaf() {
        return List.of("string", "integer", "number", "boolean", "null").get(random.nextInt(5));
    }

    ObjectNode typed(String type, int depth) {
        ObjectNode schema = json.objectNode();
        schema.put("type", type);
        switch (type) {
            case "string" -> strings(schema);
            case "integer", "number" -> numbers(schema);
            case "array" -> arrays(schema, depth - 1);
            case "object" -> objects(schema, depth - 1);
            default -> {
                // No keywords.
            }
        }
        return schema;
    }

    private void strings(ObjectNode schema) {
        count(schema, "minLength", 3);
        count(schema, "maxLength", 5);
        if (chance(6)) {
            schema.put("pattern", random.nextBoolean() ? "a" : "^b");
        }
        if (chance(6)) {
            schema.putArray("enum").add("a").add("ab").add("b");
        }
    }

    private void numbers(ObjectNode schema) {
        count(schema, "minimum", 3);
        count(schema, "maximum", 6);
        count(schema, "exclusiveMinimum", 3);
        count(schema, "exclusiveMaximum", 6);
        if (chance(4)) {
            schema.put("multipleOf", 1 + random.nextInt(6));
        }
    }

    private void arrays(ObjectNode schema, int depth) {
        count(schema, "minItems", 2);
        count(schema, "maxItems", 4);
        if (chance(4)) {
            schema.put("uniqueItems", random.nextBoolean());
        }
        if (chance(4)) {
            schema.set("contains", schema(depth));
        }
        if (random.nextBoolean()) {
            schema.set("items", schema(depth));
        } else if (random.nextBoolean()) {
            schema.set("items", some(depth, 1 + random.nextInt(3)));
            if (random.nextBoolean()) {
                schema.set("additionalItems", random.nextBoolean() ? BooleanNode.FALSE : schema(depth));
            }
        }
    }

    private void objects(ObjectNode schema, int depth) {
        ObjectNode properties = schema.putObject("properties");
        for (String name : NAMES) {
            if (random.nextBoolean()) {
                properties.set(name, schema(depth));
            }
        }
        int rest = random.nextInt(8);
        if (rest < 5) {
            schema.put("additionalProperties", false);
        } else if (rest < 7) {
            schema.set("additionalProperties", schema(depth));
        }
        if (chance(3)) {
            ObjectNode patterns = schema.putObject("patternProperties");
            patterns.set(PATTERNS.get(random.nextInt(PATTERNS.size())), schema(depth));
        }
        if (chance(3)) {
            schema.putArray("required").add(name());
        }
        if (chance(5)) {
            schema.putObject("dependencies").putArray(name()).add(name());
        }
        if (chance(6)) {
            schema.withObject("/dependencies").set(name(), typed("object", 0));
        }
        if (chance(6)) {
            schema.putObject("propertyNames").put("type", "string").put("maxLength", 1 + random.nextInt(2));
        }
        count(schema, "minProperties", 2);
        count(schema, "maxProperties", 4);
    }

    private ArrayNode some(int depth, int count) {
        ArrayNode schemas = json.arrayNode();
        for (int i = 0; i < count; i++) {
            schemas.add(schema(depth - 1));
        }
        return schemas;
    }

    private ArrayNode ofDifferentTypes(int depth) {
        List<String> types = new ArrayList<>(TYPES);
        Collections.shuffle(types, random);
        ArrayNode schemas = json.arrayNode();
        types.subList(0, 1 + random.nextInt(3)).forEach(type -> schemas.add(typed(type, depth - 1)));
        return schemas;
    }

    private void count(ObjectNode schema, String keyword, int bound) {
        if (chance(5)) {
            schema.put(keyword, random.nextInt(bound));
        }
    }

    private String name() {
        return NAMES.get(random.nextInt(NAMES.size()));
    }

    private boolean chance(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }
}
