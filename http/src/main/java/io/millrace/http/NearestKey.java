package io.millrace.http;

import java.util.Collection;
import java.util.Comparator;

/** Guesses which key somebody meant who wrote one that a server does not know. */
public final class NearestKey {
    /** Longer keys are cut before they are compared, so that a hostile one costs a bounded time. */
    private static final int COMPARED_LENGTH_MAX = 256;

    private NearestKey() {}

    /** The refusal of a key; {@code known} holds one key at least. */
    public static ConfigException refusal(String key, Collection<String> known) {
        String nearest = known.stream()
                .min(Comparator.comparingInt(each -> distance(key, each)))
                .orElseThrow();
        return new ConfigException("unknown property " + key + "; did you mean " + nearest + "?");
    }

    private static int distance(String written, String right) {
        String left = written.length() > COMPARED_LENGTH_MAX ? written.substring(0, COMPARED_LENGTH_MAX) : written;
        int[] row = new int[right.length() + 1];
        for (int j = 0; j <= right.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= right.length(); j++) {
                int replaced = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[right.length()];
    }
}
