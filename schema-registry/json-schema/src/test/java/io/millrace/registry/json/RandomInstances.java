package io.millrace.registry.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Random;

/** Data that are likely to fit a schema; whether they do is for the oracle to say. */
final class RandomInstances {
    private final Random random;
    private final JsonNode root;
    private final JsonNodeFactory json = JsonNodeFactory.instance;

    RandomInstances(Random random, JsonNode root) {
        this.random = random;
        this.root = root;
    }

    JsonNode instance() {
        return instance(root, 6);
    }

    private JsonNode instance(JsonNode schema, int depth) {
        if (schema.has("$ref")) {
            return depth > 0 ? instance(root.at("/definitions/node"), depth - 1) : json.objectNode();
        }
        for (String members : new String[] {"anyOf", "oneOf", "allOf"}) {
            if (schema.has(members)) {
                JsonNode all = schema.get(members);
                return instance(all.get(random.nextInt(all.size())), depth);
            }
        }
        if (schema.has("enum")) {
            return schema.get("enum").get(random.nextInt(schema.get("enum").size()));
        }
        return switch (schema.path("type").asText("")) {
            case "string" -> string(schema);
            case "integer" -> json.numberNode(random.nextInt(9));
            case "number" ->
                random.nextInt(3) == 0 ? json.numberNode(random.nextInt(18) / 2.0) : json.numberNode(random.nextInt(9));
            case "boolean" -> BooleanNode.valueOf(random.nextBoolean());
            case "null" -> json.nullNode();
            case "array" -> array(schema, depth - 1);
            case "object" -> object(schema, depth - 1);
            default -> anything();
        };
    }

    private JsonNode anything() {
        return switch (random.nextInt(6)) {
            case 0 -> json.numberNode(random.nextInt(9));
            case 1 -> json.textNode("ab".substring(random.nextInt(3)));
            case 2 -> json.nullNode();
            case 3 -> json.arrayNode();
            case 4 -> json.objectNode();
            default -> BooleanNode.valueOf(random.nextBoolean());
        };
    }

    private JsonNode string(JsonNode schema) {
        int min = schema.path("minLength").asInt(0);
        int max = Math.max(min, schema.path("maxLength").asInt(min + 2));
        StringBuilder text = new StringBuilder();
        for (int length = min + random.nextInt(max - min + 1); length > 0; length--) {
            text.append(random.nextBoolean() ? 'a' : 'b');
        }
        return json.textNode(text.toString());
    }

    private JsonNode array(JsonNode schema, int depth) {
        ArrayNode array = json.arrayNode();
        int min = schema.path("minItems").asInt(0);
        int size = depth <= 0 ? min : min + random.nextInt(4);
        JsonNode items = schema.path("items");
        for (int i = 0; i < size; i++) {
            JsonNode item = !items.isArray() ? items : i < items.size() ? items.get(i) : schema.path("additionalItems");
            boolean contained = schema.has("contains") && i == size - 1 && random.nextBoolean();
            array.add(instance(contained ? schema.get("contains") : item, depth));
        }
        return array;
    }

    private JsonNode object(JsonNode schema, int depth) {
        ObjectNode object = json.objectNode();
        JsonNode properties = schema.path("properties");
        boolean full = random.nextInt(4) == 0;
        for (String name : RandomSchemas.NAMES) {
            boolean required = schema.path("required").toString().contains('"' + name + '"');
            boolean wanted = required || full || (depth > 0 && random.nextBoolean());
            if (!wanted) {
                continue;
            }
            if (properties.has(name)) {
                object.set(name, instance(properties.get(name), depth));
            } else if (required || random.nextInt(3) == 0) {
                object.set(name, instance(undeclared(schema, name), depth));
            }
        }
        return object;
    }

    private static JsonNode undeclared(JsonNode schema, String name) {
        for (var each : schema.path("patternProperties").properties()) {
            if (name.matches(".*(" + each.getKey().replace("^", "").replace("$", "") + ").*")) {
                return each.getValue();
            }
        }
        return schema.path("additionalProperties");
    }
}
