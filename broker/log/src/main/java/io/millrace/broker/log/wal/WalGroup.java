package io.millrace.broker.log.wal;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.Uuid;

/** The entries that the next sync makes durable together: their bytes, where they go, and who waits for them. */
final class WalGroup {
    private static final int INITIAL_BYTES = 64 << 10;

    private static final int MAX_CHUNKS = 3;

    private final int maxBytes;
    private final WalBlocks blocks;
    private final ByteBuffer zeros;
    private final List<Chunk> chunks = new ArrayList<>();
    private final List<DurabilityCursor> cursors = new ArrayList<>();
    private ByteBuffer bytes;
    private long number;
    private int entries;

    WalGroup(int maxBytes, WalBlocks blocks) {
        this.maxBytes = maxBytes;
        this.blocks = blocks;
        this.zeros = ByteBuffer.allocateDirect(2 * blocks.bytes());
        this.bytes = blocks.allocate(Math.min(INITIAL_BYTES, maxBytes));
    }

    void reset(long newNumber) {
        number = newNumber;
        entries = 0;
        bytes.clear();
        chunks.clear();
        cursors.clear();
    }

    int entries() {
        return entries;
    }

    int sizeBytes() {
        return bytes.position();
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
        entries++;
    }

    void add(DurabilityCursor cursor, long endOffset) {
        if (cursor.add(number, endOffset)) {
            cursors.add(cursor);
        }
    }

    /** Ends the last chunk at the end of a block. Returns how many bytes that took. */
    int pad(long position, int positionInFile) {
        int paddingBytes = blocks.paddingBehind(positionInFile);
        if (paddingBytes > 0) {
            growFor(paddingBytes);
            ByteBuffer payload = zeros.slice(0, paddingBytes - WalEntryCodec.HEADER_BYTES);
            WalEntryCodec.encode(new WalEntry(WalEntry.Kind.PADDING, Uuid.ZERO_UUID, 0, 0, payload), position, bytes);
        }
        return paddingBytes;
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
        int most = maxBytes + MAX_CHUNKS * zeros.capacity();
        int capacity = (int) Math.min(most, Math.max(needed, 2L * bytes.capacity()));
        bytes = blocks.allocate(capacity).put(bytes.flip());
    }

    /** A run of entries that goes to one place in one file, from the beginning of a block to the end of one. */
    record Chunk(WalFileLife life, int positionInFile, int bufferStart) {}

    /** A file in one of its lives. */
    record WalFileLife(WalFile file, long sequence, long previousEnd) {}
}
