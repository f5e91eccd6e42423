package io.millrace.broker.log;

import io.millrace.broker.log.batch.BatchView;
import io.millrace.broker.log.config.SegmentSettings;
import io.millrace.broker.log.segment.LogSegment;
import java.util.concurrent.ThreadLocalRandom;

/** {@code segment.ms}: a segment is closed when the records' own time, or else the broker's, has moved on far enough. */
final class TimeRoll {
    private long segmentBaseOffset = -1;
    private long firstTimestampMs;
    private long jitterMs;

    boolean isDue(LogSegment active, BatchView next, SegmentSettings settings, long nowMs) {
        long timeMs = next.maxTimestamp() >= 0 ? next.maxTimestamp() : nowMs;
        if (active.baseOffset() != segmentBaseOffset || active.sizeBytes() == 0) {
            segmentBaseOffset = active.baseOffset();
            firstTimestampMs = timeMs;
            jitterMs =
                    settings.jitterMs() == 0 ? 0 : ThreadLocalRandom.current().nextLong(settings.jitterMs());
            return false;
        }
        return timeMs - firstTimestampMs > settings.segmentMs() - Math.min(jitterMs, settings.segmentMs());
    }
}
