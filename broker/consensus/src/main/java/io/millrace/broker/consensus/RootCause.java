package io.millrace.broker.consensus;

/** Finds the sentence worth showing in a chain of wrapped exceptions. */
final class RootCause {
    /** Chains are short; a circle must not hang the start. */
    private static final int MAX_DEPTH = 20;

    private RootCause() {}

    static String sentence(Throwable failure) {
        Throwable deepest = failure;
        for (int depth = 0; depth < MAX_DEPTH && deepest.getCause() != null; depth++) {
            if (deepest instanceof QuorumException) {
                break;
            }
            deepest = deepest.getCause();
        }
        return deepest.getMessage() == null ? deepest.toString() : deepest.getMessage();
    }

    /** The first of our own exceptions in the chain, or null. */
    static QuorumException ours(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; depth < MAX_DEPTH && cause != null; depth++) {
            if (cause instanceof QuorumException ours) {
                return ours;
            }
            cause = cause.getCause();
        }
        return null;
    }
}
