package io.millrace.registry.model;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The settings of one scope. This registry acts upon the level and {@link #normalize}; the other settings that peers
 * know are kept as the JSON text that came in, so that they survive and are given back.
 */
public record SubjectConfig(Optional<CompatibilityLevel> compatibilityLevel, Map<String, String> others) {
    public SubjectConfig {
        others = Collections.unmodifiableMap(new TreeMap<>(others));
    }

    /** Whether schemas are brought into normal form before they are looked up and registered. */
    public Optional<Boolean> normalize() {
        return Optional.ofNullable(others.get("normalize")).map(json -> Boolean.parseBoolean(json.replace("\"", "")));
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
