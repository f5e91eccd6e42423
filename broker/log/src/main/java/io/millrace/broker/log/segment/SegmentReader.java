package io.millrace.broker.log.segment;

import io.millrace.broker.log.batch.BatchView;
import io.millrace.broker.log.fault.LogException;
import java.io.IOException;
import org.apache.kafka.common.protocol.Errors;

/** Finds regions of whole batches in one segment. Bytes of an earlier process are checked before they are served. */
public final class SegmentReader {
    private static final int LOOKUP_WINDOW_BYTES = 4096;
    private static final int CHECK_WINDOW_BYTES = 256 << 10;

    /** An answer that lacks less than this part of what was allowed is not worth another look into the file. */
    private static final int NEARLY_FULL = 16;

    private SegmentReader() {}

    /**
     * What a reader wants.
     *
     * @param dense compaction has not been here: an offset that no batch has is damage, not a gap
     */
    public record Request(long offset, int maxBytes, boolean minOneBatch, long endOffsetExclusive, boolean dense) {}

    /**
     * What a segment has for a request.
     *
     * @param region null if nothing may be served
     * @param lookFurther the segment has no batch that ends at or after the offset
     */
    public record Answer(RecordsRegion region, boolean lookFurther) {
        private static final Answer NOTHING = new Answer(null, false);
        private static final Answer LOOK_FURTHER = new Answer(null, true);
    }

    public static Answer read(LogSegment segment, Request request) throws IOException {
        try (SegmentView view = segment.view()) {
            long publishedEnd = segment.nextOffset();
            BatchCursor first = find(segment, view, request.offset());
            if (first == null) {
                if (request.dense() && request.offset() < publishedEnd) {
                    throw damaged(segment, view.sizeBytes());
                }
                return Answer.LOOK_FURTHER;
            }
            int start = first.position();
            if (request.dense() && first.batch().baseOffset() > request.offset()) {
                throw damaged(segment, start);
            }
            boolean fits = first.sizeBytes() <= request.maxBytes() || request.minOneBatch();
            if (first.batch().nextOffset() > publishedEnd) {
                throw damaged(segment, start);
            }
            if (!fits || first.batch().lastOffset() >= request.endOffsetExclusive()) {
                return Answer.NOTHING;
            }
            // One answer comes from one place: from memory, or from the file as far as it reaches.
            int available = start < view.memoryStart() ? view.writtenBytes() : view.sizeBytes();
            long limit = Math.max(first.nextPosition(), (long) start + request.maxBytes());
            boolean all = available == view.sizeBytes() && publishedEnd <= request.endOffsetExclusive();
            int end = limit >= available && all
                    ? available
                    : boundary(segment, view, first, (int) Math.min(limit, available), request.endOffsetExclusive());
            end = undamagedEnd(segment, view, start, end);
            long endOffset = Math.min(request.endOffsetExclusive(), endOffsetOf(segment, view, end, publishedEnd));
            return new Answer(view.region(start, end, endOffset), false);
        }
    }

    private static long endOffsetOf(LogSegment segment, SegmentView view, int end, long publishedEnd)
            throws IOException {
        OffsetIndex offsets = segment.indexes().offsets();
        int position = offsets.ceilingPosition(end);
        boolean isTrue = position >= 0 && IndexCheck.isTrue(segment.indexes(), view, position);
        return isTrue ? segment.baseOffset() + offsets.relativeOffsetAt(position) : publishedEnd;
    }

    /** A cursor on the first batch that ends at or after an offset, or null. */
    static BatchCursor find(LogSegment segment, SegmentView view, long offset) throws IOException {
        int sizeBytes = view.sizeBytes();
        OffsetIndex offsets = segment.indexes().offsets();
        long relativeOffset = offset - segment.baseOffset();
        int from = offsets.floorPositionOfOffset(relativeOffset);
        int inMemory = view.startInMemory(offset);
        if (inMemory >= from) {
            // Whoever wrote it is this process: no index need be believed, and no file looked into.
            from = inMemory;
        } else if (!IndexCheck.isTrue(segment.indexes(), view, from)) {
            segment.distrustIndexes();
            from = 0;
        }
        int indexed = offsets.ceilingPositionOfOffset(relativeOffset);
        if (indexed - from > LOOKUP_WINDOW_BYTES && indexed < sizeBytes) {
            // Large batches are all in the index: this is the one, unless one of another size stands before it.
            BatchCursor direct = new BatchCursor(view, indexed, sizeBytes, BatchView.HEADER_BYTES);
            if (direct.next()
                    && direct.batch().baseOffset() <= offset
                    && direct.batch().lastOffset() >= offset) {
                return direct;
            }
        }
        BatchCursor cursor = new BatchCursor(view, from, sizeBytes, LOOKUP_WINDOW_BYTES);
        while (cursor.next()) {
            if (cursor.batch().lastOffset() >= offset) {
                return cursor;
            }
        }
        if (cursor.position() < sizeBytes) {
            throw damaged(segment, cursor.position());
        }
        return null;
    }

    /** Where the last batch ends that begins at or after {@code first} and lies below both limits. */
    private static int boundary(
            LogSegment segment, SegmentView view, BatchCursor first, int limit, long endOffsetExclusive)
            throws IOException {
        OffsetIndex offsets = segment.indexes().offsets();
        int byBytes = offsets.floorPosition(limit);
        int byOffset = offsets.floorPositionOfOffset(endOffsetExclusive - 1 - segment.baseOffset());
        int from = Math.max(first.position(), Math.min(byBytes, byOffset));
        if (!IndexCheck.isTrue(segment.indexes(), view, from)) {
            from = first.position();
        }
        boolean nearlyFull = limit - from <= (limit - first.position()) / NEARLY_FULL;
        if (from == byBytes && from > first.position() && nearlyFull) {
            return from;
        }
        BatchCursor cursor = new BatchCursor(view, from, limit, LOOKUP_WINDOW_BYTES);
        boolean below = cursor.next();
        while (below && cursor.batch().lastOffset() < endOffsetExclusive) {
            below = cursor.next();
        }
        return cursor.position();
    }

    /**
     * Where what may be served ends, looked at once. No checksum covers a batch's base offset, but its neighbours do: it
     * lies behind the batch before it, and ends before the one behind it.
     */
    private static int undamagedEnd(LogSegment segment, SegmentView view, int start, int end) throws IOException {
        int uncheckedEnd = segment.verified().uncheckedEnd(start, end);
        if (uncheckedEnd == start) {
            return end;
        }
        int indexed = segment.indexes().offsets().floorPosition(start);
        int from = IndexCheck.isTrue(segment.indexes(), view, indexed) ? indexed : 0;
        BatchCursor cursor = new BatchCursor(view, from, view.sizeBytes(), CHECK_WINDOW_BYTES);
        long nextOffset = segment.baseOffset();
        int provenEnd = start;
        while (provenEnd < uncheckedEnd) {
            if (!cursor.next()) {
                provenEnd = cursor.position();
                break;
            }
            BatchView batch = cursor.wholeBatch();
            boolean inOrder = batch.baseOffset() >= nextOffset && batch.nextOffset() <= segment.nextOffset();
            if (cursor.position() < start) {
                nextOffset = inOrder && batch.isIntact() ? batch.nextOffset() : nextOffset;
                continue;
            }
            if (!inOrder) {
                break;
            }
            // The batch before this one is where it says.
            provenEnd = cursor.position();
            if (!batch.isIntact()) {
                break;
            }
            nextOffset = batch.nextOffset();
        }
        if (provenEnd > start) {
            segment.verified().checked(start, provenEnd);
        }
        if (segment.verified().uncheckedEnd(start, end) == start) {
            return end;
        }
        if (provenEnd <= start) {
            throw damaged(segment, start);
        }
        return provenEnd;
    }

    static LogException damaged(LogSegment segment, int position) {
        return new LogException(
                Errors.CORRUPT_MESSAGE,
                "damaged batch at position " + position + " of "
                        + segment.paths().log());
    }
}
