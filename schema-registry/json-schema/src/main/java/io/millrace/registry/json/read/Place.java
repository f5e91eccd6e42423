package io.millrace.registry.json.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import java.util.Optional;

/**
 * A schema in a text.
 *
 * @param json an object, or a boolean
 * @param pointer where it stands, such as {@code #/properties/a}
 * @param base the URI that references start from, empty if no schema around it has a name
 * @param draft how it is read
 */
record Place(JsonNode json, Pointer pointer, String base, Draft draft) {
    /** A keyword's value, if the draft knows the keyword and the value is of the right kind. */
    Optional<JsonNode> value(String keyword) {
        JsonNode value = json.get(keyword);
        if (value == null) {
            return Optional.empty();
        }
        if (keyword.startsWith("exclusive") && (value.isBoolean() || value.isNumber())) {
            // Either draft's way says clearly what is meant, and registries have taken one for the other.
            return Optional.of(value);
        }
        return Keywords.of(draft, keyword).filter(kind -> kind.fits(value)).map(kind -> value);
    }

    /** A keyword's text. */
    Optional<String> text(String keyword) {
        return value(keyword).map(JsonNode::textValue);
    }

    /** Whether there is a keyword of the right kind. */
    boolean has(String keyword) {
        return value(keyword).isPresent();
    }

    /** Whether it is {@code true} or {@code false}. */
    boolean isBoolean() {
        return json instanceof BooleanNode;
    }

    /** A schema inside this one. */
    Place child(JsonNode child, String step) {
        return new Place(child, pointer.then(step), base, draft);
    }
}
