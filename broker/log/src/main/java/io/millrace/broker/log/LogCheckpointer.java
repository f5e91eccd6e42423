package io.millrace.broker.log;

import io.millrace.broker.log.file.PartitionMetadataFile;
import io.millrace.broker.log.segment.LogSegment;
import io.millrace.broker.log.state.LeaderEpochFile;
import io.millrace.broker.log.state.LeaderEpochHistory;
import io.millrace.broker.log.upkeep.RecoveryCheckpoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** Puts one partition's segments and derived state on disk, which moves its recovery point up. */
final class LogCheckpointer {
    private final LogParts parts;
    private List<LeaderEpochHistory.Start> writtenEpochs = List.of();
    private boolean hasProducers;
    private boolean nameSynced;

    /** {@code hasProducers}: whether the last checkpoint, if any, left a producer snapshot. */
    LogCheckpointer(LogParts parts, boolean hasProducers) {
        this.parts = parts;
        this.hasProducers = hasProducers;
    }

    /**
     * What stood in memory at one moment. Without {@code producers}, although there are some, recovery begins at an earlier
     * snapshot: this one would not tell that a marker in it could still be lost.
     */
    private record Snapshot(
            List<LogSegment> segments,
            int activeBytes,
            long endOffset,
            boolean hasProducers,
            ByteBuffer producers,
            boolean filesChanged,
            boolean needsName,
            List<LeaderEpochHistory.Start> epochs) {}

    /** The caller holds the maintenance lock. Appends go on meanwhile. */
    void checkpoint() throws IOException {
        Snapshot snapshot = takeSnapshot();
        if (snapshot == null) {
            return;
        }
        boolean done = false;
        try {
            sync(snapshot);
            done = true;
        } finally {
            if (!done) {
                giveBack(snapshot);
            }
        }
    }

    /**
     * Puts on disk what the write-ahead log does not have, so that something behind it may be logged. The caller holds the
     * maintenance lock.
     */
    void secureUnlogged() throws IOException {
        if (parts.isExposed()) {
            parts.directory.store().syncDirectory(parts.path().getParent());
            checkpoint();
        }
    }

    private void sync(Snapshot snapshot) throws IOException {
        List<LogSegment> segments = snapshot.segments();
        for (int index = 0; index < segments.size(); index++) {
            boolean active = index + 1 == segments.size();
            segments.get(index)
                    .sync(active ? snapshot.activeBytes() : segments.get(index).sizeBytes());
        }
        boolean epochsChanged = !snapshot.epochs().equals(writtenEpochs);
        if (epochsChanged) {
            LeaderEpochFile.write(parts.directory.store(), parts.path(), snapshot.epochs());
        }
        if (snapshot.producers() != null) {
            parts.snapshots.writeUnsynced(snapshot.endOffset(), snapshot.producers());
            parts.snapshots.removeSuperseded(parts.segments.baseOffsets());
        }
        if (snapshot.needsName()) {
            PartitionMetadataFile.sync(parts.directory.store(), parts.path());
            nameSynced = true;
        }
        if (snapshot.filesChanged() || epochsChanged) {
            parts.directory.store().syncDirectory(parts.path());
            writtenEpochs = snapshot.epochs();
        }
        hasProducers = snapshot.hasProducers();
        parts.recoveryPoint = snapshot.endOffset();
    }

    /**
     * The recovery checkpoint has the topic's id, and until there is one the write-ahead log makes the partition anew. Only
     * what it does not have depends on partition.metadata: if that is empty after a power failure, nobody knows whose the
     * directory is. Called with the appending lock.
     */
    private boolean needsName() {
        return !nameSynced && parts.unlogged.endOffset() > parts.recordedRecoveryPoint;
    }

    /** The next checkpoint must do what this one could not. */
    private void giveBack(Snapshot snapshot) {
        parts.appending.lock();
        try {
            parts.changedSinceCheckpoint = true;
            parts.filesChangedSinceCheckpoint |= snapshot.filesChanged();
        } finally {
            parts.appending.unlock();
        }
    }

    /** What the recovery checkpoint says of this log. As soon as it does, compaction may make holes. */
    RecoveryCheckpoint.Entry entry() {
        parts.appending.lock();
        try {
            if (parts.config.cleanup().compact()) {
                parts.expectHolesBelow(parts.recoveryPoint);
            }
            return new RecoveryCheckpoint.Entry(
                    parts.recoveryPoint,
                    parts.logStartOffset,
                    parts.highWatermark,
                    hasProducers,
                    parts.compactedUpTo,
                    parts.identity.topic(),
                    parts.holesBelow,
                    parts.segments.transactionIndexes());
        } finally {
            parts.appending.unlock();
        }
    }

    /** Null when there is nothing to do. A refused log keeps its entry as it is: that is how its damage is found again. */
    private Snapshot takeSnapshot() {
        parts.appending.lock();
        try {
            if (!parts.changedSinceCheckpoint || parts.isRefused()) {
                return null;
            }
            LogSegment active = parts.segments.active();
            List<LogSegment> unsynced = parts.segments.all().stream()
                    .filter(segment -> segment == active || segment.needsSync())
                    .toList();
            boolean filesChanged =
                    parts.filesChangedSinceCheckpoint || unsynced.stream().anyMatch(LogSegment::isNameUnsynced);
            parts.changedSinceCheckpoint = false;
            parts.filesChangedSinceCheckpoint = false;
            return new Snapshot(
                    unsynced,
                    active.sizeBytes(),
                    parts.logEndOffset,
                    parts.producers.size() > 0,
                    parts.producers.size() > 0 && !parts.producers.hasUndecided()
                            ? parts.producers.encode(parts.directory.clock().producerTime())
                            : null,
                    filesChanged,
                    needsName(),
                    parts.epochs.starts());
        } finally {
            parts.appending.unlock();
        }
    }
}
