package io.millrace.broker.log.segment;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** Whole batches in memory, which counts as lent until {@link #close()}. */
public final class TailRegion implements RecordsRegion {
    private final TailMemory memory;
    private final List<ByteBuffer> slices;
    private final long pinnedBytes;
    private final int sizeBytes;
    private final long endOffset;
    private final AtomicBoolean closed = new AtomicBoolean();

    TailRegion(TailMemory memory, List<ByteBuffer> slices, long pinnedBytes, int sizeBytes, long endOffset) {
        this.memory = memory;
        this.slices = slices;
        this.pinnedBytes = pinnedBytes;
        this.sizeBytes = sizeBytes;
        this.endOffset = endOffset;
    }

    /** The bytes in order, read-only. */
    public List<ByteBuffer> slices() {
        return slices;
    }

    @Override
    public int sizeBytes() {
        return sizeBytes;
    }

    @Override
    public long endOffset() {
        return endOffset;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            memory.giveBack(pinnedBytes);
        }
    }
}
