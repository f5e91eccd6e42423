package io.millrace.broker.log;

import io.millrace.broker.log.batch.BatchView;
import io.millrace.broker.log.config.LogConfig;
import io.millrace.broker.log.file.DirectoryListing;
import io.millrace.broker.log.segment.BatchWalk;
import io.millrace.broker.log.segment.LogSegment;
import io.millrace.broker.log.segment.SegmentList;
import io.millrace.broker.log.state.LeaderEpochFile;
import io.millrace.broker.log.state.LeaderEpochHistory;
import io.millrace.broker.log.state.ProducerRules;
import io.millrace.broker.log.state.ProducerSnapshots;
import io.millrace.broker.log.state.ProducerStates;
import io.millrace.broker.log.transaction.AbortedTransaction;
import io.millrace.broker.log.upkeep.RecoveryCheckpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The parts of one partition's log, and its two locks.
 *
 * <p>{@code maintenance} keeps checkpoint, retention, truncation, removal and the end of a compaction apart, and may be held
 * across file syncs. {@code appending} guards everything that an append changes and is held for microseconds. Whoever needs
 * both takes {@code maintenance} first. Readers take neither: they use the volatile offsets.
 */
final class LogParts {
    final DirectoryContext directory;
    final PartitionIdentity identity;
    final ReentrantLock maintenance = new ReentrantLock();
    final ReentrantLock appending = new ReentrantLock();
    final SegmentList segments;
    final ProducerStates producers;
    final ProducerRules producerRules;
    final ProducerSnapshots snapshots;
    final LeaderEpochHistory epochs;
    final UnloggedTail unlogged = new UnloggedTail(this);

    private volatile Path path;
    volatile LogConfig config;
    /** False for a log found on disk whose configuration nobody has said yet: nothing of it may expire. */
    volatile boolean configured;

    volatile long logStartOffset;
    volatile long logEndOffset;
    volatile long durableEndOffset;
    volatile long highWatermark;
    private volatile long firstUnstableOffset = ProducerStates.ALL_STABLE;
    /** Why nothing may be appended, or null. */
    volatile String closedReason;

    /** What recovery found wrong, or null. */
    private volatile String damage;

    /** Below it everything is in the segments, on disk. */
    volatile long recoveryPoint;
    /** The recovery point that the last checkpoint has written down: from there on recovery looks for holes. */
    volatile long recordedRecoveryPoint;

    /** Compaction has looked at everything below it. */
    volatile long compactedUpTo;

    /**
     * Below it offsets may be missing that no batch has: to readers such a hole is no damage. Raised before there is one,
     * under the appending lock.
     */
    volatile long holesBelow;
    /** What the last checkpoint has written down of it: compaction goes no further. */
    volatile long recordedHolesBelow;

    /** How often the log has been truncated or restarted: whoever let go of the maintenance lock looks at it again. */
    long cuts;

    boolean changedSinceCheckpoint;
    boolean filesChangedSinceCheckpoint;

    /** {@code files}: what is in the partition's directory. */
    LogParts(
            DirectoryContext directory, PartitionIdentity identity, Path path, LogConfig config, DirectoryListing files)
            throws IOException {
        this.directory = directory;
        this.identity = identity;
        this.path = path;
        this.config = config;
        this.segments = new SegmentList(directory.segments(), path);
        this.producers = new ProducerStates(directory.config().upkeep().maxProducersPerPartition());
        this.producerRules = new ProducerRules(producers);
        this.snapshots = new ProducerSnapshots(directory.store(), path, files);
        this.epochs = new LeaderEpochHistory(LeaderEpochFile.read(path, files));
    }

    /**
     * Damage was found up to an offset. The recovery point stays there and no checkpoint changes it, so that the next
     * start finds the damage again instead of reusing offsets that were acknowledged.
     */
    void refuse(String reason, long damagedUpTo) {
        damage = damage == null ? reason : damage + "; " + reason;
        closedReason = damage;
        recoveryPoint = damagedUpTo;
    }

    /** Everything that was damaged has been removed since. */
    void readmit() {
        damage = null;
        closedReason = null;
    }

    /** Compaction may make holes below an offset; the caller holds the appending lock. */
    void expectHolesBelow(long offset) {
        holesBelow = Math.max(holesBelow, offset);
    }

    /** A checkpoint is written down; what was cut meanwhile stays cut. The caller holds the maintenance lock. */
    void recorded(RecoveryCheckpoint.Entry entry) {
        recordedRecoveryPoint = Math.min(recoveryPoint, entry.recoveryPoint());
        recordedHolesBelow = Math.min(holesBelow, entry.holesBelow());
    }

    /**
     * Whether there is something to sync; waits for an append that is under way. A topic with a thousand unused partitions
     * costs nothing: the checkpoint's entries make them again.
     */
    boolean needsCheckpoint() {
        appending.lock();
        try {
            return changedSinceCheckpoint && !isUnwritten();
        } finally {
            appending.unlock();
        }
    }

    /** Nothing was ever written to it: its name, which the checkpoint has, says all there is to know. */
    boolean isUnwritten() {
        return logEndOffset == 0 && cuts == 0 && segments.sizeBytes() == 0;
    }

    String damage() {
        return damage;
    }

    boolean isRefused() {
        return damage != null;
    }

    Path path() {
        return path;
    }

    void movedTo(Path newPath) {
        path = newPath;
        segments.all().forEach(segment -> segment.moved(newPath));
    }

    /** What everybody who reads committed records may see: below it every transaction has its marker for good. */
    long lastStableOffset() {
        return Math.max(logStartOffset, Math.min(highWatermark, firstUnstableOffset));
    }

    /** By the one who appends. Takes a lock only if a transaction may have become stable. */
    void raiseHighWatermark(long offset) {
        highWatermark = offset;
        if (firstUnstableOffset < offset) {
            appending.lock();
            try {
                settleTransactions();
            } finally {
                appending.unlock();
            }
        }
    }

    /** Remembers a batch that stands in this segment now; the caller holds the appending lock. */
    void recordProducer(LogSegment segment, BatchView batch, long nowMs) throws IOException {
        replayProducer(segment, batch, nowMs);
        if (batch.isTransactional()) {
            firstUnstableOffset = producers.firstUnstableOffset();
        }
    }

    private void replayProducer(LogSegment segment, BatchView batch, long nowMs) throws IOException {
        AbortedTransaction aborted = producers.record(batch, batch.baseOffset(), nowMs);
        if (aborted != null) {
            segment.addAborted(aborted);
            changedSinceCheckpoint = true;
        }
    }

    /** Whether something that is not logged is not on disk either. */
    boolean isExposed() {
        appending.lock();
        try {
            return unlogged.isExposed();
        } finally {
            appending.unlock();
        }
    }

    /** Brings the producers to the present end of the log from the best snapshot at or below {@code offset}. */
    List<String> rebuildProducers(long offset) throws IOException {
        return rebuildProducers(offset, offset);
    }

    /** As above, but from a snapshot at or below {@code startAt}: what lies behind is to be looked at again. */
    List<String> rebuildProducers(long offset, long startAt) throws IOException {
        snapshots.removeAbove(offset);
        long from = Math.max(
                snapshots.restore(producers, startAt, directory.clock().producerTime()),
                segments.first().baseOffset());
        return replayProducers(from);
    }

    /**
     * Nobody knows when the broker took what it reads here: as late as can be.
     *
     * @return what could not be read
     */
    List<String> replayProducers(long fromOffset) throws IOException {
        long nowMs = directory.clock().steadyMs();
        List<String> damage = BatchWalk.headers(
                segments.all(), fromOffset, (segment, batch) -> replayProducer(segment, batch, nowMs));
        settleTransactions();
        return damage;
    }

    void clearProducers() {
        producers.clear();
        firstUnstableOffset = ProducerStates.ALL_STABLE;
    }

    private void settleTransactions() {
        producers.settle(highWatermark);
        firstUnstableOffset = producers.firstUnstableOffset();
    }
}
