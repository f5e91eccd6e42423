package io.millrace.connect.plugins;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Guesses what somebody meant who wrote a name that nothing has. */
public final class NearestName {
    private static final int SUGGESTIONS_MAX = 3;

    /** Longer names are cut before they are compared, so that a hostile name costs a bounded time. */
    private static final int COMPARED_LENGTH_MAX = 256;

    private NearestName() {}

    /** The nearest known names, best first; empty when nothing is near enough to be of help. */
    public static List<String> of(String name, Collection<String> known) {
        return known.stream()
                .distinct()
                .map(candidate -> new Guess(candidate, distance(name, candidate)))
                .filter(guess -> guess.distance() <= worthSaying(name, guess.name()))
                .sorted(Comparator.comparingInt(Guess::distance).thenComparing(Guess::name))
                .limit(SUGGESTIONS_MAX)
                .map(Guess::name)
                .toList();
    }

    /** A half sentence to append to an error message, as in {@code "; did you mean tasks.max?"}, or nothing. */
    public static String hint(String name, Collection<String> known) {
        List<String> nearest = of(name, known);
        return nearest.isEmpty() ? "" : "; did you mean " + String.join(" or ", nearest) + "?";
    }

    private static int worthSaying(String name, String candidate) {
        return Math.max(2, Math.min(name.length(), candidate.length()) / 3);
    }

    private static int distance(String left, String right) {
        String a = normalized(left);
        String b = normalized(right);
        int[] previous = new int[b.length() + 1];
        for (int column = 0; column <= b.length(); column++) {
            previous[column] = column;
        }
        for (int row = 1; row <= a.length(); row++) {
            int[] current = new int[b.length() + 1];
            current[0] = row;
            for (int column = 1; column <= b.length(); column++) {
                int replaced = previous[column - 1] + (a.charAt(row - 1) == b.charAt(column - 1) ? 0 : 1);
                current[column] = Math.min(replaced, 1 + Math.min(previous[column], current[column - 1]));
            }
            previous = current;
        }
        return previous[b.length()];
    }

    private static String normalized(String name) {
        String bounded = name.length() > COMPARED_LENGTH_MAX ? name.substring(0, COMPARED_LENGTH_MAX) : name;
        return bounded.toLowerCase(Locale.ROOT);
    }

    private record Guess(String name, int distance) {}
}
