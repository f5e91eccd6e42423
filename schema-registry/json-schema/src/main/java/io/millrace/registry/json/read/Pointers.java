package io.millrace.registry.json.read;

import com.fasterxml.jackson.databind.JsonNode;

/** JSON pointers, as fragments of a URI. */
final class Pointers {
    private Pointers() {}

    /** A name as a step of a pointer. */
    static String escape(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    /** What a pointer such as {@code /properties/a} leads to, null if nowhere. */
    static JsonNode find(JsonNode root, String pointer) {
        JsonNode node = root;
        for (String step : pointer.substring(1).split("/", -1)) {
            String name = step.replace("~1", "/").replace("~0", "~");
            if (node == null) {
                return null;
            }
            node = node.isArray() ? element(node, name) : node.get(name);
        }
        return node;
    }

    private static JsonNode element(JsonNode array, String index) {
        boolean digits = !index.isEmpty() && index.length() < 9 && index.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? array.get(Integer.parseInt(index)) : null;
    }
}
