package io.millrace.broker.log;

import io.millrace.broker.log.batch.BatchView;
import io.millrace.broker.log.config.SegmentSettings;
import io.millrace.broker.log.segment.LogSegment;
import java.io.IOException;
import java.util.concurrent.ThreadLocalRandom;

/**
 * {@code segment.ms}: a segment is closed when the records' own time has moved on far enough since its first batch. Where
 * batches have no time, the broker's counts, by a clock that nobody can set.
 */
final class TimeRoll {
    private long segmentBaseOffset = -1;
    private long firstTimestampMs;
    private long jitterMs;

    boolean isDue(LogSegment active, BatchView next, SegmentSettings settings, long steadyMs) throws IOException {
        if (active.sizeBytes() == 0) {
            return false;
        }
        if (active.baseOffset() != segmentBaseOffset) {
            // An earlier process began it.
            long firstMs = active.firstTimestampMs();
            begin(active, firstMs == Long.MAX_VALUE ? steadyMs : firstMs, settings);
        }
        return timeOf(next, steadyMs) - firstTimestampMs
                > settings.segmentMs() - Math.min(jitterMs, settings.segmentMs());
    }

    /** Before a batch is written: the time of a segment's first one counts. */
    void note(LogSegment target, BatchView next, SegmentSettings settings, long steadyMs) {
        if (target.sizeBytes() == 0) {
            begin(target, timeOf(next, steadyMs), settings);
        }
    }

    private void begin(LogSegment segment, long firstMs, SegmentSettings settings) {
        long maxJitterMs = Math.min(settings.jitterMs(), settings.segmentMs());
        segmentBaseOffset = segment.baseOffset();
        firstTimestampMs = firstMs;
        jitterMs = maxJitterMs == 0 ? 0 : ThreadLocalRandom.current().nextLong(maxJitterMs);
    }

    private static long timeOf(BatchView batch, long steadyMs) {
        return batch.maxTimestamp() >= 0 ? batch.maxTimestamp() : steadyMs;
    }
}
