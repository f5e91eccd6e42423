package io.millrace.connect.worker.control;

import java.util.List;
import java.util.Optional;

/**
 * The offsets of a connector at one moment, and what was done about them then.
 *
 * @param id grows with every entry of the connector
 * @param atMs in milliseconds since 1970
 * @param by who asked for the change, where that is known
 * @param workerId of the worker that led the group
 * @param offsets before the change; empty when they were too many to be kept
 * @param changes what it was to change; none for an entry that only notes where the connector was
 * @param failure why the change was not carried out, or not to its end
 */
public record OffsetHistoryEntry(
        long id,
        long atMs,
        Kind kind,
        Optional<String> by,
        String workerId,
        Optional<List<ConnectorOffset>> offsets,
        List<OffsetDifference> changes,
        Optional<String> failure) {

    /** On what occasion an entry was written. */
    public enum Kind {
        ALTER,
        RESET,
        ROLLBACK,
        SEEK,
        /** Copied from another connector. */
        CLONE,
        /** Before another configuration took effect. */
        CONFIG,
        /** Before a stopped connector went on. */
        RESUME
    }

    /** The same with what went wrong. */
    public OffsetHistoryEntry failed(String why) {
        return new OffsetHistoryEntry(id, atMs, kind, by, workerId, offsets, changes, Optional.of(why));
    }
}
