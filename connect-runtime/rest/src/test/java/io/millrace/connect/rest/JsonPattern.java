package io.millrace.connect.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.regex.Pattern;

/**
 * Compares a document with a pattern of it: a star in a text stands for any text, a field named {@code *} allows further
 * fields, and a star as the last element of a list allows further elements. Fields must come in the pattern's order.
 */
final class JsonPattern {
    private static final String ANY = "*";

    private JsonPattern() {}

    static boolean fits(JsonNode pattern, JsonNode found) {
        if (pattern.isTextual()) {
            String regex = Pattern.quote(pattern.asText()).replace(ANY, "\\E.*\\Q");
            return pattern.asText().equals(ANY)
                    || (found.isTextual()
                            && Pattern.compile(regex, Pattern.DOTALL)
                                    .matcher(found.asText())
                                    .matches());
        }
        if (pattern.isArray()) {
            return found.isArray() && listFits(pattern, found);
        }
        return pattern.isObject() ? found.isObject() && objectFits(pattern, found) : pattern.equals(found);
    }

    private static boolean listFits(JsonNode pattern, JsonNode found) {
        boolean open =
                pattern.size() > 0 && pattern.get(pattern.size() - 1).asText().equals(ANY);
        int fixed = open ? pattern.size() - 1 : pattern.size();
        if (open ? found.size() < fixed : found.size() != fixed) {
            return false;
        }
        for (int i = 0; i < fixed; i++) {
            if (!fits(pattern.get(i), found.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean objectFits(JsonNode pattern, JsonNode found) {
        boolean open = pattern.has(ANY);
        if (!open && pattern.size() != found.size()) {
            return false;
        }
        Iterator<String> order = found.fieldNames();
        for (Iterator<String> names = pattern.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (name.equals(ANY)) {
                continue;
            }
            boolean inOrder = false;
            while (order.hasNext() && !inOrder) {
                inOrder = order.next().equals(name);
            }
            if (!inOrder || !fits(pattern.get(name), found.get(name))) {
                return false;
            }
        }
        return true;
    }
}
