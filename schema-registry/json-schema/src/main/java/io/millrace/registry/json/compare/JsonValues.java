package io.millrace.registry.json.compare;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * JSON values as JSON Schema compares them: 1 and 1.0 are one number, and the order of keys says nothing. Each is kept as a
 * text that equal values share: texts can be ordered, so that no choice of values makes a set slow.
 */
final class JsonValues {
    private final Set<String> texts = new LinkedHashSet<>();
    private final Budget budget;

    JsonValues(List<JsonNode> values, Budget budget) {
        this.budget = budget;
        for (JsonNode value : values) {
            StringBuilder text = new StringBuilder();
            write(value, text);
            texts.add(text.toString());
            budget.spend(1 + text.length());
        }
    }

    boolean containsAll(JsonValues others) {
        for (String other : others.texts) {
            budget.spendOn(other);
            if (!texts.contains(other)) {
                return false;
            }
        }
        return true;
    }

    private static void write(JsonNode value, StringBuilder text) {
        if (value.isNumber()) {
            text.append(value.decimalValue().stripTrailingZeros());
        } else if (value.isTextual()) {
            quote(value.textValue(), text);
        } else if (value.isArray()) {
            text.append('[');
            for (JsonNode element : value) {
                write(element, text);
                text.append(',');
            }
            text.append(']');
        } else if (value.isObject()) {
            Map<String, JsonNode> sorted = new TreeMap<>();
            value.properties().forEach(each -> sorted.put(each.getKey(), each.getValue()));
            text.append('{');
            sorted.forEach((name, each) -> {
                quote(name, text);
                text.append(':');
                write(each, text);
                text.append(',');
            });
            text.append('}');
        } else {
            text.append(value);
        }
    }

    /** Writes a string as JSON does. */
    static void quote(String string, StringBuilder text) {
        text.append('"')
                .append(JsonStringEncoder.getInstance().quoteAsString(string))
                .append('"');
    }
}
