package io.millrace.registry.model.exporter;

import java.util.Locale;
import java.util.Optional;

/** What becomes of the context of a subject in the destination. */
public enum ContextType {
    /** A context that is named after the source's cluster is put in front of it. */
    AUTO,
    /** The exporter's own context is put in front of it. */
    CUSTOM,
    /** It stays. */
    NONE,
    /** It becomes the default one. */
    DEFAULT;

    /** Finds a type by its name in any case. */
    public static Optional<ContextType> find(String name) {
        for (ContextType type : values()) {
            if (type.name().equals(name.toUpperCase(Locale.ROOT))) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /** Whether the destination's context belongs to the exporter alone. */
    public boolean isOwnContext() {
        return this == AUTO || this == CUSTOM;
    }
}
