package io.millrace.broker.log;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;

/** No records. */
enum EmptyRecordsSlice implements RecordsSlice {
    INSTANCE;

    @Override
    public int sizeBytes() {
        return 0;
    }

    @Override
    public long endOffset() {
        return 0;
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
        return List.of();
    }

    @Override
    public ByteBuffer toByteBuffer() {
        return ByteBuffer.allocate(0);
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
