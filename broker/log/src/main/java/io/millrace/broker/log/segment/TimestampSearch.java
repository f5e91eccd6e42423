package io.millrace.broker.log.segment;

import io.millrace.broker.log.batch.BatchView;
import io.millrace.broker.log.batch.RecordWalk;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Finds records of one segment by time. */
public final class TimestampSearch {
    private static final int WINDOW_BYTES = 64 << 10;

    private TimestampSearch() {}

    /** A record that was found. */
    public record Found(long timestampMs, long offset, int leaderEpoch) {}

    /** The first record at or after both the time and the offset, and below the end. */
    public static Optional<Found> firstAtOrAfter(
            LogSegment segment, long timestampMs, long fromOffset, long endOffsetExclusive) throws IOException {
        try (SegmentView view = segment.view()) {
            BatchCursor cursor = SegmentReader.find(segment, view, skippedUpTo(segment, view, timestampMs));
            if (cursor == null) {
                return Optional.empty();
            }
            BatchCursor walk = new BatchCursor(view, cursor.position(), view.sizeBytes(), WINDOW_BYTES);
            while (walk.next() && walk.batch().baseOffset() < endOffsetExclusive) {
                boolean mayHave = walk.batch().maxTimestamp() >= timestampMs
                        && walk.batch().lastOffset() >= fromOffset;
                Optional<Found> found =
                        mayHave ? firstIn(wholeBatch(segment, walk), timestampMs, fromOffset) : Optional.empty();
                if (found.isPresent()) {
                    return found.filter(one -> one.offset() < endOffsetExclusive);
                }
            }
            return Optional.empty();
        }
    }

    /** Everything below is older. */
    private static long skippedUpTo(LogSegment segment, SegmentView view, long timestampMs) throws IOException {
        if (!IndexCheck.isTrueFor(segment.indexes(), view, timestampMs)) {
            segment.distrustIndexes();
            if (!IndexCheck.isTrueFor(segment.indexes(), view, timestampMs)) {
                // That of an active segment is not built anew: appends go on.
                return segment.baseOffset();
            }
        }
        int skipped = segment.indexes().times().floorOffset(timestampMs);
        return segment.baseOffset() + Math.max(0, skipped);
    }

    /** The first record with the largest timestamp between two offsets. */
    public static Optional<Found> latest(LogSegment segment, long fromOffset, long endOffsetExclusive)
            throws IOException {
        try (SegmentView view = segment.view()) {
            BatchCursor walk = new BatchCursor(view, 0, view.sizeBytes(), WINDOW_BYTES);
            long largestTimestampMs = -1;
            while (walk.next() && walk.batch().baseOffset() < endOffsetExclusive) {
                if (walk.batch().lastOffset() >= fromOffset) {
                    largestTimestampMs =
                            Math.max(largestTimestampMs, walk.batch().maxTimestamp());
                }
            }
            return largestTimestampMs < 0
                    ? Optional.empty()
                    : firstAtOrAfter(segment, largestTimestampMs, fromOffset, endOffsetExclusive);
        }
    }

    private static BatchView wholeBatch(LogSegment segment, BatchCursor walk) throws IOException {
        BatchView batch = walk.wholeBatch();
        if (!batch.isIntact()) {
            throw SegmentReader.damaged(segment, walk.position());
        }
        return batch;
    }

    private static Optional<Found> firstIn(BatchView batch, long timestampMs, long fromOffset) {
        AtomicReference<Found> found = new AtomicReference<>();
        RecordWalk.visit(batch.bytes(), one -> {
            boolean matches = one.timestamp() >= timestampMs && one.offset() >= fromOffset;
            if (matches) {
                found.set(new Found(one.timestamp(), one.offset(), batch.leaderEpoch()));
            }
            return !matches;
        });
        return Optional.ofNullable(found.get());
    }
}
