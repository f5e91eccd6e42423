package io.millrace.registry.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The settings of one scope. All but the level are kept as the JSON text that came in, so that they survive as they are. */
public record SubjectConfig(Optional<CompatibilityLevel> compatibilityLevel, Map<String, String> others) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public SubjectConfig {
        others = Collections.unmodifiableMap(new TreeMap<>(others));
    }

    /** Whether schemas are brought into normal form before they are looked up and registered. */
    public Optional<Boolean> normalize() {
        return flag("normalize");
    }

    /** A setting that is true or false. */
    public Optional<Boolean> flag(String name) {
        return text(name).map(Boolean::parseBoolean);
    }

    /** A setting as plain text; absent if it is empty. */
    public Optional<String> text(String name) {
        return json(name).map(JsonNode::asText).filter(text -> !text.isEmpty());
    }

    /** A setting as it is kept. */
    public Optional<JsonNode> json(String name) {
        String kept = others.get(name);
        if (kept == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readTree(kept));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the kept setting " + name + " is not JSON", e);
        }
    }

    /** Nothing is set. */
    public static SubjectConfig empty() {
        return new SubjectConfig(Optional.empty(), Map.of());
    }

    /** Only a level is set. */
    public static SubjectConfig of(CompatibilityLevel level) {
        return new SubjectConfig(Optional.of(level), Map.of());
    }
}
