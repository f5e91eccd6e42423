package io.millrace.http;

import io.millrace.names.NearestName;
import java.util.Collection;

/** Guesses which key somebody meant who wrote one that a server does not know. */
public final class NearestKey {
    private NearestKey() {}

    /** The refusal of a key, with the nearest of those that are known. */
    public static ConfigException refusal(String key, Collection<String> known) {
        String hint = NearestName.of(key, known)
                .map(nearest -> "; did you mean " + nearest + "?")
                .orElse("");
        return new ConfigException("unknown property " + key + hint);
    }
}
