package io.millrace.connect.plugins.config;

import java.util.Arrays;
import java.util.List;

/** Splits a comma separated list of aliases. */
final class Aliases {
    private Aliases() {}

    static List<String> of(String commaSeparated) {
        if (commaSeparated == null || commaSeparated.isBlank()) {
            return List.of();
        }
        return Arrays.stream(commaSeparated.split(","))
                .map(String::trim)
                .filter(alias -> !alias.isEmpty())
                .distinct()
                .toList();
    }
}
