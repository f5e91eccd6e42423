package io.millrace.connectors.jdbc.config;

import java.util.Arrays;
import java.util.List;

/** Reading of comma lists. */
final class Texts {
    private Texts() {}

    static List<String> list(String text) {
        if (text == null || text.isBlank()) {
            return List.of();
        }
        return Arrays.stream(text.split(","))
                .map(String::trim)
                .filter(part -> !part.isEmpty())
                .toList();
    }
}
