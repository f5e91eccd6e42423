package io.millrace.registry.json.read;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.registry.json.shape.ArrayRule;
import io.millrace.registry.json.shape.Notes;
import io.millrace.registry.json.shape.NumberRule;
import io.millrace.registry.json.shape.Rule;
import io.millrace.registry.json.shape.Rule.Criterion;
import io.millrace.registry.json.shape.SchemaNode;
import io.millrace.registry.json.shape.Span;
import io.millrace.registry.json.shape.StringRule;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a schema says of types. Keywords of one type without {@code type} are taken for that type, as Confluent's registry
 * does, though to a validator they let values of other types pass.
 */
final class TypeRules {
    private static final List<String> OF_STRINGS = List.of("minLength", "maxLength", "pattern");
    private static final List<String> OF_NUMBERS =
            List.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf");
    private static final List<String> OF_ARRAYS = List.of(
            "items",
            "additionalItems",
            "prefixItems",
            "unevaluatedItems",
            "minItems",
            "maxItems",
            "uniqueItems",
            "contains");
    private static final List<String> OF_OBJECTS = List.of(
            "properties",
            "patternProperties",
            "additionalProperties",
            "unevaluatedProperties",
            "required",
            "minProperties",
            "maxProperties",
            "propertyNames",
            "dependencies",
            "dependentRequired",
            "dependentSchemas");

    private final NodeBuilding building;
    private final Place place;

    TypeRules(NodeBuilding building, Place place) {
        this.building = building;
        this.place = place;
    }

    /** One rule for the type or types, or one for each group of keywords if no type is written. */
    List<Rule> rules() {
        Optional<JsonNode> type = place.value("type");
        if (type.isPresent()) {
            List<Rule> types = new ArrayList<>();
            if (type.get().isTextual()) {
                types.add(rule(type.get().textValue()));
            } else {
                type.get().forEach(name -> types.add(rule(name.textValue())));
            }
            return List.of(NodeBuilding.all(Criterion.ANY, types));
        }
        List<Rule> implied = new ArrayList<>();
        addIfAny(implied, OF_OBJECTS, "object");
        addIfAny(implied, OF_ARRAYS, "array");
        addIfAny(implied, OF_STRINGS, "string");
        addIfAny(implied, OF_NUMBERS, "number");
        return implied;
    }

    private void addIfAny(List<Rule> rules, List<String> keywords, String type) {
        if (keywords.stream().anyMatch(place::has)) {
            rules.add(rule(type));
        }
    }

    private Rule rule(String type) {
        return switch (type) {
            case "object" -> new ObjectRules(building, place).rule();
            case "array" -> array();
            case "string" -> new StringRule(span("minLength", "maxLength"), place.text("pattern"));
            case "integer" -> number(true);
            case "number" -> number(false);
            default -> new Rule.Is(type);
        };
    }

    private Rule number(boolean integer) {
        Optional<BigDecimal> min = number("minimum");
        Optional<BigDecimal> max = number("maximum");
        Optional<BigDecimal> above = number("exclusiveMinimum");
        Optional<BigDecimal> below = number("exclusiveMaximum");
        // In draft 4 these are flags that sharpen the bounds.
        if (isTrue("exclusiveMinimum")) {
            above = min;
            min = Optional.empty();
        }
        if (isTrue("exclusiveMaximum")) {
            below = max;
            max = Optional.empty();
        }
        return new NumberRule(integer, new Span(min, max), new Span(above, below), number("multipleOf"));
    }

    private Rule array() {
        List<SchemaNode> tuple = new ArrayList<>();
        Optional<JsonNode> items = place.value("items");
        String tupleKeyword = place.has("prefixItems") ? "prefixItems" : "items";
        place.value(tupleKeyword).filter(JsonNode::isArray).ifPresent(array -> {
            for (int i = 0; i < array.size(); i++) {
                tuple.add(building.inside(place, array.get(i), tupleKeyword + "/" + i));
            }
        });
        Optional<SchemaNode> rest = items.filter(value -> !value.isArray())
                .map(value -> building.inside(place, value, "items"))
                .or(() -> items.flatMap(value -> building.schema(place, "additionalItems")))
                .or(() -> building.schema(place, "unevaluatedItems"));
        return new ArrayRule(
                tuple,
                rest.orElseGet(() -> SchemaNode.of(new Rule.Anything(true), Notes.NONE)),
                span("minItems", "maxItems"),
                isTrue("uniqueItems"),
                building.schema(place, "contains")
                        .map(schema -> new ArrayRule.Contains(
                                schema, number("minContains").orElse(BigDecimal.ONE), number("maxContains"))));
    }

    private Span span(String min, String max) {
        return new Span(number(min), number(max));
    }

    private Optional<BigDecimal> number(String keyword) {
        return place.value(keyword).filter(JsonNode::isNumber).map(JsonNode::decimalValue);
    }

    private boolean isTrue(String keyword) {
        return place.value(keyword)
                .filter(JsonNode::isBoolean)
                .map(JsonNode::booleanValue)
                .orElse(false);
    }
}
