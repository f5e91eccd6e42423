package io.millrace.registry.json.compare;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.Map;

/** What a schema says, as a reason shows it. Cut while it is written, since it may be as long as a schema. */
final class Shown {
    private static final int CHARS = 200;

    private final StringBuilder text = new StringBuilder();

    private Shown() {}

    static String of(Object said) {
        Shown shown = new Shown();
        shown.value(said);
        return shown.text.length() <= CHARS ? shown.text.toString() : shown.text.substring(0, CHARS) + "...";
    }

    private void value(Object said) {
        if (said instanceof JsonNode json) {
            json(json);
        } else if (said instanceof Iterable<?> many) {
            text.append('[');
            String separator = "";
            for (Iterator<?> each = many.iterator(); each.hasNext() && !isFull(); separator = ", ") {
                text.append(separator);
                value(each.next());
            }
            text.append(']');
        } else {
            String whole = said.toString();
            text.append(whole, 0, Math.min(whole.length(), CHARS + 1));
        }
    }

    private void json(JsonNode json) {
        if (json.isArray()) {
            text.append('[');
            String separator = "";
            for (Iterator<JsonNode> each = json.elements(); each.hasNext() && !isFull(); separator = ",") {
                text.append(separator);
                json(each.next());
            }
            text.append(']');
        } else if (json.isObject()) {
            text.append('{');
            String separator = "";
            for (Iterator<Map.Entry<String, JsonNode>> all = json.properties().iterator();
                    all.hasNext() && !isFull();
                    separator = ",") {
                Map.Entry<String, JsonNode> each = all.next();
                text.append(separator);
                quoted(each.getKey());
                text.append(':');
                json(each.getValue());
            }
            text.append('}');
        } else if (json.isTextual()) {
            quoted(json.textValue());
        } else {
            text.append(json);
        }
    }

    private void quoted(String whole) {
        JsonValues.quote(whole.substring(0, Math.min(whole.length(), CHARS + 1)), text);
    }

    private boolean isFull() {
        return text.length() > CHARS;
    }
}
