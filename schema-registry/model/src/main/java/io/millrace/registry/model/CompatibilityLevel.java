package io.millrace.registry.model;

import java.util.Locale;
import java.util.Optional;

/** Which readers must be able to read whose data. */
public enum CompatibilityLevel {
    NONE(false, false, false),
    BACKWARD(true, false, false),
    BACKWARD_TRANSITIVE(true, false, true),
    FORWARD(false, true, false),
    FORWARD_TRANSITIVE(false, true, true),
    FULL(true, true, false),
    FULL_TRANSITIVE(true, true, true);

    private final boolean newReadsOld;
    private final boolean oldReadsNew;
    private final boolean transitive;

    CompatibilityLevel(boolean newReadsOld, boolean oldReadsNew, boolean transitive) {
        this.newReadsOld = newReadsOld;
        this.oldReadsNew = oldReadsNew;
        this.transitive = transitive;
    }

    /** Whether the new schema must read data of earlier ones. */
    public boolean newReadsOld() {
        return newReadsOld;
    }

    /** Whether earlier schemas must read data of the new one. */
    public boolean oldReadsNew() {
        return oldReadsNew;
    }

    /** Whether all live versions count, and not only the latest. */
    public boolean transitive() {
        return transitive;
    }

    /** Finds a level by its name in any case. */
    public static Optional<CompatibilityLevel> find(String name) {
        for (CompatibilityLevel level : values()) {
            if (level.name().equals(name.toUpperCase(Locale.ROOT))) {
                return Optional.of(level);
            }
        }
        return Optional.empty();
    }
}
