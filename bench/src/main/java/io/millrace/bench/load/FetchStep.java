package io.millrace.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Reads one partition from its beginning, one fetch after the other, over and over; counts bytes of batches. */
public final class FetchStep implements Load.Step {

    private static final int LENGTH_POSITION = 8;
    private static final int LAST_OFFSET_DELTA_POSITION = 23;
    private static final int LOG_OVERHEAD = 12;

    private final String topic;
    private final ByteBuffer frame;
    private final int offsetPosition;
    private final long endOffset;
    private long offset;

    /** Starts over at {@code endOffset}; waits for records when that is {@link Long#MAX_VALUE}. */
    public FetchStep(String topic, int partition, int maxBytes, int maxWaitMs, long endOffset) {
        this.topic = topic;
        this.frame = Frames.fetch(topic, partition, maxBytes, maxWaitMs);
        this.offsetPosition = Frames.fetchOffsetPosition(frame);
        this.endOffset = endOffset;
    }

    @Override
    public long run(RawConnection connection) throws IOException {
        frame.putLong(offsetPosition, offset);
        connection.write(frame.duplicate());
        ByteBuffer batches = Frames.fetched(connection.read(), topic);
        offset = nextOffset(batches);
        if (offset >= endOffset) {
            offset = 0;
        }
        return batches.remaining();
    }

    /** The offset behind everything that was read so far. */
    public long offset() {
        return offset;
    }

    private long nextOffset(ByteBuffer batches) {
        long next = offset;
        int position = 0;
        while (position + LAST_OFFSET_DELTA_POSITION + Integer.BYTES <= batches.limit()) {
            int sizeBytes = LOG_OVERHEAD + batches.getInt(position + LENGTH_POSITION);
            if (position + sizeBytes > batches.limit()) {
                break;
            }
            next = batches.getLong(position) + batches.getInt(position + LAST_OFFSET_DELTA_POSITION) + 1;
            position += sizeBytes;
        }
        return next;
    }
}
