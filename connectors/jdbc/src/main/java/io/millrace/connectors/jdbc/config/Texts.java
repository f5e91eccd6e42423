package io.millrace.connectors.jdbc.config;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Reading of comma lists, and the nearest of some words. */
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

    /** The word with the fewest edits between it and the asked one, when that is near enough to help. */
    static Optional<String> nearest(String asked, Collection<String> words) {
        String best = null;
        int bestEdits = Math.max(2, asked.length() / 3) + 1;
        for (String word : words) {
            int edits = edits(asked, word);
            if (edits < bestEdits) {
                best = word;
                bestEdits = edits;
            }
        }
        return Optional.ofNullable(best);
    }

    private static int edits(String left, String right) {
        int[] row = new int[right.length() + 1];
        for (int j = 0; j <= right.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= right.length(); j++) {
                int above = row[j];
                int replaced = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }
        return row[right.length()];
    }
}
