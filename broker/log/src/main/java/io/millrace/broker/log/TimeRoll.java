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
        return active.baseOffset() == segmentBaseOffset
                && timeOf(next, nowMs) - firstTimestampMs
                        > settings.segmentMs() - Math.min(jitterMs, settings.segmentMs());
    }

    /** Before a batch is written: if it is the first one that this process writes into the segment, its time counts. */
    void note(LogSegment target, BatchView next, SegmentSettings settings, long nowMs) {
        if (target.baseOffset() != segmentBaseOffset || target.sizeBytes() == 0) {
            segmentBaseOffset = target.baseOffset();
            firstTimestampMs = timeOf(next, nowMs);
            jitterMs =
                    settings.jitterMs() == 0 ? 0 : ThreadLocalRandom.current().nextLong(settings.jitterMs());
        }
    }

    private static long timeOf(BatchView batch, long nowMs) {
        return batch.maxTimestamp() >= 0 ? batch.maxTimestamp() : nowMs;
    }
}
