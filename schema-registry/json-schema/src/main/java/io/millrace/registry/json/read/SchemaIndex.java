package io.millrace.registry.json.read;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;

/** Finds every schema of some texts, and what names it: {@code $id}, {@code $anchor}, or the name of a dependency. */
final class SchemaIndex {
    private final JsonSchemaLimits limits;
    private final IdentityHashMap<JsonNode, Place> places = new IdentityHashMap<>();
    private final Map<String, Place> resources = new HashMap<>();
    private final Map<String, Place> anchors = new HashMap<>();
    private int schemaCount;

    SchemaIndex(JsonSchemaLimits limits) {
        this.limits = limits;
    }

    /** Takes in a text under its name, and says where it begins; the check is told of each of its schemas. */
    Place addText(String name, JsonNode json, Draft draft, SchemaCheck check) {
        Place root = new Place(json, Pointer.ROOT, Uris.withoutFragment(name), draft);
        resources.putIfAbsent(root.base(), root);
        return addAll(root, check);
    }

    /** Lets a text be found under another name as well. */
    void alsoNamed(String uri, Place text) {
        resources.putIfAbsent(Uris.withoutFragment(uri), text);
    }

    /** A schema that is part of a text, as it was found; a boolean has no place of its own. */
    Place place(Place parent, JsonNode json, String step) {
        Place found = places.get(json);
        return found == null ? parent.child(json, step) : found;
    }

    /** What a reference means to the schema that has it. */
    Optional<Place> find(Place from, String reference, SchemaCheck check) {
        String written = Uris.withoutFragment(reference);
        String fragment = Uris.fragment(reference);
        Place resource = written.isEmpty()
                ? resources.get(from.base())
                : resources.getOrDefault(Uris.resolve(from.base(), written), resources.get(written));
        if (resource == null) {
            return Optional.empty();
        }
        if (fragment.isEmpty()) {
            return Optional.of(resource);
        }
        if (!fragment.startsWith("/")) {
            return Optional.ofNullable(anchors.get(resource.base() + "#" + fragment));
        }
        JsonNode json = Pointers.find(resource.json(), fragment);
        if (json == null || !Value.isSchema(json)) {
            return Optional.empty();
        }
        Place found = places.get(json);
        Place place =
                new Place(json, resource.pointer().then(fragment.substring(1)), resource.base(), resource.draft());
        // What stands under an unknown keyword is found only now.
        return Optional.of(found != null ? found : json.isObject() ? addAll(place, check) : place);
    }

    private Place addAll(Place first, SchemaCheck check) {
        Deque<Place> open = new ArrayDeque<>();
        open.add(first);
        while (!open.isEmpty()) {
            Place place = open.remove();
            if (++schemaCount > limits.schemaCount()) {
                throw new InvalidSchemaException("it has more than " + limits.schemaCount() + " schemas");
            }
            check.look(place);
            if (!place.isBoolean()) {
                addOne(named(place), open);
            }
        }
        return first.json().isObject() ? places.get(first.json()) : first;
    }

    private void addOne(Place place, Deque<Place> open) {
        places.put(place.json(), place);
        for (Map.Entry<String, JsonNode> each : place.json().properties()) {
            place.value(each.getKey())
                    .flatMap(value -> Keywords.of(place.draft(), each.getKey()))
                    .filter(kind -> kind.fits(each.getValue()))
                    .ifPresent(kind -> kind.children(each.getValue(), (step, child) -> {
                        if (!places.containsKey(child)) {
                            open.add(place.child(child, Pointers.escape(each.getKey()) + step));
                        }
                    }));
        }
    }

    /** Notes what the schema is called, and returns it with its own base if its name is one. */
    private Place named(Place place) {
        if (place.has("$ref") && !place.draft().readsSiblingsOfRef()) {
            return place;
        }
        Place own = place;
        String id = place.text(place.draft().idKeyword()).orElse("");
        String bare = Uris.withoutFragment(id);
        if (!bare.isEmpty()) {
            String base = Uris.resolve(place.base(), bare);
            if (base.length() > limits.uriChars()) {
                throw new InvalidSchemaException("it has a name of more than " + limits.uriChars() + " characters");
            }
            own = new Place(place.json(), place.pointer(), base, place.draft());
            resources.putIfAbsent(own.base(), own);
        }
        String fragment = Uris.fragment(id);
        if (!fragment.isEmpty() && !fragment.startsWith("/")) {
            anchors.putIfAbsent(own.base() + "#" + fragment, own);
        }
        for (String keyword : new String[] {"$anchor", "$dynamicAnchor"}) {
            Place named = own;
            own.text(keyword).ifPresent(anchor -> anchors.putIfAbsent(named.base() + "#" + anchor, named));
        }
        return own;
    }
}
