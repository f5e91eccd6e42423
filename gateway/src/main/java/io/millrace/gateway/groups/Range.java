package io.millrace.gateway.groups;

/**
 * What of a partition was handed out with a token.
 *
 * @param from the offset that was acknowledged before
 * @param next the one behind the last record that was handed out
 */
record Range(long from, long next) {
    /**
     * Whether whoever sends the token may move the group on from there. Where it stands before {@code from} its offsets were
     * set back meanwhile, or the topic is another one; where it stands at {@code next} or behind there is nothing to do.
     */
    boolean acknowledges(long committed) {
        return from <= committed && committed < next;
    }
}
