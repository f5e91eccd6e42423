package io.millrace.connect.rest.access;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What an account may do; each role may do what those before it may. */
public enum Role {
    /** Reads: states, configurations without their secrets, offsets, metrics. */
    VIEWER,
    /** Restarts, pauses, stops, moves offsets, reads dead letters and sends them back. */
    OPERATOR,
    /** Creates, changes and deletes connectors, and everything else: that is to run code on the worker. */
    ADMIN;

    static Optional<Role> named(String name) {
        return Stream.of(values())
                .filter(role -> role.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst();
    }

    boolean includes(Role needed) {
        return compareTo(needed) >= 0;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
