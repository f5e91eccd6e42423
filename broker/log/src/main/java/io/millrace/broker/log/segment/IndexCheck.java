package io.millrace.broker.log.segment;

import io.millrace.broker.log.batch.BatchView;
import java.io.IOException;
import java.nio.channels.FileChannel;

/**
 * Holds index entries against the batches that they name. The index files have Kafka's format and so no checksum: an entry
 * that lost a bit on disk must not make a reader skip what it asked for, nor retention take a segment for old.
 */
final class IndexCheck {
    private static final int WINDOW_BYTES = 4 << 10;

    private IndexCheck() {}

    /** Whether a batch begins at an indexed position, and ends where the index says. */
    static boolean isTrue(SegmentIndexes indexes, FileChannel channel, int position, int sizeBytes) throws IOException {
        if (position == 0) {
            return true;
        }
        BatchCursor cursor = new BatchCursor(channel, position, sizeBytes, BatchView.HEADER_BYTES);
        return cursor.next()
                && cursor.batch().lastOffset() - indexes.baseOffset()
                        == indexes.offsets().relativeOffsetAt(position);
    }

    /** Whether the last entries of both indexes are true; they decide how old a segment is. */
    static boolean endsTrue(SegmentIndexes indexes, FileChannel channel, int sizeBytes) throws IOException {
        return isTrue(indexes, channel, indexes.offsets().lastPosition(), sizeBytes)
                && (indexes.times().count() == 0
                        || hasBatch(
                                indexes,
                                channel,
                                sizeBytes,
                                indexes.times().lastTimestamp(),
                                indexes.times().lastRelativeOffset()));
    }

    private static boolean hasBatch(
            SegmentIndexes indexes, FileChannel channel, int sizeBytes, long maxTimestampMs, int relativeOffset)
            throws IOException {
        int from = indexes.offsets().floorPositionOfOffset(relativeOffset);
        BatchCursor cursor =
                new BatchCursor(channel, isTrue(indexes, channel, from, sizeBytes) ? from : 0, sizeBytes, WINDOW_BYTES);
        while (cursor.next()) {
            long found = cursor.batch().lastOffset() - indexes.baseOffset();
            if (found >= relativeOffset) {
                return found == relativeOffset && cursor.batch().maxTimestamp() == maxTimestampMs;
            }
        }
        return false;
    }
}
