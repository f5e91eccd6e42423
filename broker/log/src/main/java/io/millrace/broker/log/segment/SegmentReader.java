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
        int sizeBytes = segment.sizeBytes();
        long publishedEnd = segment.nextOffset();
        try (LogSegment.FileHold hold = new LogSegment.FileHold(segment.file())) {
            BatchCursor first = find(segment, hold, request.offset(), sizeBytes);
            if (first == null) {
                if (request.dense() && request.offset() < publishedEnd) {
                    throw damaged(segment, sizeBytes);
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
            long limit = Math.max(first.nextPosition(), (long) start + request.maxBytes());
            int end = limit >= sizeBytes && publishedEnd <= request.endOffsetExclusive()
                    ? sizeBytes
                    : boundary(segment, hold, first, (int) Math.min(limit, sizeBytes), request.endOffsetExclusive());
            end = undamagedEnd(segment, hold, start, end);
            long endOffset = Math.min(request.endOffsetExclusive(), endOffsetOf(segment, hold, end, publishedEnd));
            return new Answer(new RecordsRegion(segment.file(), start, end - start, endOffset), false);
        }
    }

    private static long endOffsetOf(LogSegment segment, LogSegment.FileHold hold, int end, long publishedEnd)
            throws IOException {
        OffsetIndex offsets = segment.indexes().offsets();
        int position = offsets.ceilingPosition(end);
        boolean isTrue =
                position >= 0 && IndexCheck.isTrue(segment.indexes(), hold.channel(), position, segment.sizeBytes());
        return isTrue ? segment.baseOffset() + offsets.relativeOffsetAt(position) : publishedEnd;
    }

    /** A cursor on the first batch that ends at or after an offset, or null. */
    static BatchCursor find(LogSegment segment, LogSegment.FileHold hold, long offset, int sizeBytes)
            throws IOException {
        OffsetIndex offsets = segment.indexes().offsets();
        long relativeOffset = offset - segment.baseOffset();
        int from = offsets.floorPositionOfOffset(relativeOffset);
        if (!IndexCheck.isTrue(segment.indexes(), hold.channel(), from, sizeBytes)) {
            segment.distrustIndexes();
            from = 0;
        }
        int indexed = offsets.ceilingPositionOfOffset(relativeOffset);
        if (indexed - from > LOOKUP_WINDOW_BYTES && indexed < sizeBytes) {
            // Large batches are all in the index: this is the one, unless one of another size stands before it.
            BatchCursor direct = new BatchCursor(hold.channel(), indexed, sizeBytes, BatchView.HEADER_BYTES);
            if (direct.next()
                    && direct.batch().baseOffset() <= offset
                    && direct.batch().lastOffset() >= offset) {
                return direct;
            }
        }
        BatchCursor cursor = new BatchCursor(hold.channel(), from, sizeBytes, LOOKUP_WINDOW_BYTES);
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
            LogSegment segment, LogSegment.FileHold hold, BatchCursor first, int limit, long endOffsetExclusive)
            throws IOException {
        OffsetIndex offsets = segment.indexes().offsets();
        int byBytes = offsets.floorPosition(limit);
        int byOffset = offsets.floorPositionOfOffset(endOffsetExclusive - 1 - segment.baseOffset());
        int from = Math.max(first.position(), Math.min(byBytes, byOffset));
        if (!IndexCheck.isTrue(segment.indexes(), hold.channel(), from, segment.sizeBytes())) {
            from = first.position();
        }
        boolean nearlyFull = limit - from <= (limit - first.position()) / NEARLY_FULL;
        if (from == byBytes && from > first.position() && nearlyFull) {
            return from;
        }
        BatchCursor cursor = new BatchCursor(hold.channel(), from, limit, LOOKUP_WINDOW_BYTES);
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
    private static int undamagedEnd(LogSegment segment, LogSegment.FileHold hold, int start, int end)
            throws IOException {
        int uncheckedEnd = segment.verified().uncheckedEnd(start, end);
        if (uncheckedEnd == start) {
            return end;
        }
        int indexed = segment.indexes().offsets().floorPosition(start);
        boolean isTrue = IndexCheck.isTrue(segment.indexes(), hold.channel(), indexed, segment.sizeBytes());
        int from = isTrue ? indexed : 0;
        BatchCursor cursor = new BatchCursor(hold.channel(), from, segment.sizeBytes(), CHECK_WINDOW_BYTES);
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
