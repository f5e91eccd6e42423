package io.millrace.registry.json.read;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.registry.model.schema.Strictness;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Refuses what a draft does not allow: keywords of a wrong kind, and regular expressions that Java cannot read, for it is
 * with Java that the serdes of a registry run them. Leniently it refuses nothing but what exceeds a limit.
 */
final class SchemaCheck {
    private final Strictness strictness;
    private final JsonSchemaLimits limits;

    SchemaCheck(Strictness strictness, JsonSchemaLimits limits) {
        this.strictness = strictness;
        this.limits = limits;
    }

    /** Looks at one schema, not at those inside it. */
    void look(Place place) {
        if (strictness == Strictness.LENIENT || place.isBoolean()) {
            return;
        }
        for (Map.Entry<String, JsonNode> each : place.json().properties()) {
            Keywords.of(place.draft(), each.getKey()).ifPresent(kind -> look(place, each.getKey(), kind));
        }
        if (place.draft() == Draft.DRAFT_4) {
            require(place, "exclusiveMinimum", "minimum");
            require(place, "exclusiveMaximum", "maximum");
        }
    }

    private void look(Place place, String keyword, Value kind) {
        JsonNode value = place.json().get(keyword);
        if (!kind.fits(value)) {
            throw refusal(place, keyword, "must be " + kind.expectation() + " and is " + shortened(value));
        }
        if (!place.draft().readsBooleans() && !keyword.startsWith("additional")) {
            kind.children(value, (step, child) -> {
                if (child.isBoolean()) {
                    throw refusal(place, keyword, "holds " + child + ", which is no schema in draft 4");
                }
            });
        }
        if (kind == Value.PATTERN) {
            regularExpression(place, keyword, value.textValue());
        }
        if (kind == Value.SCHEMAS_BY_PATTERN) {
            value.fieldNames().forEachRemaining(pattern -> regularExpression(place, keyword, pattern));
        }
    }

    private void regularExpression(Place place, String keyword, String pattern) {
        if (pattern.length() > limits.patternChars()) {
            throw refusal(
                    place, keyword, "has a regular expression of more than " + limits.patternChars() + " characters");
        }
        if (pattern.chars().filter(c -> c == '(' || c == '[').count() > limits.patternGroups()) {
            throw refusal(
                    place, keyword, "has a regular expression of more than " + limits.patternGroups() + " groups");
        }
        try {
            Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            throw refusal(
                    place,
                    keyword,
                    "has the regular expression '" + pattern + "', which cannot be read: " + e.getDescription());
        }
    }

    private static void require(Place place, String keyword, String other) {
        if (place.json().has(keyword) && !place.json().has(other)) {
            throw refusal(place, keyword, "needs '" + other + "' beside it in draft 4");
        }
    }

    private static InvalidSchemaException refusal(Place place, String keyword, String why) {
        return new InvalidSchemaException("'" + keyword + "' at " + place.pointer() + " " + why);
    }

    private static String shortened(JsonNode value) {
        String text = value.toString();
        return text.length() <= 60 ? text : text.substring(0, 60) + "...";
    }
}
