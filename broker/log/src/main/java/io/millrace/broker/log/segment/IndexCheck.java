package io.millrace.broker.log.segment;

import io.millrace.broker.log.batch.BatchView;
import java.io.IOException;

/**
 * Holds index entries against the batches that they name. The index files have Kafka's format and so no checksum: an entry
 * that lost a bit on disk must not make a reader skip what it asked for, nor retention take a segment for old.
 */
final class IndexCheck {
    private static final int WINDOW_BYTES = 4 << 10;

    private IndexCheck() {}

    /** Whether a batch begins at an indexed position, and ends where the index says. */
    static boolean isTrue(SegmentIndexes indexes, SegmentView segment, int position) throws IOException {
        if (position == 0) {
            return true;
        }
        BatchCursor cursor = new BatchCursor(segment, position, segment.sizeBytes(), BatchView.HEADER_BYTES);
        return cursor.next()
                && cursor.batch().lastOffset() - indexes.baseOffset()
                        == indexes.offsets().relativeOffsetAt(position);
    }

    /** Whether some batch has the time and the offset of the entry below which a reader that looks for a time may skip. */
    static boolean isTrueFor(SegmentIndexes indexes, SegmentView segment, long timestampMs) throws IOException {
        int relativeOffset = indexes.times().floorOffset(timestampMs);
        return relativeOffset < 0
                || hasBatch(indexes, segment, indexes.times().timestampOf(relativeOffset), relativeOffset);
    }

    /** Whether the last entries of both indexes are true; they decide how old a segment is. */
    static boolean endsTrue(SegmentIndexes indexes, SegmentView segment) throws IOException {
        return isTrue(indexes, segment, indexes.offsets().lastPosition())
                && (indexes.times().count() == 0
                        || hasBatch(
                                indexes,
                                segment,
                                indexes.times().lastTimestamp(),
                                indexes.times().lastRelativeOffset()));
    }

    private static boolean hasBatch(
            SegmentIndexes indexes, SegmentView segment, long maxTimestampMs, int relativeOffset) throws IOException {
        int from = indexes.offsets().floorPositionOfOffset(relativeOffset);
        BatchCursor cursor =
                new BatchCursor(segment, isTrue(indexes, segment, from) ? from : 0, segment.sizeBytes(), WINDOW_BYTES);
        while (cursor.next()) {
            long found = cursor.batch().lastOffset() - indexes.baseOffset();
            if (found >= relativeOffset) {
                return found == relativeOffset && cursor.batch().maxTimestamp() == maxTimestampMs;
            }
        }
        return false;
    }
}
