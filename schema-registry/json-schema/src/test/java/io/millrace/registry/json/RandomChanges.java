package io.millrace.registry.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Changes schemas as people do, a little, at a random place. */
final class RandomChanges {
    private final Random random;
    private final RandomSchemas schemas;

    RandomChanges(Random random, RandomSchemas schemas) {
        this.random = random;
        this.schemas = schemas;
    }

    /** The same schema with one to three changes. */
    ObjectNode changed(ObjectNode schema) {
        ObjectNode copy = schema.deepCopy();
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes; i++) {
            List<ObjectNode> objects = new ArrayList<>();
            collect(copy, objects);
            change(objects.get(random.nextInt(objects.size())));
        }
        return copy;
    }

    /** The same schema with the keys of its objects in another order. */
    JsonNode shuffled(JsonNode node) {
        if (node.isArray()) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            node.forEach(element -> array.add(shuffled(element)));
            return array;
        }
        if (!node.isObject()) {
            return node;
        }
        List<Map.Entry<String, JsonNode>> entries = new ArrayList<>(node.properties());
        java.util.Collections.shuffle(entries, random);
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        entries.forEach(each -> object.set(each.getKey(), shuffled(each.getValue())));
        return object;
    }

    /** Whether no value can fit two alternatives of a oneOf, because their types differ. */
    static boolean hasDistinctAlternatives(JsonNode node) {
        Set<String> types = new HashSet<>();
        for (JsonNode alternative : node.path("oneOf")) {
            String type = alternative.path("type").asText("");
            if (type.isEmpty() || !types.add(type.equals("integer") ? "number" : type)) {
                return false;
            }
        }
        for (JsonNode child : node) {
            if (!hasDistinctAlternatives(child)) {
                return false;
            }
        }
        return true;
    }

    private void change(ObjectNode schema) {
        List<String> keywords = new ArrayList<>();
        schema.fieldNames().forEachRemaining(keywords::add);
        keywords.remove("definitions");
        String keyword = keywords.isEmpty() ? "" : keywords.get(random.nextInt(keywords.size()));
        JsonNode value = schema.path(keyword);
        if (schema.has("type") && random.nextInt(3) == 0) {
            addOneKeyword(schema);
        } else if (value.isNumber()) {
            int changed = value.intValue() + (random.nextBoolean() ? 1 : -1);
            schema.put(keyword, Math.max(keyword.equals("multipleOf") ? 1 : 0, changed));
        } else if (keyword.equals("properties")) {
            String name = RandomSchemas.NAMES.get(random.nextInt(RandomSchemas.NAMES.size()));
            if (value.has(name)) {
                ((ObjectNode) value).remove(name);
            } else {
                ((ObjectNode) value).set(name, schemas.schema(1));
            }
        } else if (keyword.equals("type")) {
            schema.put("type", value.asText().equals("integer") ? "number" : value.asText());
        } else if (keyword.endsWith("Of") && value.isArray()) {
            ArrayNode members = (ArrayNode) value;
            if (members.size() > 1 && random.nextBoolean()) {
                members.remove(random.nextInt(members.size()));
            } else {
                members.add(schemas.schema(1));
            }
        } else if (keyword.startsWith("additional")) {
            schema.set(keyword, schemas.schema(1));
        } else if (keyword.equals("enum")) {
            ((ArrayNode) value).add("x" + random.nextInt(3));
        } else if (!keyword.isEmpty() && !keyword.equals("$ref")) {
            schema.remove(keyword);
        }
    }

    private void addOneKeyword(ObjectNode schema) {
        ObjectNode other = schemas.typed(schema.get("type").asText(), 2);
        List<String> keywords = new ArrayList<>();
        other.fieldNames().forEachRemaining(keywords::add);
        String keyword = keywords.get(random.nextInt(keywords.size()));
        schema.set(keyword, other.get(keyword));
    }

    /** Every object that is a schema, the definitions too. */
    private static void collect(JsonNode node, List<ObjectNode> schemas) {
        if (node instanceof ObjectNode object) {
            schemas.add(object);
            for (String map : new String[] {"properties", "patternProperties", "definitions"}) {
                object.path(map).forEach(child -> collect(child, schemas));
            }
            for (String one : new String[] {"additionalProperties", "additionalItems", "contains", "not"}) {
                collect(object.path(one), schemas);
            }
            for (String members : new String[] {"items", "anyOf", "oneOf", "allOf"}) {
                JsonNode value = object.path(members);
                if (value.isArray()) {
                    value.forEach(child -> collect(child, schemas));
                } else {
                    collect(value, schemas);
                }
            }
        }
    }
}
