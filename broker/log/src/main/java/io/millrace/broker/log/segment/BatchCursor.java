package io.millrace.broker.log.segment;

import io.millrace.broker.log.batch.BatchView;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Walks the batches of a segment, reading headers only unless a body is asked for. Stops at the first thing that cannot
 * be a batch; {@link #position()} tells where.
 */
final class BatchCursor {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SegmentView segment;
    private final int end;
    private final int windowBytes;
    /** What was read from the file, in a buffer of its own. */
    private ByteBuffer fileWindow = NOTHING;

    private ByteBuffer window = NOTHING;
    private int windowStart;
    private int position;
    private int sizeBytes;
    private BatchView batch;

    BatchCursor(SegmentView segment, int from, int end, int windowBytes) {
        this.segment = segment;
        this.end = end;
        this.windowBytes = windowBytes;
        this.position = from;
        this.windowStart = from;
    }

    /** Moves to the next batch; false at the end of the region or at something that is no whole v2 batch. */
    boolean next() throws IOException {
        position += sizeBytes;
        sizeBytes = 0;
        int available = Math.min(end, segment.endOfStretch(position)) - position;
        if (available < BatchView.HEADER_BYTES) {
            return false;
        }
        require(BatchView.HEADER_BYTES);
        BatchView candidate = new BatchView(window, position - windowStart);
        long size = candidate.sizeBytes();
        if (size < BatchView.HEADER_BYTES
                || size > available
                || candidate.magic() != 2
                || candidate.lastOffsetDelta() < 0) {
            return false;
        }
        batch = candidate;
        sizeBytes = (int) size;
        return true;
    }

    /** The present batch, of which only the header need be in memory. */
    BatchView batch() {
        return batch;
    }

    /** The present batch with all its bytes, valid until the next move. */
    BatchView wholeBatch() throws IOException {
        require(sizeBytes);
        batch = new BatchView(window, position - windowStart);
        return batch;
    }

    /** Where the present batch begins; after the walk, where it stopped. */
    int position() {
        return position;
    }

    int sizeBytes() {
        return sizeBytes;
    }

    int nextPosition() {
        return position + sizeBytes;
    }

    private void require(int bytes) throws IOException {
        if (position >= windowStart && position + bytes <= windowStart + window.limit()) {
            return;
        }
        if (position >= segment.memoryStart()) {
            window = segment.inMemory(position);
            windowStart = position;
            return;
        }
        int available = Math.min(end, segment.endOfStretch(position)) - position;
        // Most segments of a start with thousands are far smaller than a window.
        int wanted = Math.max(bytes, Math.min(windowBytes, available));
        if (fileWindow.capacity() < wanted) {
            fileWindow = ByteBuffer.allocate(wanted);
        }
        window = fileWindow;
        window.clear().limit(Math.min(window.capacity(), available));
        windowStart = position;
        segment.read(window, position);
        window.flip();
    }
}
