package io.millrace.registry.server.storage;

import java.util.Optional;

/**
 * What the records of a compacted topic are, and the table that they add up to.
 *
 * @param <T> the table
 * @param <R> what one record says
 */
interface TableFormat<T, R> {
    /** A record cannot be read. Its message holds nothing of what the record holds. */
    final class UnreadableException extends Exception {
        private static final long serialVersionUID = 1L;

        UnreadableException(String message) {
            super(message);
        }
    }

    /** What the topic holds, in the plural. */
    String what();

    T empty();

    byte[] key(R written);

    /** Null for what is gone. */
    byte[] value(R written);

    /**
     * Reads a record; empty for a kind that is not ours to know.
     *
     * @param value null for what is gone
     * @param tsMs the time of the record
     */
    Optional<R> decode(byte[] key, byte[] value, long tsMs) throws UnreadableException;

    void apply(R written, T table);
}
