package io.millrace.broker.log.segment;

import io.millrace.broker.log.fault.StorageException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.atomic.AtomicBoolean;

/** Whole batches in a segment file, which stays open until {@link #close()}. */
public final class FileRegion implements RecordsRegion {
    private final SegmentFile file;
    private final FileChannel channel;
    private final int position;
    private final int sizeBytes;
    private final long endOffset;
    private final AtomicBoolean closed = new AtomicBoolean();

    FileRegion(SegmentFile file, int position, int sizeBytes, long endOffset) throws IOException {
        this.file = file;
        this.position = position;
        this.sizeBytes = sizeBytes;
        this.endOffset = endOffset;
        this.channel = file.hold();
    }

    public FileChannel channel() {
        return channel;
    }

    public int position() {
        return position;
    }

    @Override
    public int sizeBytes() {
        return sizeBytes;
    }

    @Override
    public long endOffset() {
        return endOffset;
    }

    public ByteBuffer read() throws IOException {
        ByteBuffer target = ByteBuffer.allocate(sizeBytes);
        while (target.hasRemaining()) {
            if (channel.read(target, (long) position + target.position()) < 0) {
                throw new EOFException("segment ends inside a slice: " + file.path());
            }
        }
        return target.flip();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            try {
                file.release();
            } catch (IOException failure) {
                throw new StorageException("cannot close " + file.path(), failure);
            }
        }
    }
}
