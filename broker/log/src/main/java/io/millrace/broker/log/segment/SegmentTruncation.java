package io.millrace.broker.log.segment;

import java.io.IOException;

/** Cuts a segment, its indexes and its file in one step, and makes it the active one. */
final class SegmentTruncation {
    private SegmentTruncation() {}

    static void truncate(LogSegment segment, long offset) throws IOException {
        segment.reopen();
        SegmentIndexes indexes = segment.indexes();
        segment.writeOut();
        try (SegmentView view = segment.view()) {
            indexes.truncateTo(offset);
            BatchCursor cursor = new BatchCursor(view, indexes.offsets().lastPosition(), view.sizeBytes(), 4096);
            long endOffset = segment.baseOffset();
            while (cursor.next() && cursor.batch().lastOffset() < offset) {
                indexes.onBatch(cursor.batch(), cursor.position(), SegmentRecovery.REBUILT_INTERVAL_BYTES);
                endOffset = cursor.batch().nextOffset();
            }
            segment.cutTo(cursor.position(), endOffset);
        }
    }
}
