package io.millrace.broker.log.segment;

import io.millrace.broker.log.batch.BatchView;
import io.millrace.broker.log.file.DirectoryListing;
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
            LogSegment segment,
            DirectoryListing files,
            SegmentList.Known known,
            long wantedEndOffset,
            Consumer<BatchView> visitor)
            throws IOException {
        long recoveryPoint = known.recoveryPoint();
        SegmentIndexes indexes = indexesOf(segment, files);
        int fileBytes = segment.sizeBytes();
        indexes.truncateTo(recoveryPoint);
        if (fileBytes == 0) {
            return conclude(
                    segment, indexes, 0, -1, Math.max(segment.baseOffset(), wantedEndOffset), segment.baseOffset());
        }
        try (SegmentView view = segment.view()) {
            if (!IndexCheck.endsTrue(indexes, view)) {
                indexes.forgetBatches();
            }
            BatchCursor cursor = new BatchCursor(view, indexes.offsets().lastPosition(), fileBytes, WINDOW_BYTES);
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
            return conclude(
                    segment,
                    indexes,
                    cursor.position(),
                    validatedFrom,
                    Math.max(endOffset, wantedEndOffset),
                    endOffset);
        }
    }

    private static SegmentIndexes indexesOf(LogSegment segment, DirectoryListing files) throws IOException {
        SegmentPaths paths = segment.paths();
        SegmentIndexes indexes = new SegmentIndexes(segment.baseOffset());
        if (files.has(paths.offsetIndex())
                && !indexes.load(paths.offsetIndex(), paths.timeIndex(), segment.sizeBytes())) {
            indexes = new SegmentIndexes(segment.baseOffset());
        }
        if (files.has(paths.transactionIndex()) || segment.hasTransactionsOnDisk()) {
            indexes.loadTransactions(paths.transactionIndex(), segment.hasTransactionsOnDisk());
        }
        return indexes;
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
            int position,
            int validatedFrom,
            long wantedEndOffset,
            long endOffset)
            throws IOException {
        int fileBytes = segment.sizeBytes();
        if (endOffset < wantedEndOffset && position < fileBytes) {
            segment.recovered(indexes, fileBytes, fileBytes, wantedEndOffset);
            return new Outcome(wantedEndOffset, 0, 0, true);
        }
        if (position < fileBytes) {
            segment.file().truncate(position);
        }
        int from = validatedFrom < 0 ? position : validatedFrom;
        segment.recovered(indexes, position, from, endOffset);
        segment.markUnsyncedFrom(from);
        return new Outcome(endOffset, position - from, fileBytes - position, false);
    }
}
