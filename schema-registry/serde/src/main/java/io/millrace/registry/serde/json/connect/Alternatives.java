package io.millrace.registry.serde.json.connect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.registry.serde.json.connect.References.Place;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a JSON schema is to Connect: one type, a struct with properties, or one of several schemas. */
final class Alternatives {
    /** A property of a struct. */
    record Property(String name, Place place, boolean required) {}

    private record Positioned(Property property, int position) {}

    /**
     * What was found.
     *
     * @param type one of JSON Schema's types, "enum", "map" for an object that is one, or empty
     * @param nullable whether null is one of the types
     * @param single the schema that says it all, or null
     * @param members the schemas one of which holds
     * @param properties those of the schema and of all that must hold with it
     */
    record Found(String type, boolean nullable, Place single, List<Place> members, List<Property> properties) {
        boolean isObject() {
            return type.equals("object");
        }
    }

    private final References references;
    private final Map<String, Property> properties = new LinkedHashMap<>();
    private final Set<JsonNode> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    private Alternatives(References references) {
        this.references = references;
    }

    static Found of(Place place, References references) {
        JsonNode json = place.json();
        List<String> types = types(json);
        boolean nullable = types.remove("null");
        if (types.size() > 1) {
            return new Found("", nullable, null, perType(place, types), List.of());
        }
        String type = types.isEmpty() ? implied(json) : types.get(0);
        if (type.equals("object")
                && JsonNames.MAP.equals(json.path(JsonNames.TYPE).asText(""))) {
            return new Found("map", nullable, null, List.of(), List.of());
        }
        Alternatives collected = new Alternatives(references);
        collected.collect(place);
        if (!collected.properties.isEmpty()) {
            return new Found(type, nullable, null, List.of(), inOrder(collected.properties));
        }
        for (String keyword : new String[] {"oneOf", "anyOf"}) {
            if (json.path(keyword).isArray()) {
                return oneOf(place, json.get(keyword), nullable);
            }
        }
        if (type.isEmpty() && json.path("allOf").isArray()) {
            return new Found("", nullable, firstThatSays(place, json.get("allOf")), List.of(), List.of());
        }
        if (type.equals("object") && json.path("additionalProperties").isObject()) {
            return new Found("map", nullable, null, List.of(), List.of());
        }
        boolean symbols = json.has("enum") || json.has("const");
        // Numbers stay numbers; a constant text stays a text.
        boolean asSymbols = symbols && (type.isEmpty() || (type.equals("string") && json.has("enum")));
        return new Found(asSymbols ? "enum" : type, nullable, null, List.of(), List.of());
    }

    private static List<String> types(JsonNode json) {
        List<String> types = new ArrayList<>();
        JsonNode written = json.path("type");
        if (written.isTextual()) {
            types.add(written.textValue());
        } else {
            written.forEach(each -> types.add(each.asText()));
        }
        return types;
    }

    /** The type whose keywords are there, where none is named. */
    private static String implied(JsonNode json) {
        if (json.has("properties") || json.has("additionalProperties")) {
            return "object";
        }
        if (json.has("items")) {
            return "array";
        }
        return json.has("minLength") || json.has("maxLength") || json.has("pattern") ? "string" : "";
    }

    /** The same schema for each of its types. */
    private static List<Place> perType(Place place, List<String> types) {
        List<Place> members = new ArrayList<>();
        for (String type : types) {
            ObjectNode one = JsonNodeFactory.instance.objectNode();
            one.setAll((ObjectNode) place.json());
            // It is the default of all of them together, and of one type only.
            one.remove("default");
            members.add(place.inside(one.put("type", type)));
        }
        return members;
    }

    private static Found oneOf(Place place, JsonNode members, boolean nullable) {
        List<Place> places = new ArrayList<>();
        boolean hasNull = nullable;
        for (JsonNode member : members) {
            if (member.path("type").asText("").equals("null")) {
                hasNull = true;
            } else {
                places.add(place.inside(member));
            }
        }
        boolean optional = hasNull && places.size() == 1;
        return new Found("", hasNull, optional ? places.get(0) : null, places, List.of());
    }

    /** Of schemas that hold together, the one that says what the type is: a combination before a plain type. */
    private static Place firstThatSays(Place place, JsonNode members) {
        JsonNode first = members.path(0);
        for (String keyword : new String[] {"$ref", "oneOf", "anyOf", "allOf", "type", "enum", "const"}) {
            for (JsonNode member : members) {
                if (member.has(keyword)) {
                    return place.inside(member);
                }
            }
        }
        return place.inside(first);
    }

    /** Adds the properties of a schema and of all that must hold with it. */
    private void collect(Place place) {
        JsonNode json = place.json();
        if (!seen.add(json)) {
            return;
        }
        Set<String> required = new java.util.LinkedHashSet<>();
        json.path("required").forEach(each -> required.add(each.asText()));
        json.path("properties")
                .properties()
                .forEach(each -> properties.put(
                        each.getKey(),
                        new Property(each.getKey(), place.inside(each.getValue()), required.contains(each.getKey()))));
        for (JsonNode member : json.path("allOf")) {
            Place part = place.inside(member);
            collect(
                    member.path("$ref").isTextual()
                            ? references.find(part, member.get("$ref").textValue())
                            : part);
        }
    }

    /** By the position that they say they have, else by that in the text. */
    private static List<Property> inOrder(Map<String, Property> properties) {
        List<Positioned> positioned = new ArrayList<>(properties.size());
        for (Property each : properties.values()) {
            int position = each.place().json().path(JsonNames.INDEX).asInt(positioned.size());
            positioned.add(new Positioned(each, position));
        }
        positioned.sort(Comparator.comparingInt(Positioned::position));
        return positioned.stream().map(Positioned::property).toList();
    }
}
