package io.millrace.names;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Guesses what somebody meant who wrote a name that nothing has. Letters count alike in both cases. */
public final class NearestName {
    private static final int SUGGESTIONS_MAX = 3;
    /** More edits than one in so many letters is no slip of the finger, */
    private static final int LETTERS_PER_SLIP = 3;
    /** but so many always may be. */
    private static final int SLIPS_MIN = 2;
    /** Longer names are cut before they are compared, so that a hostile name costs a bounded time. */
    private static final int COMPARED_LENGTH_MAX = 256;

    private record Guess(String name, int edits) {}

    private NearestName() {}

    /** The nearest known name; empty when none is near enough to be of help. */
    public static Optional<String> of(String name, Collection<String> known) {
        return several(name, known).stream().findFirst();
    }

    /** Up to three of the nearest known names, best first. */
    public static List<String> several(String name, Collection<String> known) {
        return known.stream()
                .distinct()
                .map(candidate -> new Guess(candidate, edits(name, candidate)))
                .filter(guess -> guess.edits() <= slips(name, guess.name()))
                .sorted(Comparator.comparingInt(Guess::edits).thenComparing(Guess::name))
                .limit(SUGGESTIONS_MAX)
                .map(Guess::name)
                .toList();
    }

    /** A half sentence to append to an error message, as in {@code "; did you mean tasks.max?"}, or nothing. */
    public static String hint(String name, Collection<String> known) {
        List<String> nearest = several(name, known);
        return nearest.isEmpty() ? "" : "; did you mean " + String.join(" or ", nearest) + "?";
    }

    private static int slips(String name, String candidate) {
        return Math.max(SLIPS_MIN, Math.min(name.length(), candidate.length()) / LETTERS_PER_SLIP);
    }

    /** Levenshtein's distance: how many letters to add, leave out or replace. */
    private static int edits(String left, String right) {
        String a = comparable(left);
        String b = comparable(right);
        int[] row = new int[b.length() + 1];
        Arrays.setAll(row, column -> column);
        for (int line = 1; line <= a.length(); line++) {
            int diagonal = row[0];
            row[0] = line;
            for (int column = 1; column <= b.length(); column++) {
                int replaced = diagonal + (a.charAt(line - 1) == b.charAt(column - 1) ? 0 : 1);
                diagonal = row[column];
                row[column] = Math.min(replaced, Math.min(row[column], row[column - 1]) + 1);
            }
        }
        return row[b.length()];
    }

    private static String comparable(String name) {
        String bounded = name.length() > COMPARED_LENGTH_MAX ? name.substring(0, COMPARED_LENGTH_MAX) : name;
        return bounded.toLowerCase(Locale.ROOT);
    }
}
