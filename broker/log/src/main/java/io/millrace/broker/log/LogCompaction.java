package io.millrace.broker.log;

import io.millrace.broker.log.batch.BatchView;
import io.millrace.broker.log.config.CompactionSettings;
import io.millrace.broker.log.segment.LogSegment;
import io.millrace.broker.log.segment.SegmentRewrite;
import io.millrace.broker.log.upkeep.CompactionFilter;
import io.millrace.broker.log.upkeep.CompactionPlan;
import io.millrace.broker.log.upkeep.LatestOffsets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Set;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code cleanup.policy=compact} for one log after the other. How far a log has been compacted is remembered in memory
 * only: after a restart one round looks at everything again and finds nothing to remove.
 */
final class LogCompaction {
    private static final Logger LOGGER = LoggerFactory.getLogger(LogCompaction.class);
    private static final long KEYS_MAX_BYTES = 64L << 20;

    private final DirectoryContext directory;

    LogCompaction(DirectoryContext directory) {
        this.directory = directory;
    }

    void enforce(DiskPartitionLog log) throws IOException {
        LogParts parts = log.parts();
        if (!parts.configured
                || !parts.config.cleanup().compact()
                || parts.closedReason != null
                || !directory.isOnline()) {
            return;
        }
        parts.maintenance.lock();
        try {
            CompactionSettings settings = parts.config.compaction();
            long nowMs = directory.clock().nowMs();
            CompactionPlan plan = CompactionPlan.of(
                    parts.segments.all(),
                    settings,
                    new CompactionPlan.Bounds(nowMs, stableOffset(parts), parts.compactedUpTo));
            if (plan.isWorthwhile(settings, nowMs)) {
                compact(parts, plan, nowMs);
            }
        } catch (UncheckedIOException failure) {
            throw failure.getCause();
        } finally {
            parts.maintenance.unlock();
        }
    }

    private void compact(LogParts parts, CompactionPlan plan, long nowMs) throws IOException {
        LatestOffsets latest = latestOffsets(plan);
        CompactionFilter filter = new CompactionFilter(
                latest,
                lastOffsetsOfProducers(parts),
                nowMs,
                parts.config.compaction().deleteRetentionMs());
        long savedBytes = 0;
        for (LogSegment segment : plan.segments()) {
            if (segment.baseOffset() >= latest.endOffset()) {
                break;
            }
            savedBytes += SegmentRewrite.rewrite(directory.segments(), parts.segments, segment, filter::apply);
        }
        parts.compactedUpTo = latest.endOffset();
        LOGGER.info("compacted partition={} upTo={} savedBytes={}", parts.identity, parts.compactedUpTo, savedBytes);
    }

    private static LatestOffsets latestOffsets(CompactionPlan plan) throws IOException {
        LatestOffsets latest = new LatestOffsets(KEYS_MAX_BYTES);
        for (LogSegment segment : plan.segments()) {
            if (segment.nextOffset() > plan.dirtyFrom() && latest.hasRoom()) {
                SegmentRewrite.visit(segment, batch -> add(latest, batch, plan.dirtyFrom()));
            }
        }
        return latest;
    }

    private static boolean add(LatestOffsets latest, ByteBuffer batch, long dirtyFrom) {
        if (!latest.hasRoom()) {
            return false;
        }
        if (new BatchView(batch, 0).nextOffset() > dirtyFrom) {
            MemoryRecords.readableRecords(batch).batches().forEach(latest::add);
        }
        return true;
    }

    private static Set<Long> lastOffsetsOfProducers(LogParts parts) {
        parts.appending.lock();
        try {
            return parts.producers.lastOffsets();
        } finally {
            parts.appending.unlock();
        }
    }

    private static long stableOffset(LogParts parts) {
        parts.appending.lock();
        try {
            long stable = Math.min(parts.highWatermark, parts.recoveryPoint);
            return Math.min(stable, parts.producers.firstUnstableOffset().orElse(Long.MAX_VALUE));
        } finally {
            parts.appending.unlock();
        }
    }
}
