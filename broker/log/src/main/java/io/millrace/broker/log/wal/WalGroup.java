package io.millrace.broker.log.wal;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The entries that the next sync makes durable together: their bytes, where they go, and who waits for them. */
final class WalGroup {
    private static final int INITIAL_BYTES = 64 << 10;

    private final int maxBytes;
    private final List<Chunk> chunks = new ArrayList<>();
    private final List<DurabilityCursor> cursors = new ArrayList<>();
    private ByteBuffer bytes;
    private long number;

    WalGroup(int maxBytes) {
        this.maxBytes = maxBytes;
        this.bytes = ByteBuffer.allocateDirect(Math.min(INITIAL_BYTES, maxBytes));
    }

    void reset(long newNumber) {
        number = newNumber;
        bytes.clear();
        chunks.clear();
        cursors.clear();
    }

    boolean isEmpty() {
        return bytes.position() == 0;
    }

    /** An empty group takes an entry of any allowed size. */
    boolean hasRoomFor(int entryBytes) {
        return entryBytes <= maxBytes - bytes.position();
    }

    void add(WalEntry entry, WalFileLife life, long position, int positionInFile) {
        int entryBytes = WalEntryCodec.sizeBytes(entry);
        growFor(entryBytes);
        if (chunks.isEmpty() || chunks.get(chunks.size() - 1).life().sequence() != life.sequence()) {
            chunks.add(new Chunk(life, positionInFile, bytes.position()));
        }
        WalEntryCodec.encode(entry, position, bytes);
    }

    void add(DurabilityCursor cursor, long endOffset) {
        if (cursor.add(number, endOffset)) {
            cursors.add(cursor);
        }
    }

    List<Chunk> chunks() {
        return chunks;
    }

    /** The bytes of one chunk, which end where the next one begins. */
    ByteBuffer bytesOf(int chunkIndex) {
        int start = chunks.get(chunkIndex).bufferStart();
        int end = chunkIndex + 1 < chunks.size() ? chunks.get(chunkIndex + 1).bufferStart() : bytes.position();
        return bytes.slice(start, end - start);
    }

    void completeAll() {
        for (DurabilityCursor cursor : cursors) {
            cursor.complete(number);
        }
    }

    private void growFor(int entryBytes) {
        int needed = bytes.position() + entryBytes;
        if (needed <= bytes.capacity()) {
            return;
        }
        int capacity = (int) Math.min(maxBytes, Math.max(needed, 2L * bytes.capacity()));
        bytes = ByteBuffer.allocateDirect(capacity).put(bytes.flip());
    }

    /** A run of entries that goes to one place in one file. */
    record Chunk(WalFileLife life, int positionInFile, int bufferStart) {}

    /** A file in one of its lives. */
    record WalFileLife(WalFile file, long sequence, long previousEnd) {}
}
