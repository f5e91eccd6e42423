package io.millrace.registry.json.read;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.registry.json.shape.Notes;
import io.millrace.registry.json.shape.Rule;
import io.millrace.registry.json.shape.Rule.Criterion;
import io.millrace.registry.json.shape.SchemaNode;
import io.millrace.registry.model.schema.Strictness;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;

/** Builds the nodes of all schemas that can be reached, one after the other so that depth costs no stack. */
final class NodeBuilding {
    private final SchemaIndex index;
    private final SchemaCheck check;
    private final Strictness strictness;
    private final IdentityHashMap<JsonNode, SchemaNode> nodes = new IdentityHashMap<>();
    private final Deque<Place> open = new ArrayDeque<>();

    NodeBuilding(SchemaIndex index, SchemaCheck check, Strictness strictness) {
        this.index = index;
        this.check = check;
        this.strictness = strictness;
    }

    /** The schema at that place, with all that it is made of. */
    SchemaNode build(Place root) {
        SchemaNode node = node(root);
        while (!open.isEmpty()) {
            Place place = open.remove();
            nodes.get(place.json()).build(rule(place), notes(place));
        }
        return node;
    }

    /** The node of a schema, which may be built later. */
    SchemaNode node(Place place) {
        if (place.isBoolean()) {
            return SchemaNode.of(new Rule.Anything(place.json().booleanValue()), Notes.NONE);
        }
        SchemaNode known = nodes.get(place.json());
        if (known != null) {
            return known;
        }
        SchemaNode node = new SchemaNode();
        nodes.put(place.json(), node);
        open.add(place);
        return node;
    }

    /** The node of a schema in a keyword's value. */
    SchemaNode inside(Place parent, JsonNode json, String step) {
        return node(index.place(parent, json, step));
    }

    /** The schema that is a keyword's value. */
    Optional<SchemaNode> schema(Place place, String keyword) {
        return place.value(keyword).map(value -> inside(place, value, keyword));
    }

    private Rule rule(Place place) {
        List<Rule> parts = new ArrayList<>();
        for (String keyword : new String[] {"$ref", "$recursiveRef", "$dynamicRef"}) {
            place.text(keyword).ifPresent(reference -> parts.add(reference(place, keyword, reference)));
            if (!parts.isEmpty() && !place.draft().readsSiblingsOfRef()) {
                return parts.get(0);
            }
        }
        parts.addAll(new TypeRules(this, place).rules());
        place.value("enum").ifPresent(values -> parts.add(new Rule.Fixed(elements(values))));
        place.value("const").ifPresent(value -> parts.add(new Rule.Fixed(List.of(value))));
        for (Criterion criterion : Criterion.values()) {
            place.value(criterion.keyword())
                    .ifPresent(members -> parts.add(combined(place, criterion, elements(members))));
        }
        schema(place, "not").ifPresent(excluded -> parts.add(new Rule.Not(excluded)));
        schema(place, "if")
                .filter(test -> place.has("then") || place.has("else"))
                .ifPresent(test -> parts.add(new Rule.Conditional(test, schema(place, "then"), schema(place, "else"))));
        return all(Criterion.ALL, parts);
    }

    /** Some rules as one. */
    static Rule all(Criterion criterion, List<Rule> parts) {
        if (parts.size() == 1) {
            return parts.get(0);
        }
        return parts.isEmpty()
                ? new Rule.Anything(true)
                : new Rule.Combined(
                        criterion,
                        parts.stream()
                                .map(part -> SchemaNode.of(part, Notes.NONE))
                                .toList(),
                        false);
    }

    private Rule reference(Place place, String keyword, String reference) {
        Optional<Place> found = index.find(place, reference, check);
        if (found.isEmpty() && strictness == Strictness.STRICT) {
            throw new InvalidSchemaException("'" + keyword + "' at " + place.pointer() + " refers to '" + reference
                    + "', which is neither in the schema nor among its references");
        }
        return found.<Rule>map(target -> new Rule.Reference(node(target)))
                .orElseGet(() -> new Rule.Unresolved(reference));
    }

    private Rule combined(Place place, Criterion criterion, List<JsonNode> members) {
        List<SchemaNode> schemas = new ArrayList<>();
        for (int i = 0; i < members.size(); i++) {
            schemas.add(inside(place, members.get(i), criterion.keyword() + "/" + i));
        }
        return new Rule.Combined(criterion, schemas, true);
    }

    private static Notes notes(Place place) {
        return new Notes(
                place.json().has("default"),
                place.text("title"),
                place.text("format"),
                place.text("contentEncoding"),
                Optional.ofNullable(place.json().get("connect.type"))
                        .filter(JsonNode::isTextual)
                        .map(JsonNode::textValue));
    }

    private static List<JsonNode> elements(JsonNode array) {
        List<JsonNode> elements = new ArrayList<>();
        array.forEach(elements::add);
        return elements;
    }
}
