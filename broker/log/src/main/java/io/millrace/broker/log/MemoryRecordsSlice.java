package io.millrace.broker.log;

import io.millrace.broker.log.segment.TailRegion;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;

/**
 * A slice of what a segment has in memory, or of nothing.
 *
 * @param onClose gives the memory back
 */
record MemoryRecordsSlice(List<ByteBuffer> buffers, int sizeBytes, long endOffset, Runnable onClose)
        implements RecordsSlice {

    /** No records. */
    static final RecordsSlice EMPTY = new MemoryRecordsSlice(List.of(), 0, 0, () -> {});

    static RecordsSlice of(TailRegion region) {
        return new MemoryRecordsSlice(region.slices(), region.sizeBytes(), region.endOffset(), region::close);
    }

    @Override
    public FileChannel channel() {
        return null;
    }

    @Override
    public long position() {
        return 0;
    }

    @Override
    public ByteBuffer toByteBuffer() {
        ByteBuffer all = ByteBuffer.allocate(sizeBytes);
        buffers.forEach(slice -> all.put(slice.duplicate()));
        return all.flip();
    }

    @Override
    public void close() {
        onClose.run();
    }
}
