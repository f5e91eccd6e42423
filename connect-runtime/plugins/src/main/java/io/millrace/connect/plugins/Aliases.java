package io.millrace.connect.plugins;

import java.util.Arrays;
import java.util.List;

/** Splits a comma separated list of aliases. */
public final class Aliases {
    private Aliases() {}

    /** The aliases in their order, each once; none of null. */
    public static List<String> of(String commaSeparated) {
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
