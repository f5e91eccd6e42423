package io.millrace.connect.rest.access;

import java.util.List;
import java.util.Optional;

/** Who sends a request, and what he may do. */
public final class Caller {
    /** Where nobody is asked for his name. */
    public static final Caller ANYBODY = new Caller("anybody", Grant.parse("admin"));

    /** Whoever asks how the worker is, and is asked nothing in return. */
    public static final Caller PROBE = new Caller("a probe", Grant.parse("viewer"));

    private final String name;
    private final List<Grant> grants;

    Caller(String name, List<Grant> grants) {
        this.name = name;
        this.grants = List.copyOf(grants);
    }

    public String name() {
        return name;
    }

    /** His name, where it was asked for. */
    public Optional<String> known() {
        return this == ANYBODY ? Optional.empty() : Optional.of(name);
    }

    /** Whether the role is his for this connector. */
    public boolean is(Role role, String connector) {
        return grants.stream().anyMatch(grant -> grant.allows(role, connector));
    }

    /** Whether the role is his for whatever there is and may be. */
    public boolean is(Role role) {
        return grants.stream()
                .anyMatch(grant ->
                        grant.role().includes(role) && grant.connectors().isEmpty());
    }

    /** Whether the role is his for some connectors at least. */
    public boolean isSomewhere(Role role) {
        return grants.stream().anyMatch(grant -> grant.role().includes(role));
    }

    @Override
    public String toString() {
        return name;
    }
}
