package io.millrace.broker.log;

import io.millrace.broker.log.batch.BatchView;
import io.millrace.broker.log.batch.RecordWalk;
import io.millrace.broker.log.segment.LogSegment;
import io.millrace.broker.log.segment.SegmentRewrite;
import io.millrace.broker.log.transaction.AbortedTransaction;
import io.millrace.broker.log.upkeep.AbortedRanges;
import io.millrace.broker.log.upkeep.CompactionFilter;
import io.millrace.broker.log.upkeep.CompactionPlan;
import io.millrace.broker.log.upkeep.LatestOffsets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code cleanup.policy=compact} for one log after the other. Copies are written without any lock, for that can take
 * long and checkpoints must not wait for it; before a copy takes its place everything that might have changed is looked
 * at again.
 */
final class LogCompaction {
    private static final Logger LOGGER = LoggerFactory.getLogger(LogCompaction.class);
    private static final long KEYS_MAX_BYTES = 64L << 20;

    private final DirectoryContext directory;
    private volatile boolean stopping;

    LogCompaction(DirectoryContext directory) {
        this.directory = directory;
    }

    /** What stood at the beginning; {@code cuts} must be the same at the end. */
    private record Round(
            CompactionPlan plan, AbortedRanges aborted, CompactionFilter.Producers producers, long cuts, long nowMs) {}

    /** The compaction under way gives up at its next batch. */
    void stop() {
        stopping = true;
    }

    /** @throws CancellationException stopped, or the log was closed meanwhile */
    void enforce(DiskPartitionLog log) throws IOException {
        LogParts parts = log.parts();
        requireGoingOn(parts);
        if (!parts.configured || !parts.config.cleanup().compact() || !directory.isOnline()) {
            return;
        }
        try {
            Optional<Round> round = plan(parts);
            if (round.isPresent()) {
                compact(log, round.get());
            }
        } catch (UncheckedIOException failure) {
            throw failure.getCause();
        }
    }

    /** Empty if it is not worthwhile. */
    private Optional<Round> plan(LogParts parts) throws IOException {
        long nowMs = directory.clock().nowMs();
        parts.maintenance.lock();
        try {
            CompactionPlan plan = CompactionPlan.of(
                    parts.segments.all(),
                    parts.config.compaction(),
                    new CompactionPlan.Bounds(nowMs, stableOffset(parts), parts.compactedUpTo));
            return plan.isWorthwhile(parts.config.compaction(), nowMs)
                    ? Optional.of(
                            new Round(plan, abortedBelow(parts, plan.endOffset()), producers(parts), parts.cuts, nowMs))
                    : Optional.empty();
        } finally {
            parts.maintenance.unlock();
        }
    }

    private void compact(DiskPartitionLog log, Round round) throws IOException {
        LogParts parts = log.parts();
        LatestOffsets latest = latestOffsets(parts, round);
        CompactionFilter filter = new CompactionFilter(
                latest,
                round.aborted(),
                round.producers(),
                round.nowMs(),
                parts.config.compaction().deleteRetentionMs());
        long savedBytes = 0;
        for (LogSegment segment : round.plan().segments()) {
            if (segment.baseOffset() >= latest.endOffset()) {
                break;
            }
            Optional<SegmentRewrite.Copy> copy = SegmentRewrite.copy(directory.segments(), segment, batch -> {
                requireGoingOn(parts);
                return filter.apply(batch);
            });
            if (copy.isPresent()) {
                savedBytes += install(parts, round, copy.get(), filter.droppedMarkers());
            }
        }
        conclude(log, round, latest.endOffset());
        LOGGER.info("compacted partition={} upTo={} savedBytes={}", parts.identity, latest.endOffset(), savedBytes);
    }

    private long install(LogParts parts, Round round, SegmentRewrite.Copy copy, Set<Long> droppedMarkers)
            throws IOException {
        try {
            parts.maintenance.lock();
            try {
                requireUncut(parts, round);
                if (!droppedMarkers.isEmpty()) {
                    // Those between a transaction's records and its marker would say for ever that it is open.
                    parts.snapshots.removeBelow(round.plan().endOffset());
                }
                return copy.install(parts.segments, droppedMarkers);
            } finally {
                parts.maintenance.unlock();
            }
        } finally {
            copy.discard();
        }
    }

    private void conclude(DiskPartitionLog log, Round round, long endOffset) throws IOException {
        LogParts parts = log.parts();
        parts.maintenance.lock();
        try {
            requireUncut(parts, round);
            parts.compactedUpTo = endOffset;
            List<LogSegment> empty = emptySegments(parts.segments.all());
            parts.segments.remove(empty);
            log.removeSegments(empty);
        } finally {
            parts.maintenance.unlock();
        }
    }

    /** The first one stays, for it tells where the log begins. */
    private static List<LogSegment> emptySegments(List<LogSegment> present) {
        return present.stream()
                .skip(1)
                .limit(Math.max(0, present.size() - 2))
                .filter(segment -> segment.sizeBytes() == 0)
                .toList();
    }

    private void requireUncut(LogParts parts, Round round) {
        requireGoingOn(parts);
        if (parts.cuts != round.cuts()) {
            throw new CancellationException(parts.identity + " was cut while it was compacted");
        }
    }

    private void requireGoingOn(LogParts parts) {
        String closedReason = parts.closedReason;
        if (stopping || closedReason != null) {
            throw new CancellationException(stopping ? "stopping" : parts.identity + ": " + closedReason);
        }
    }

    private LatestOffsets latestOffsets(LogParts parts, Round round) throws IOException {
        CompactionPlan plan = round.plan();
        LatestOffsets latest = new LatestOffsets(KEYS_MAX_BYTES, round.aborted());
        for (LogSegment segment : plan.segments()) {
            if (segment.nextOffset() > plan.dirtyFrom() && latest.hasRoom()) {
                SegmentRewrite.visit(segment, batch -> {
                    requireGoingOn(parts);
                    return add(latest, batch, plan.dirtyFrom());
                });
            }
        }
        return latest;
    }

    private static boolean add(LatestOffsets latest, ByteBuffer batch, long dirtyFrom) {
        if (!latest.hasRoom()) {
            return false;
        }
        if (new BatchView(batch, 0).nextOffset() > dirtyFrom) {
            // It may have come before the topic was compacted, and decompress to anything.
            RecordWalk.visit(batch, one -> true);
            MemoryRecords.readableRecords(batch).batches().forEach(latest::add);
        }
        return true;
    }

    /** The markers may stand above the end, and their index entries with them. */
    private static AbortedRanges abortedBelow(LogParts parts, long endOffset) throws IOException {
        List<AbortedTransaction> found = new ArrayList<>();
        for (LogSegment segment : parts.segments.all()) {
            if (segment.collectAborted(0, endOffset, found)) {
                break;
            }
        }
        return new AbortedRanges(found);
    }

    private static CompactionFilter.Producers producers(LogParts parts) {
        parts.appending.lock();
        try {
            return new CompactionFilter.Producers(
                    parts.producers.lastOffsets(), parts.producers.epochsWithoutBatches());
        } finally {
            parts.appending.unlock();
        }
    }

    private static long stableOffset(LogParts parts) {
        parts.appending.lock();
        try {
            long onDisk = Math.min(parts.recoveryPoint, parts.recordedRecoveryPoint);
            return Math.min(parts.lastStableOffset(), Math.min(onDisk, parts.recordedHolesBelow));
        } finally {
            parts.appending.unlock();
        }
    }
}
