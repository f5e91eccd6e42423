package io.millrace.registry.model;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The settings of one scope. The level is what this registry acts upon; the other settings that peers know are kept as
 * the JSON text that came in, so that they survive and are given back.
 */
public record SubjectConfig(Optional<CompatibilityLevel> compatibilityLevel, Map<String, String> others) {
    public SubjectConfig {
        others = Collections.unmodifiableMap(new TreeMap<>(others));
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
