package io.millrace.broker.log;

import io.millrace.broker.log.segment.FileRegion;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;

/** A slice of a segment file. */
record FileRecordsSlice(FileRegion region) implements RecordsSlice {
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
        return region.channel();
    }

    @Override
    public long position() {
        return region.position();
    }

    @Override
    public List<ByteBuffer> buffers() {
        return List.of();
    }

    @Override
    public ByteBuffer toByteBuffer() throws IOException {
        return region.read();
    }

    @Override
    public void close() {
        region.close();
    }
}
