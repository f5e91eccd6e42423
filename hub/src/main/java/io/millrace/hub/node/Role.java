package io.millrace.hub.node;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** A server that a hub can run. Listed in the order in which they start. */
public enum Role {
    BROKER,
    REGISTRY,
    GATEWAY,
    CONNECT;

    /** How the role is written in properties and on the command line. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What stands before the server's own keys in the properties of a hub. */
    String prefix() {
        return key() + ".";
    }

    /** All roles, comma-separated, as {@code --roles} takes them. */
    public static String all() {
        return Arrays.stream(values()).map(Role::key).collect(Collectors.joining(","));
    }

    /** Parses a comma-separated list; an unknown or missing role is an {@link IllegalArgumentException}. */
    public static Set<Role> parse(String list) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (String word : list.split(",")) {
            String key = word.trim();
            roles.add(Arrays.stream(values())
                    .filter(role -> role.key().equals(key))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "roles: there is no role '" + key + "'; the roles are " + all())));
        }
        return roles;
    }
}
