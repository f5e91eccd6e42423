package io.millrace.registry.serde.json.connect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.registry.json.read.TextNames;
import io.millrace.registry.model.schema.SchemaSource.Dependency;
import io.millrace.registry.serde.json.JsonSchema;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.errors.DataException;

/** Where the references of a schema lead: into its own text or into those that it uses, never anywhere else. */
final class References {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Where a schema stands: in which text. */
    record Place(JsonNode json, JsonNode text) {
        /** A part of it. */
        Place inside(JsonNode part) {
            return new Place(part, text);
        }
    }

    private final JsonNode root;
    private final Map<String, JsonNode> texts = new LinkedHashMap<>();

    private final TextNames names;
    /** What references in each text start from. */
    private final IdentityHashMap<JsonNode, String> bases = new IdentityHashMap<>();

    References(JsonSchema schema) {
        root = schema.tree();
        for (Dependency each : schema.stored().dependencies()) {
            try {
                texts.putIfAbsent(each.name(), JSON.readTree(each.text()));
            } catch (JsonProcessingException e) {
                throw new DataException("the schema's reference " + each.name() + " is not JSON", e);
            }
        }
        names = TextNames.of("", root, texts);
        texts.forEach((name, text) -> bases.put(text, TextNames.base(name, text)));
        bases.put(root, names.rootBase());
    }

    Place root() {
        return new Place(root, root);
    }

    /** The schema that a reference leads to, with the place that it is at. */
    Place find(Place from, String reference) {
        int hash = reference.indexOf('#');
        String text = hash < 0 ? reference : reference.substring(0, hash);
        String fragment = hash < 0 ? "" : reference.substring(hash + 1);
        // A whole reference, mark and all, may be an id that a schema gives itself.
        JsonNode found = named(from.text(), reference);
        if (found != null) {
            return new Place(found, from.text());
        }
        JsonNode document = text.isEmpty() ? from.text() : document(from, text);
        if (document == null) {
            throw nowhere(reference);
        }
        JsonNode target = fragment.isEmpty() || fragment.startsWith("/")
                ? document.at(URLDecoder.decode(fragment.replace("+", "%2B"), StandardCharsets.UTF_8))
                : named(document, "#" + fragment);
        if (target == null || target.isMissingNode()) {
            throw nowhere(reference);
        }
        return new Place(target, document);
    }

    private JsonNode document(Place from, String name) {
        Optional<JsonNode> exact = names.exact(bases.get(from.text()), name).map(texts::get);
        if (exact.isPresent()) {
            return exact.get();
        }
        if (name.equals(id(root))) {
            return root;
        }
        JsonNode inside = named(from.text(), name);
        if (inside == null) {
            return names.similar(name).map(texts::get).orElse(null);
        }
        bases.putIfAbsent(inside, TextNames.base(bases.get(from.text()), inside));
        return inside;
    }

    /** The schema in a text that calls itself so. */
    private static JsonNode named(JsonNode text, String name) {
        Deque<JsonNode> open = new ArrayDeque<>();
        open.add(text);
        while (!open.isEmpty()) {
            JsonNode node = open.remove();
            String anchor = node.path("$anchor").asText("");
            if (name.equals(id(node)) || (!anchor.isEmpty() && name.equals("#" + anchor))) {
                return node;
            }
            node.forEach(open::add);
        }
        return null;
    }

    private static String id(JsonNode schema) {
        return schema.path("$id").isTextual()
                ? schema.path("$id").textValue()
                : schema.path("id").isTextual() ? schema.path("id").textValue() : null;
    }

    private static DataException nowhere(String reference) {
        return new DataException(
                "the schema refers to " + reference + ", which is neither in it nor among its references");
    }
}
