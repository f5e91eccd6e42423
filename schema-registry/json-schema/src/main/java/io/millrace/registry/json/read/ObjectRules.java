package io.millrace.registry.json.read;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.registry.json.shape.Notes;
import io.millrace.registry.json.shape.ObjectRule;
import io.millrace.registry.json.shape.Rule;
import io.millrace.registry.json.shape.SchemaNode;
import io.millrace.registry.json.shape.Span;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a schema says of objects. */
final class ObjectRules {
    private final NodeBuilding building;
    private final Place place;

    ObjectRules(NodeBuilding building, Place place) {
        this.building = building;
        this.place = place;
    }

    ObjectRule rule() {
        Map<String, Set<String>> dependentRequired = new LinkedHashMap<>();
        place.value("dependentRequired").ifPresent(all -> all.properties()
                .forEach(each -> dependentRequired.put(each.getKey(), names(each.getValue()))));
        Map<String, SchemaNode> dependentSchemas = schemas("dependentSchemas");
        place.value("dependencies").ifPresent(all -> all.properties().forEach(each -> {
            if (each.getValue().isArray()) {
                dependentRequired.put(each.getKey(), names(each.getValue()));
            } else {
                dependentSchemas.put(each.getKey(), inside("dependencies", each));
            }
        }));
        return new ObjectRule(
                schemas("properties"),
                schemas("patternProperties"),
                building.schema(place, "additionalProperties")
                        .or(() -> building.schema(place, "unevaluatedProperties"))
                        .orElseGet(() -> SchemaNode.of(new Rule.Anything(true), Notes.NONE)),
                place.value("required").map(ObjectRules::names).orElse(Set.of()),
                new Span(number("minProperties"), number("maxProperties")),
                building.schema(place, "propertyNames"),
                dependentRequired,
                dependentSchemas);
    }

    private Map<String, SchemaNode> schemas(String keyword) {
        Map<String, SchemaNode> schemas = new LinkedHashMap<>();
        place.value(keyword)
                .ifPresent(all -> all.properties().forEach(each -> schemas.put(each.getKey(), inside(keyword, each))));
        return schemas;
    }

    private SchemaNode inside(String keyword, Map.Entry<String, JsonNode> each) {
        return building.inside(place, each.getValue(), keyword + "/" + Pointers.escape(each.getKey()));
    }

    private Optional<BigDecimal> number(String keyword) {
        return place.value(keyword).map(JsonNode::decimalValue);
    }

    private static Set<String> names(JsonNode array) {
        Set<String> names = new LinkedHashSet<>();
        array.forEach(name -> names.add(name.textValue()));
        return names;
    }
}
