package io.millrace.broker.log.segment;

import io.millrace.broker.log.batch.BatchView;
import java.io.IOException;
import java.util.List;

/** Visits the headers of all batches from an offset on, across segments. */
public final class BatchWalk {
    private static final int WINDOW_BYTES = 64 << 10;

    private BatchWalk() {}

    /** Where a log that is cut at {@code offset} really ends: batches go as a whole. */
    public static long boundaryAtOrBefore(List<LogSegment> segments, long offset) throws IOException {
        LogSegment segment = segments.get(SegmentList.floorIndex(segments, offset));
        try (LogSegment.FileHold hold = new LogSegment.FileHold(segment.file())) {
            BatchCursor cursor = SegmentReader.find(segment, hold, offset, segment.sizeBytes());
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
     * at the first header that is none, and damaged control batches out: their transactions stay open, and nobody can read
     * past such a batch anyway.
     */
    public static void headers(List<LogSegment> segments, long fromOffset, Visitor visitor) throws IOException {
        walk(segments, fromOffset, (segment, cursor) -> {
            if (!cursor.batch().isControl() || cursor.wholeBatch().isIntact()) {
                visitor.visit(segment, cursor.batch());
            }
        });
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

    private static void walk(List<LogSegment> segments, long fromOffset, CursorVisitor visitor) throws IOException {
        for (int index = SegmentList.floorIndex(segments, fromOffset); index < segments.size(); index++) {
            LogSegment segment = segments.get(index);
            int sizeBytes = segment.sizeBytes();
            int from = segment.indexes().offsets().floorPositionOfOffset(fromOffset - segment.baseOffset());
            if (from >= sizeBytes) {
                continue;
            }
            try (LogSegment.FileHold hold = new LogSegment.FileHold(segment.file())) {
                BatchCursor cursor = new BatchCursor(hold.channel(), from, sizeBytes, WINDOW_BYTES);
                while (cursor.next()) {
                    if (cursor.batch().lastOffset() >= fromOffset) {
                        visitor.visit(segment, cursor);
                    }
                }
            }
        }
    }
}
