package io.millrace.broker.log.upkeep;

import io.millrace.broker.log.config.CompactionSettings;
import io.millrace.broker.log.segment.LogSegment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Which segments a compaction may rewrite, and whether it is worth it. The active segment never, nothing that a reader
 * of committed records could still lose, nothing that is not on disk yet, nothing younger than the lag.
 *
 * @param segments the rewritable prefix of the log
 * @param dirtyFrom records before it have been compacted already
 */
public record CompactionPlan(List<LogSegment> segments, long dirtyFrom) {
    public CompactionPlan {
        segments = List.copyOf(segments);
    }

    /** What bounds the plan: nothing ends above {@code stableOffset}. */
    public record Bounds(long nowMs, long stableOffset, long compactedUpTo) {}

    public static CompactionPlan of(List<LogSegment> all, CompactionSettings settings, Bounds bounds)
            throws IOException {
        List<LogSegment> rewritable = new ArrayList<>();
        for (LogSegment segment : all.subList(0, all.size() - 1)) {
            boolean young = bounds.nowMs() - segment.largestTimestampMs() < settings.minCompactionLagMs();
            if (segment.nextOffset() > bounds.stableOffset() || (settings.minCompactionLagMs() > 0 && young)) {
                break;
            }
            rewritable.add(segment);
        }
        return new CompactionPlan(rewritable, bounds.compactedUpTo());
    }

    /** {@code min.cleanable.dirty.ratio} reached, or the oldest dirty record too old. */
    public boolean isWorthwhile(CompactionSettings settings, long nowMs) throws IOException {
        long totalBytes = 0;
        long dirtyBytes = 0;
        boolean overdue = false;
        for (LogSegment segment : segments) {
            totalBytes += segment.sizeBytes();
            if (segment.nextOffset() > dirtyFrom) {
                dirtyBytes += segment.sizeBytes();
                overdue |= settings.maxCompactionLagMs() < Long.MAX_VALUE
                        && nowMs - segment.firstTimestampMs() > settings.maxCompactionLagMs();
            }
        }
        return dirtyBytes > 0 && (overdue || dirtyBytes > settings.minCleanableDirtyRatio() * totalBytes);
    }

    public long endOffset() {
        return segments.isEmpty()
                ? dirtyFrom
                : segments.get(segments.size() - 1).nextOffset();
    }
}
