package io.millrace.registry.model.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** The pieces that metadata and rules are made of. */
final class ContractJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ContractJson() {}

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    /** Reads what {@code canonical} has written before. */
    static JsonNode tree(String canonical) {
        try {
            return JSON.readTree(canonical);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a kept contract no longer parses", e);
        }
    }

    /** The strings of an array as a set in order. */
    static ArrayNode sortedSet(JsonNode... arrays) {
        TreeSet<String> strings = new TreeSet<>();
        for (JsonNode array : arrays) {
            array.forEach(each -> strings.add(each.asText()));
        }
        ArrayNode sorted = JSON.createArrayNode();
        strings.forEach(sorted::add);
        return sorted;
    }

    /** The strings of objects by name; a later object wins. */
    static ObjectNode sortedStrings(JsonNode... objects) {
        Map<String, String> strings = new TreeMap<>();
        for (JsonNode object : objects) {
            object.properties()
                    .forEach(each -> strings.put(each.getKey(), each.getValue().asText()));
        }
        ObjectNode sorted = JSON.createObjectNode();
        strings.forEach(sorted::put);
        return sorted;
    }

    /** Puts what is not empty. */
    static void putIfAny(ObjectNode target, String name, JsonNode value) {
        if (!value.isEmpty()) {
            target.set(name, value);
        }
    }

    /** Adds the fields that a newer registry may have written. */
    static void putUnknown(ObjectNode target, JsonNode written, List<String> known) {
        ObjectNode rest = JSON.createObjectNode();
        written.properties().forEach(each -> rest.set(each.getKey(), each.getValue()));
        rest.remove(known);
        target.setAll(rest);
    }

    static void hash(MessageDigest digest, JsonNode text) {
        if (text.isValueNode() && !text.isNull()) {
            digest.update(text.asText().getBytes(StandardCharsets.UTF_8));
        }
    }

    static void hashAll(MessageDigest digest, JsonNode array) {
        array.forEach(each -> hash(digest, each));
    }

    static void hashName(MessageDigest digest, String name) {
        digest.update(name.getBytes(StandardCharsets.UTF_8));
    }
}
