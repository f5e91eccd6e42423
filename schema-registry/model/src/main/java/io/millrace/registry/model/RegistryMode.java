package io.millrace.registry.model;

import java.util.Locale;
import java.util.Optional;

/** Which writes a scope takes. */
public enum RegistryMode {
    READWRITE,
    READONLY,
    READONLY_OVERRIDE,
    IMPORT,
    /** Writes belong to another registry; only of the scope above all contexts. */
    FORWARD;

    /** Whether registering, deleting and configuring are refused. */
    public boolean isReadOnly() {
        return this == READONLY || this == READONLY_OVERRIDE || this == FORWARD;
    }

    /** Finds a mode by its name in any case. */
    public static Optional<RegistryMode> find(String name) {
        for (RegistryMode mode : values()) {
            if (mode.name().equals(name.toUpperCase(Locale.ROOT))) {
                return Optional.of(mode);
            }
        }
        return Optional.empty();
    }
}
