package io.millrace.broker.log.upkeep;

import io.millrace.broker.log.config.RetentionSettings;
import io.millrace.broker.log.segment.LogSegment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Which segments are too old, too many, or before the log start. Only a prefix of the log ever goes. */
public final class Retention {
    private Retention() {}

    /** What bounds the decision: nothing at or above {@code stableOffset} goes. */
    public record Bounds(long nowMs, long logStartOffset, long stableOffset) {}

    /** May include the active segment (the last one), which the caller then closes first. */
    public static List<LogSegment> deletable(List<LogSegment> segments, RetentionSettings settings, Bounds bounds)
            throws IOException {
        long excessBytes = settings.retentionBytes() < 0 ? 0 : sizeOf(segments) - settings.retentionBytes();
        List<LogSegment> deletable = new ArrayList<>();
        // What compaction has emptied has no time of its own: it goes with what follows.
        List<LogSegment> emptied = new ArrayList<>();
        for (LogSegment segment : segments) {
            boolean active = segment == segments.get(segments.size() - 1);
            if (segment.nextOffset() > bounds.stableOffset() || (active && segment.sizeBytes() == 0)) {
                break;
            }
            boolean beforeStart = segment.nextOffset() <= bounds.logStartOffset() && !active;
            boolean superfluous = excessBytes >= segment.sizeBytes() && excessBytes > 0 && !active;
            if (beforeStart || superfluous || isExpired(segment, settings, bounds.nowMs())) {
                deletable.addAll(emptied);
                emptied.clear();
                deletable.add(segment);
                excessBytes -= segment.sizeBytes();
            } else if (segment.sizeBytes() == 0) {
                emptied.add(segment);
            } else {
                break;
            }
        }
        return deletable;
    }

    /** Compacted topics lose only what DeleteRecords has put before the log start. */
    public static List<LogSegment> beforeStart(List<LogSegment> segments, Bounds bounds) throws IOException {
        return deletable(segments, new RetentionSettings(-1, -1), bounds);
    }

    private static boolean isExpired(LogSegment segment, RetentionSettings settings, long nowMs) throws IOException {
        if (settings.retentionMs() < 0) {
            return false;
        }
        long lastTimeMs = segment.lastTimeMs();
        return lastTimeMs >= 0 && nowMs - lastTimeMs > settings.retentionMs();
    }

    private static long sizeOf(List<LogSegment> segments) {
        return segments.stream().mapToLong(LogSegment::sizeBytes).sum();
    }
}
