package io.millrace.broker.log.segment;

import io.millrace.broker.log.batch.BatchView;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * Finds out where a segment really ends. What lies before the recovery point is on disk and only looked at from the last
 * index entry on; what lies behind is validated batch by batch, and cut at the first one that is not whole.
 */
public final class SegmentRecovery {
    /** Rebuilt indexes use Kafka's default density. */
    static final int REBUILT_INTERVAL_BYTES = 4096;

    private static final int WINDOW_BYTES = 256 << 10;

    private SegmentRecovery() {}

    /**
     * What was found.
     *
     * @param damagedBefore the segment is unreadable where nothing can be torn; nothing was cut
     */
    public record Outcome(long endOffset, long validatedBytes, long cutBytes, boolean damagedBefore) {}

    /**
     * {@code visitor} sees each validated batch at or behind the recovery point, valid during the call only.
     *
     * @param wantedEndOffset up to here nothing can be torn: what is unreadable is damage
     */
    static Outcome recover(
            LogSegment segment, SegmentList.Known known, long wantedEndOffset, Consumer<BatchView> visitor)
            throws IOException {
        long recoveryPoint = known.recoveryPoint();
        SegmentIndexes indexes = new SegmentIndexes(segment.baseOffset());
        SegmentPaths paths = segment.paths();
        int fileBytes = segment.sizeBytes();
        if (!indexes.load(paths.offsetIndex(), paths.timeIndex(), fileBytes)) {
            indexes = new SegmentIndexes(segment.baseOffset());
        }
        indexes.loadTransactions(paths.transactionIndex());
        indexes.truncateTo(recoveryPoint);
        try (LogSegment.FileHold hold = new LogSegment.FileHold(segment.file())) {
            BatchCursor cursor =
                    new BatchCursor(hold.channel(), indexes.offsets().lastPosition(), fileBytes, WINDOW_BYTES);
            long endOffset = segment.baseOffset();
            int validatedFrom = -1;
            while (cursor.next()) {
                BatchView batch = cursor.batch();
                if (batch.baseOffset() < endOffset) {
                    break;
                }
                if (batch.lastOffset() >= recoveryPoint) {
                    validatedFrom = validatedFrom < 0 ? cursor.position() : validatedFrom;
                    batch = cursor.wholeBatch();
                    if (!batch.isIntact() || (known.replayable() && leavesHole(batch, endOffset, recoveryPoint))) {
                        break;
                    }
                    visitor.accept(batch);
                }
                indexes.onBatch(batch, cursor.position(), REBUILT_INTERVAL_BYTES);
                endOffset = batch.nextOffset();
            }
            return conclude(segment, indexes, cursor, validatedFrom, Math.max(endOffset, wantedEndOffset), endOffset);
        }
    }

    /**
     * The checksum does not cover the base offset. A hole may be genuine, in a copy of a compacted log, and then the
     * write-ahead log brings the batch again.
     */
    private static boolean leavesHole(BatchView batch, long endOffset, long recoveryPoint) {
        return batch.baseOffset() != Math.max(endOffset, recoveryPoint);
    }

    private static Outcome conclude(
            LogSegment segment,
            SegmentIndexes indexes,
            BatchCursor cursor,
            int validatedFrom,
            long wantedEndOffset,
            long endOffset)
            throws IOException {
        int fileBytes = segment.sizeBytes();
        if (endOffset < wantedEndOffset && cursor.position() < fileBytes) {
            segment.recovered(indexes, fileBytes, fileBytes, wantedEndOffset);
            return new Outcome(wantedEndOffset, 0, 0, true);
        }
        int validBytes = cursor.position();
        if (validBytes < fileBytes) {
            segment.file().truncate(validBytes);
        }
        int from = validatedFrom < 0 ? validBytes : validatedFrom;
        segment.recovered(indexes, validBytes, from, endOffset);
        segment.markUnsyncedFrom(from);
        return new Outcome(endOffset, validBytes - from, fileBytes - validBytes, false);
    }
}
