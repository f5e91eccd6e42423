package io.millrace.broker.log;

import io.millrace.broker.log.segment.TailRegion;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;

/** A slice of what a segment has in memory. */
record MemoryRecordsSlice(TailRegion region) implements RecordsSlice {
    @Override
    public int sizeBytes() {
        return region.sizeBytes();
    }

    @Override
    public long endOffset() {
        return region.endOffset();
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
    public List<ByteBuffer> buffers() {
        return region.slices();
    }

    @Override
    public ByteBuffer toByteBuffer() {
        ByteBuffer all = ByteBuffer.allocate(region.sizeBytes());
        region.slices().forEach(slice -> all.put(slice.duplicate()));
        return all.flip();
    }

    @Override
    public void close() {
        region.close();
    }
}
