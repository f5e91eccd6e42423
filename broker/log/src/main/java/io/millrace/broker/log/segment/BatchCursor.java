package io.millrace.broker.log.segment;

import io.millrace.broker.log.batch.BatchView;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Walks the batches of a file region, reading headers only unless a body is asked for. Stops at the first thing that
 * cannot be a batch; {@link #position()} tells where.
 */
final class BatchCursor {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final FileChannel channel;
    private final int end;
    private final int windowBytes;
    private ByteBuffer window = NOTHING;
    private int windowStart;
    private int position;
    private int sizeBytes;
    private BatchView batch;

    BatchCursor(FileChannel channel, int from, int end, int windowBytes) {
        this.channel = channel;
        this.end = end;
        this.position = from;
        this.windowStart = from;
        this.windowBytes = windowBytes;
    }

    /** Moves to the next batch; false at the end of the region or at something that is no whole v2 batch. */
    boolean next() throws IOException {
        position += sizeBytes;
        sizeBytes = 0;
        if (end - position < BatchView.HEADER_BYTES) {
            return false;
        }
        require(BatchView.HEADER_BYTES);
        BatchView candidate = new BatchView(window, position - windowStart);
        long size = candidate.sizeBytes();
        if (size < BatchView.HEADER_BYTES
                || size > end - position
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
        // Most segments of a start with thousands are far smaller than a window.
        int wanted = Math.max(bytes, Math.min(windowBytes, end - position));
        if (window.capacity() < wanted) {
            window = ByteBuffer.allocate(wanted);
        }
        window.clear().limit(Math.min(window.capacity(), end - position));
        windowStart = position;
        while (window.hasRemaining()) {
            if (channel.read(window, (long) windowStart + window.position()) < 0) {
                throw new IOException("file ends at " + (windowStart + window.position()) + ", expected " + end);
            }
        }
        window.flip();
    }
}
