package io.millrace.broker.log;

import io.millrace.broker.log.batch.BatchView;

/**
 * What a log with {@code flush=async} keeps out of the write-ahead log: after a kill its segments are enough. Two things
 * must hold, or a replay of the write-ahead log would harm it:
 *
 * <ul>
 *   <li>Nothing is logged while something unlogged before it is not on disk: after a power failure the entry would have
 *       a hole before it.
 *   <li>Nothing stays unlogged while a replay might meet a cut of the log, or a batch that left a hole: it would go back
 *       to there and find nothing of what came after. What is logged for this reason is safe from a kill only when it
 *       is safe from a power failure.
 * </ul>
 *
 * <p>Guarded by the appending lock.
 */
final class UnloggedTail {
    private final LogParts parts;
    private long endOffset;
    private long barrier = -1;

    UnloggedTail(LogParts parts) {
        this.parts = parts;
    }

    /** Whether this batch, the next one, may do without the write-ahead log. */
    boolean admits(BatchView batch) {
        return parts.config.asyncFlush()
                && batch.baseOffset() == parts.logEndOffset
                && barrier <= parts.directory.checkpoints().walPosition();
    }

    void add(BatchView batch) {
        endOffset = batch.nextOffset();
        parts.directory.checkpoints().addUnlogged(batch.sizeBytes());
    }

    /** Behind the last batch that was not logged. */
    long endOffset() {
        return endOffset;
    }

    /** Whether a checkpoint of this log must come before anything of it may be logged. */
    boolean isExposed() {
        return endOffset > parts.recoveryPoint;
    }

    void cutTo(long offset) {
        endOffset = Math.min(endOffset, offset);
    }

    /** Until a checkpoint has passed all that the write-ahead log has now, everything is logged. */
    void raiseBarrier() {
        if (parts.directory.wal() != null) {
            barrier = parts.directory.wal().endPosition();
        }
    }
}
