package io.millrace.registry.json.read;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which of the texts that a schema uses a reference means. Any thread. */
public final class TextNames {
    private final String rootBase;
    /** By whole names: those of the references, as they resolve, and those that the texts give themselves. */
    private final Map<String, String> exact = new LinkedHashMap<>();

    private final Set<String> names = new LinkedHashSet<>();

    private TextNames(String rootBase) {
        this.rootBase = rootBase;
    }

    /**
     * The names of a schema's texts.
     *
     * @param where the URI of a schema that gives itself none; may be empty
     * @param texts those of the dependencies, by the dependencies' names
     */
    public static TextNames of(String where, JsonNode root, Map<String, JsonNode> texts) {
        TextNames made = new TextNames(base(where, root));
        made.names.addAll(texts.keySet());
        texts.keySet().forEach(name -> made.exact.putIfAbsent(Uris.withoutFragment(name), name));
        texts.keySet().forEach(name -> made.exact.putIfAbsent(made.absolute(name), name));
        texts.forEach((name, text) -> {
            String own = base(name, text);
            made.exact.putIfAbsent(own, name);
            made.exact.putIfAbsent(made.absolute(own), name);
        });
        return made;
    }

    /** What references in a text start from: what it calls itself, or else its name. */
    public static String base(String name, JsonNode text) {
        String id = text.path("$id").isTextual()
                ? text.path("$id").textValue()
                : text.path("id").isTextual() ? text.path("id").textValue() : "";
        String bare = Uris.withoutFragment(id);
        return bare.isEmpty() ? Uris.withoutFragment(name) : Uris.resolve(Uris.withoutFragment(name), bare);
    }

    /** What the schema's own references start from. */
    public String rootBase() {
        return rootBase;
    }

    /**
     * The name of the text that a reference means, if there is one of just that name.
     *
     * @param base of the text that has the reference
     * @param reference without its fragment
     */
    public Optional<String> exact(String base, String reference) {
        String found = exact.get(Uris.resolve(base, reference));
        return Optional.ofNullable(found != null ? found : exact.get(reference));
    }

    /** The name that ends as the reference does, or the other way round, if that is so of only one. */
    public Optional<String> similar(String reference) {
        List<String> found = names.stream()
                .filter(name -> reference.endsWith("/" + name) || name.endsWith("/" + reference))
                .limit(2)
                .toList();
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    private String absolute(String name) {
        return Uris.withoutFragment(Uris.resolve(rootBase, name));
    }
}
