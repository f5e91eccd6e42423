package io.millrace.broker.log;

import io.millrace.broker.log.fault.DiskFullException;
import io.millrace.broker.log.segment.BatchWalk;
import io.millrace.broker.log.segment.LogSegment;
import io.millrace.broker.log.wal.WalEntry;
import io.millrace.broker.log.wal.WriteAheadLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes an end or a beginning of one log. Segments, indexes, producers, epochs, offsets and the recovery point are cut
 * in the same call, and the write-ahead log hears of it so that a replay does not bring back what was removed.
 */
final class LogCutter {
    private static final Logger LOGGER = LoggerFactory.getLogger(LogCutter.class);

    private final LogParts parts;

    LogCutter(LogParts parts) {
        this.parts = parts;
    }

    /**
     * Returns the segments that went as a whole; their files are still to be removed. Empty, and nothing has happened, while
     * the write-ahead log has no room: the caller holds locks that the checkpoint needs which makes some.
     */
    Optional<List<LogSegment>> truncateTo(long offset) throws IOException {
        if (offset >= parts.logEndOffset) {
            return Optional.of(List.of());
        }
        long boundary = BatchWalk.boundaryAtOrBefore(parts.segments.all(), offset);
        if (!logBeforehand(WalEntry.Kind.TRUNCATE, boundary)) {
            return Optional.empty();
        }
        List<LogSegment> gone = parts.segments.truncateTo(boundary);
        parts.directory.store().syncDirectory(parts.path());
        long endOffset = parts.segments.active().nextOffset();
        parts.epochs.truncateTo(endOffset);
        List<String> damage = parts.rebuildProducers(endOffset);
        publishEnd(endOffset);
        if (!damage.isEmpty()) {
            parts.refuse(String.join("; ", damage), parts.recoveryPoint);
        }
        return Optional.of(gone);
    }

    /** As {@link #truncateTo}. */
    Optional<List<LogSegment>> restartAt(long offset) throws IOException {
        if (!logBeforehand(WalEntry.Kind.RESTART, offset)) {
            return Optional.empty();
        }
        List<LogSegment> gone = parts.segments.all();
        for (LogSegment segment : gone) {
            segment.markDeleted();
        }
        parts.segments.createFirst(offset);
        parts.directory.store().syncDirectory(parts.path());
        parts.epochs.truncateTo(Long.MIN_VALUE);
        parts.snapshots.removeAbove(-1);
        parts.clearProducers();
        parts.logStartOffset = offset;
        publishEnd(offset);
        parts.recoveryPoint = offset;
        parts.durableEndOffset = offset;
        parts.highWatermark = offset;
        return Optional.of(gone);
    }

    /**
     * Moves the log start up; whole segments below it are left to retention. The log entry may be missing when the
     * write-ahead log or the disk is full, for this is what makes room: the next checkpoint has the new start as well.
     */
    void startAt(long offset) {
        if (offset <= parts.logStartOffset) {
            return;
        }
        logIfThereIsRoom(entry(WalEntry.Kind.START, offset), offset);
        parts.logStartOffset = offset;
        parts.epochs.startAt(offset);
        parts.changedSinceCheckpoint = true;
    }

    private void logIfThereIsRoom(WalEntry entry, long offset) {
        WriteAheadLog wal = parts.directory.wal();
        if (wal == null) {
            return;
        }
        try {
            wal.tryAppend(entry, null, offset);
        } catch (DiskFullException full) {
            LOGGER.warn(
                    "log start not logged partition={} offset={} reason={}", parts.identity, offset, full.getMessage());
        }
    }

    private void publishEnd(long endOffset) {
        parts.cuts++;
        parts.unlogged.cutTo(endOffset);
        parts.unlogged.raiseBarrier();
        parts.logEndOffset = endOffset;
        parts.durableEndOffset = Math.min(parts.durableEndOffset, endOffset);
        parts.recoveryPoint = Math.min(parts.recoveryPoint, endOffset);
        parts.recordedRecoveryPoint = Math.min(parts.recordedRecoveryPoint, endOffset);
        parts.compactedUpTo = Math.min(parts.compactedUpTo, endOffset);
        parts.holesBelow = Math.min(parts.holesBelow, endOffset);
        parts.recordedHolesBelow = Math.min(parts.recordedHolesBelow, endOffset);
        parts.highWatermark = Math.min(parts.highWatermark, endOffset);
        parts.logStartOffset = Math.min(parts.logStartOffset, endOffset);
        parts.changedSinceCheckpoint = true;
        parts.filesChangedSinceCheckpoint = true;
    }

    /**
     * Durable before any file is cut: recovery must know why the segments end before the recovery point. It also lets
     * group commits pass that would report offsets which are about to be reused. False if there is no room.
     */
    private boolean logBeforehand(WalEntry.Kind kind, long offset) {
        WriteAheadLog wal = parts.directory.wal();
        if (wal == null) {
            return true;
        }
        if (!wal.tryAppend(entry(kind, offset), null, offset)) {
            return false;
        }
        wal.awaitDurable();
        return true;
    }

    private WalEntry entry(WalEntry.Kind kind, long offset) {
        PartitionIdentity identity = parts.identity;
        return new WalEntry(kind, identity.topicId(), identity.partition(), offset, ByteBuffer.allocate(0));
    }
}
