package io.millrace.registry.json.compare;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** JSON values as JSON Schema compares them: 1 and 1.0 are one number, and the order of keys says nothing. */
final class JsonValues {
    private final Set<Object> values = new HashSet<>();

    JsonValues(List<JsonNode> values) {
        values.forEach(value -> this.values.add(comparable(value)));
    }

    boolean containsAll(List<JsonNode> others) {
        return others.stream().allMatch(other -> values.contains(comparable(other)));
    }

    private static Object comparable(JsonNode value) {
        if (value.isNumber()) {
            return value.decimalValue().stripTrailingZeros();
        }
        if (value.isTextual()) {
            // Strings can be ordered, so that no choice of them makes a set slow.
            return value.textValue();
        }
        if (value.isArray()) {
            List<Object> elements = new ArrayList<>();
            value.forEach(element -> elements.add(comparable(element)));
            return elements;
        }
        if (value.isObject()) {
            Map<String, Object> properties = new TreeMap<>();
            value.properties().forEach(each -> properties.put(each.getKey(), comparable(each.getValue())));
            return properties;
        }
        return value;
    }
}
