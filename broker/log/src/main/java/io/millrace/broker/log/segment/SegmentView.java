package io.millrace.broker.log.segment;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * What a segment has at one moment, from memory where it is there. The file is opened at the first look into it and held
 * until the view is closed.
 */
final class SegmentView implements AutoCloseable {
    private final SegmentTail tail;
    private final SegmentFile file;
    private final int sizeBytes;
    private final TailChunk[] chunks;
    private final int writtenBytes;
    private FileChannel channel;

    SegmentView(SegmentTail tail, SegmentFile file) {
        this.tail = tail;
        this.file = file;
        // In this order: what was published before the chunks were taken is in them, or in the file.
        this.sizeBytes = tail.sizeBytes();
        this.chunks = tail.chunks();
        this.writtenBytes = tail.writtenBytes();
    }

    int sizeBytes() {
        return sizeBytes;
    }

    /** How far the file can be read. */
    int writtenBytes() {
        return Math.min(sizeBytes, writtenBytes);
    }

    /** From here on no file is needed. */
    int memoryStart() {
        return chunks.length == 0 ? sizeBytes : Math.min(sizeBytes, chunks[0].start());
    }

    /** Where the last batch in memory that is at or before an offset can be looked for, or 0. */
    int startInMemory(long offset) {
        int index = chunks.length - 1;
        while (index >= 0 && (chunks[index].baseOffset() > offset || chunks[index].start() >= sizeBytes)) {
            index--;
        }
        return index < 0 ? 0 : chunks[index].start();
    }

    /** Where the bytes end that can be seen together with those at a position: batches never go across. */
    int endOfStretch(int position) {
        if (position < memoryStart()) {
            return memoryStart();
        }
        int next = SegmentTail.indexOf(chunks, position) + 1;
        return next < chunks.length ? Math.min(sizeBytes, chunks[next].start()) : sizeBytes;
    }

    /** The shared bytes from a position in memory to the end of its stretch. */
    ByteBuffer inMemory(int position) {
        return chunks[SegmentTail.indexOf(chunks, position)].slice(position, endOfStretch(position));
    }

    /** Fills the buffer from the file. */
    void read(ByteBuffer target, int position) throws IOException {
        int at = position;
        while (target.hasRemaining()) {
            int read = channel().read(target, at);
            if (read < 0) {
                throw new IOException(file.path() + " ends at " + at + ", expected " + sizeBytes);
            }
            at += read;
        }
    }

    private FileChannel channel() throws IOException {
        if (channel == null) {
            channel = file.hold();
        }
        return channel;
    }

    /** Whole batches for a reader to send: from memory if they are there, and not too much of it is lent already. */
    RecordsRegion region(int start, int end, long endOffset) throws IOException {
        if (start >= memoryStart()) {
            tail.touch();
            TailRegion lent = lend(start, end, endOffset);
            if (lent != null) {
                return lent;
            }
            tail.writeOut();
            if (tail.isDiscarded()) {
                throw new IOException(file.path() + " has been removed");
            }
        }
        return new FileRegion(file, start, end - start, endOffset);
    }

    private TailRegion lend(int start, int end, long endOffset) {
        List<ByteBuffer> slices = new ArrayList<>(2);
        long pinnedBytes = 0;
        int index = SegmentTail.indexOf(chunks, start);
        for (int at = start; at < end; index++) {
            int to = Math.min(end, endOfStretch(at));
            slices.add(chunks[index].slice(at, to).asReadOnlyBuffer());
            pinnedBytes += chunks[index].capacityBytes();
            at = to;
        }
        return tail.memory().lend(pinnedBytes)
                ? new TailRegion(tail.memory(), slices, pinnedBytes, end - start, endOffset)
                : null;
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            file.release();
        }
    }
}
