package io.millrace.registry.model.command;

import io.millrace.registry.model.CompatibilityLevel;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a client wants to change in the settings of a scope: absent keeps, cleared removes. */
public record ConfigChange(Optional<CompatibilityLevel> level, Map<String, String> others, List<String> cleared) {
    /** The name under which requests carry the level. */
    public static final String LEVEL = "compatibility";

    public ConfigChange {
        others = Map.copyOf(others);
        cleared = List.copyOf(cleared);
    }
}
