package io.millrace.connect.rest.access;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A role, {@code operator}, or a role for connectors of some names only, {@code admin@shop-*}. */
record Grant(Role role, Optional<Pattern> connectors) {

    /** Several grants with commas between them. */
    static List<Grant> parse(String text) {
        List<Grant> grants = Arrays.stream(text.split(",", -1))
                .map(String::trim)
                .map(Grant::one)
                .toList();
        return grants;
    }

    private static Grant one(String text) {
        int at = text.indexOf('@');
        String name = at < 0 ? text : text.substring(0, at);
        Role role = Role.named(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "'" + name + "' is no role; roles are viewer, operator and admin, such as operator@shop-*"));
        if (at < 0) {
            return new Grant(role, Optional.empty());
        }
        if (at == text.length() - 1) {
            throw new IllegalArgumentException("after the @ of '" + text + "' stands the name of a connector, or the"
                    + " beginning of names and a *");
        }
        return new Grant(role, Optional.of(glob(text.substring(at + 1))));
    }

    private static Pattern glob(String names) {
        return Pattern.compile(
                Arrays.stream(names.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")),
                Pattern.DOTALL);
    }

    boolean allows(Role needed, String connector) {
        return role.includes(needed)
                && connectors
                        .map(pattern -> pattern.matcher(connector).matches())
                        .orElse(true);
    }
}
