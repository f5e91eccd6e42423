package io.millrace.http.access;

import java.util.function.Predicate;

/** Reads the letters by which servers of one kind believe each other on whose behalf they ask. Any thread. */
public interface Letters {
    /** The header that carries a letter. */
    String header();

    /** Judges all but the body; {@code target} is the path with its query, as it was sent. */
    Read read(String letter, String method, String target);

    /**
     * What a letter turned out to be.
     *
     * @param origin the address that the caller's request came from; empty if the letter does not say
     */
    record Read(Verdict verdict, String caller, String origin, Predicate<byte[]> isAbout) {
        /** Nothing to believe. */
        public static final Read FALSE = new Read(Verdict.FALSE, "", body -> false);

        /** Of a letter that does not say where the request came from. */
        public Read(Verdict verdict, String caller, Predicate<byte[]> isAbout) {
            this(verdict, caller, "", isAbout);
        }
    }

    /** Whether to believe a letter. */
    enum Verdict {
        /** A server of this kind speaks for the caller, if the body is the right one. */
        GENUINE,
        /** The key is unknown, or not known yet. */
        STRANGE,
        /** It is no letter, or one of another time. */
        FALSE
    }
}
