package io.millrace.broker.metadata.config;

import java.util.Collection;
import java.util.Optional;

/** Finds the known name that a misspelt one was meant to be. */
public final class NearestName {
    /** Longer names are not worth the quadratic search: they are no misspelling of a known one. */
    private static final int MAX_LENGTH = 100;

    private NearestName() {}

    /** Empty when no known name is near. */
    public static Optional<String> of(String wanted, Collection<String> known) {
        if (wanted.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        String nearest = null;
        int nearestDistance = Math.max(2, wanted.length() / 3) + 1;
        for (String candidate : known) {
            int distance = distance(wanted, candidate);
            if (distance < nearestDistance) {
                nearest = candidate;
                nearestDistance = distance;
            }
        }
        return Optional.ofNullable(nearest);
    }

    /** Levenshtein's edit distance, one row at a time. */
    private static int distance(String left, String right) {
        int[] previous = new int[right.length() + 1];
        for (int column = 0; column <= right.length(); column++) {
            previous[column] = column;
        }
        for (int row = 1; row <= left.length(); row++) {
            int[] current = new int[right.length() + 1];
            current[0] = row;
            for (int column = 1; column <= right.length(); column++) {
                int change = previous[column - 1] + (left.charAt(row - 1) == right.charAt(column - 1) ? 0 : 1);
                current[column] = Math.min(change, Math.min(previous[column], current[column - 1]) + 1);
            }
            previous = current;
        }
        return previous[right.length()];
    }
}
