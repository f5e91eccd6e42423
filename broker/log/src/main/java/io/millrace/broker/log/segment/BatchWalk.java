package io.millrace.broker.log.segment;

import io.millrace.broker.log.batch.BatchView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Visits the headers of all batches from an offset on, across segments. */
public final class BatchWalk {
    private static final int WINDOW_BYTES = 64 << 10;

    private BatchWalk() {}

    /** Where a log that is cut at {@code offset} really ends: batches go as a whole. */
    public static long boundaryAtOrBefore(List<LogSegment> segments, long offset) throws IOException {
        LogSegment segment = segments.get(SegmentList.floorIndex(segments, offset));
        try (SegmentView view = segment.view()) {
            BatchCursor cursor = SegmentReader.find(segment, view, offset);
            return cursor == null ? offset : Math.min(offset, cursor.batch().baseOffset());
        }
    }

    /** Sees one batch after the other. */
    public interface Visitor {
        void visit(LogSegment segment, BatchView batch) throws IOException;
    }

    /** As {@link #headers}, with the body of every batch. */
    public static void whole(List<LogSegment> segments, long fromOffset, Visitor visitor) throws IOException {
        walk(segments, fromOffset, (segment, cursor) -> visitor.visit(segment, cursor.wholeBatch()));
    }

    /**
     * The visited view is valid during the call only. Of control batches it has all, of others the header. Leaves a segment
     * at the first header that is none, and damaged control batches out.
     *
     * @return what was left out: the ends of transactions may be among it
     */
    public static List<String> headers(List<LogSegment> segments, long fromOffset, Visitor visitor) throws IOException {
        List<String> damage = new ArrayList<>();
        List<LogSegment> torn = walk(segments, fromOffset, (segment, cursor) -> {
            if (!cursor.batch().isControl() || cursor.wholeBatch().isIntact()) {
                visitor.visit(segment, cursor.batch());
            } else {
                damage.add("transaction marker damaged at position " + cursor.position() + " of "
                        + segment.paths().log());
            }
        });
        torn.forEach(
                segment -> damage.add("segment unreadable: " + segment.paths().log()));
        return damage;
    }

    /** How many bytes {@link #whole} would have to read. */
    public static long bytesFrom(List<LogSegment> segments, long fromOffset) throws IOException {
        long bytes = 0;
        for (int index = SegmentList.floorIndex(segments, fromOffset); index < segments.size(); index++) {
            LogSegment segment = segments.get(index);
            bytes += segment.sizeBytes()
                    - segment.indexes().offsets().floorPositionOfOffset(fromOffset - segment.baseOffset());
        }
        return bytes;
    }

    /** Stands on one batch after the other. */
    private interface CursorVisitor {
        void visit(LogSegment segment, BatchCursor cursor) throws IOException;
    }

    /** Returns the segments that end in something else than a batch. */
    private static List<LogSegment> walk(List<LogSegment> segments, long fromOffset, CursorVisitor visitor)
            throws IOException {
        List<LogSegment> torn = new ArrayList<>();
        for (int index = SegmentList.floorIndex(segments, fromOffset); index < segments.size(); index++) {
            LogSegment segment = segments.get(index);
            int from = segment.indexes().offsets().floorPositionOfOffset(fromOffset - segment.baseOffset());
            if (from >= segment.sizeBytes()) {
                continue;
            }
            try (SegmentView view = segment.view()) {
                if (!IndexCheck.isTrue(segment.indexes(), view, from)) {
                    segment.distrustIndexes();
                    from = 0;
                }
                BatchCursor cursor = new BatchCursor(view, from, view.sizeBytes(), WINDOW_BYTES);
                long nextOffset = segment.baseOffset();
                // No checksum covers a batch's base offset, but its neighbours tell.
                while (cursor.next()
                        && cursor.batch().baseOffset() >= nextOffset
                        && cursor.batch().nextOffset() <= segment.nextOffset()) {
                    nextOffset = cursor.batch().nextOffset();
                    if (nextOffset > fromOffset) {
                        visitor.visit(segment, cursor);
                    }
                }
                if (cursor.position() < view.sizeBytes()) {
                    torn.add(segment);
                }
            }
        }
        return torn;
    }
}
