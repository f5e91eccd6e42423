package io.millrace.broker.log.segment;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How far a segment reaches, how much of it its file has, and the end of it in memory: what the file lacks, and a little
 * more for readers at the tail.
 *
 * <p>Threads: one appends; any read, without a lock, what they find in {@link #chunks()} up to the size they have seen
 * before; any may write out. This object's monitor guards the list of chunks and is never held across a file's write.
 */
final class SegmentTail {
    /** Files grow by such pieces, at multiples of it: the page cache then uses large folios, at a third of the cost. */
    static final int WRITE_BYTES = 128 << 10;

    /** So much is kept for readers after it was written; whoever lags by more reads the file. */
    static final int HOT_BYTES = 256 << 10;

    private static final int FIRST_CHUNK_BYTES = 1 << 10;
    private static final int CHUNK_BYTES = 128 << 10;
    private static final TailChunk[] NONE = {};

    private final TailMemory memory;
    private final SegmentFile file;
    private final ReentrantLock writing = new ReentrantLock();
    private volatile TailChunk[] chunks = NONE;
    private volatile int sizeBytes;
    private volatile int writtenBytes;
    private volatile boolean used;
    private volatile boolean closed;
    private volatile boolean discarded;
    private volatile SegmentTail earlier;
    private int nextChunkBytes = FIRST_CHUNK_BYTES;
    private volatile int lastSweep;
    private boolean queued;
    private long heldBytes;
    private long countedHeldBytes;
    private long countedUnwrittenBytes;

    SegmentTail(TailMemory memory, SegmentFile file, int fileBytes) {
        this.memory = memory;
        this.file = file;
        this.sizeBytes = fileBytes;
        this.writtenBytes = fileBytes;
    }

    /** What is published. */
    int sizeBytes() {
        return sizeBytes;
    }

    /** The file has everything below. Never less than where {@link #chunks()} begin. */
    int writtenBytes() {
        return writtenBytes;
    }

    /** The end of the segment, in order and without a gap; ask for the size first. */
    TailChunk[] chunks() {
        return chunks;
    }

    TailMemory memory() {
        return memory;
    }

    /** A reader was here. */
    void touch() {
        if (!used) {
            used = true;
        }
    }

    /** A later file gets nothing while an earlier one lacks something: a crash must not leave a hole between them. */
    void follow(SegmentTail previous) {
        earlier = previous;
        previous.close();
    }

    /** Nothing more is appended: the rest need not fill a piece to be written. */
    private void close() {
        boolean due;
        synchronized (this) {
            closed = true;
            due = !queued;
            queued = true;
        }
        if (due) {
            memory.enqueue(this);
        }
    }

    /** Takes one batch behind what is published, which nobody sees before {@link #publish}. */
    synchronized void append(ByteBuffer batch, long baseOffset) {
        int batchBytes = batch.remaining();
        TailChunk[] present = chunks;
        TailChunk last = present.length == 0 ? null : present[present.length - 1];
        if (last != null && last.end() > sizeBytes) {
            // An append that was neither published nor taken back, because something unforeseen was thrown, is
            // nobody's.
            takeBack();
            present = chunks;
            last = present.length == 0 ? null : present[present.length - 1];
        }
        if (last == null || !last.hasRoomFor(batchBytes)) {
            last = new TailChunk(sizeBytes, baseOffset, Math.max(batchBytes, nextChunkBytes));
            nextChunkBytes = Math.min(CHUNK_BYTES, 2 * nextChunkBytes);
            TailChunk[] more = Arrays.copyOf(present, present.length + 1);
            more[present.length] = last;
            replaceChunks(more);
        }
        last.append(batch);
    }

    /** Removes what was appended and not published. */
    synchronized void takeBack() {
        TailChunk[] present = chunks;
        if (present.length == 0) {
            return;
        }
        TailChunk last = present[present.length - 1];
        if (last.start() >= sizeBytes) {
            replaceChunks(Arrays.copyOf(present, present.length - 1));
        } else {
            last.takeBackTo(sizeBytes);
        }
        account();
    }

    /** Shows what was appended to readers. {@code inFile}: the file has it already. */
    void publish(int newSizeBytes, boolean inFile) {
        boolean due = false;
        synchronized (this) {
            if (inFile) {
                writtenBytes = newSizeBytes;
            }
            sizeBytes = newSizeBytes;
            lastSweep = memory.sweeps();
            used = true;
            trim();
            account();
            if (!queued && wholePiecesEnd() > writtenBytes) {
                queued = true;
                due = true;
            }
        }
        if (due) {
            memory.enqueue(this);
        }
    }

    /** Writes everything that is published. */
    void writeOut() throws IOException {
        writeOut(null);
    }

    /** As above; {@code scratch} joins what lies in two chunks into one write. */
    void writeOut(ByteBuffer scratch) throws IOException {
        if (writtenBytes < sizeBytes || earlier != null) {
            write(false, scratch);
        }
    }

    /** Writes what fills whole pieces, of a closed segment everything; by the one who takes tails off the queue. */
    void writePieces(ByteBuffer scratch) throws IOException {
        synchronized (this) {
            queued = false;
        }
        write(!closed, scratch);
    }

    private void write(boolean wholePiecesOnly, ByteBuffer scratch) throws IOException {
        SegmentTail previous = earlier;
        if (previous != null) {
            previous.writeOut(scratch);
            earlier = null;
        }
        writing.lock();
        try {
            if (discarded) {
                return;
            }
            memory.requireHealthy();
            int end = wholePiecesOnly ? wholePiecesEnd() : sizeBytes;
            while (writtenBytes < end) {
                int from = writtenBytes;
                int to = (int) Math.min(end, ((long) from / WRITE_BYTES + 1) * WRITE_BYTES);
                written(writeOnce(from, to, scratch));
            }
        } catch (IOException failure) {
            memory.failed(this, failure);
            throw failure;
        } finally {
            writing.unlock();
        }
        memory.wrote(this);
    }

    /** Returns where the write ended: at {@code to}, or where a chunk ends if there is nothing to join chunks in. */
    private int writeOnce(int from, int to, ByteBuffer scratch) throws IOException {
        TailChunk[] present = chunks;
        int index = indexOf(present, from);
        if (index < 0) {
            throw new IllegalStateException(
                    "bytes from " + from + " of " + file.path() + " are neither in the file nor in memory");
        }
        int chunkEnd = index + 1 < present.length ? present[index + 1].start() : to;
        if (chunkEnd >= to || scratch == null) {
            int end = Math.min(chunkEnd, to);
            file.write(present[index].slice(from, end), from);
            return end;
        }
        scratch.clear();
        for (int at = from; at < to; index++) {
            int end = index + 1 < present.length ? Math.min(to, present[index + 1].start()) : to;
            scratch.put(present[index].slice(at, end));
            at = end;
        }
        file.write(scratch.flip(), from);
        return to;
    }

    /** Index of the last chunk that begins at or before a position, or -1. */
    static int indexOf(TailChunk[] present, int position) {
        int index = present.length - 1;
        while (index >= 0 && present[index].start() > position) {
            index--;
        }
        return index;
    }

    private int wholePiecesEnd() {
        return sizeBytes / WRITE_BYTES * WRITE_BYTES;
    }

    private synchronized void written(int end) {
        writtenBytes = end;
        trim();
        account();
    }

    /** Forgets what was written long enough ago. */
    private void trim() {
        TailChunk[] present = chunks;
        int gone = 0;
        while (gone + 1 < present.length && writtenBytes - present[gone + 1].start() >= HOT_BYTES) {
            gone++;
        }
        if (gone > 0) {
            replaceChunks(Arrays.copyOfRange(present, gone, present.length));
        }
    }

    /** Forgets whatever the file has. */
    synchronized void dropWritten() {
        TailChunk[] present = chunks;
        int gone = 0;
        while (gone < present.length && present[gone].end() <= writtenBytes) {
            gone++;
        }
        replaceChunks(Arrays.copyOfRange(present, gone, present.length));
        nextChunkBytes = FIRST_CHUNK_BYTES;
        account();
    }

    /** True once, if someone appended or read since the last time. */
    boolean wasUsed() {
        boolean was = used;
        used = false;
        return was;
    }

    /** Takes no lock, for the one who asks has the memory's. */
    boolean isQuietSince(int sweep) {
        return lastSweep - sweep < 0;
    }

    /** Cuts the file, and forgets what was in memory: its positions will be used again. */
    void cutTo(int newSizeBytes) throws IOException {
        writing.lock();
        try {
            synchronized (this) {
                sizeBytes = newSizeBytes;
                writtenBytes = newSizeBytes;
                closed = false;
                replaceChunks(NONE);
                account();
            }
            file.truncate(newSizeBytes);
        } finally {
            writing.unlock();
        }
        memory.wrote(this);
    }

    /** Recovery has found out where the file really ends. */
    void recovered(int validBytes) {
        sizeBytes = validBytes;
        writtenBytes = validBytes;
    }

    /** The segment has gone; what its file lacks is lost to readers. */
    boolean isDiscarded() {
        return discarded;
    }

    /** The segment goes: nothing of it is written any more. */
    void discard() {
        writing.lock();
        try {
            discarded = true;
            synchronized (this) {
                replaceChunks(NONE);
                account();
            }
        } finally {
            writing.unlock();
        }
        memory.wrote(this);
    }

    private void replaceChunks(TailChunk[] replacement) {
        chunks = replacement;
        long held = 0;
        for (TailChunk chunk : replacement) {
            held += chunk.capacityBytes();
        }
        heldBytes = held;
    }

    private void account() {
        long unwritten = discarded ? 0 : Math.max(0, sizeBytes - writtenBytes);
        if (unwritten != countedUnwrittenBytes || heldBytes != countedHeldBytes) {
            memory.count(this, countedHeldBytes, heldBytes, countedUnwrittenBytes, unwritten);
            countedUnwrittenBytes = unwritten;
            countedHeldBytes = heldBytes;
        }
    }
}
