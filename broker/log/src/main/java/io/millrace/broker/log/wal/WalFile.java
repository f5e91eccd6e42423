package io.millrace.broker.log.wal;

import io.millrace.broker.log.fault.DirectoryRefusedException;
import io.millrace.broker.log.file.FileStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * One preallocated file. Its first block is its header, which names the sequence number of its present life, and where the file before it ended,
 * so that recovery can tell the end of the log from damage in its middle.
 */
final class WalFile implements AutoCloseable {
    /** Instead of an end: what was written before had been recovered when this life began. */
    static final long NO_PREDECESSOR = -1;

    private static final int MAGIC = 0x4D57414C;
    private static final int VERSION = 2;
    /** Without blocks: entries follow one another from {@link #UNPADDED_FIRST_ENTRY} on. */
    private static final int UNPADDED_VERSION = 1;

    private static final int UNPADDED_FIRST_ENTRY = 64;
    private static final int HEADER_BYTES = 64;
    private static final int HEADER_FIELD_BYTES = 32;
    private static final int ZEROS_BYTES = 1 << 20;

    private final FileStore store;
    private final Path path;
    private FileChannel channel;
    private boolean writable;

    WalFile(FileStore store, Path path) throws IOException {
        this.store = store;
        this.path = path;
        this.channel = store.open(path);
    }

    /** Writes zeros from end to end: blocks that exist already make each later sync cheaper and cannot run out. */
    static WalFile allocate(FileStore store, Path path, int fileBytes, WalBlocks blocks) throws IOException {
        WalFile file = new WalFile(store, path);
        try {
            file.openForWrites(blocks);
            ByteBuffer zeros = blocks.allocate(Math.min(ZEROS_BYTES, fileBytes));
            for (long position = 0; position < fileBytes; position += zeros.capacity()) {
                zeros.clear().limit((int) Math.min(zeros.capacity(), fileBytes - position));
                store.write(path, file.channel, zeros, position);
            }
            file.sync();
            store.syncDirectory(path.getParent());
            return file;
        } catch (IOException failure) {
            file.close();
            Files.deleteIfExists(path);
            throw failure;
        }
    }

    /** On disk before the first entry is: a torn header then tells that nothing was acknowledged behind it. */
    void begin(long sequence, long previousEnd, int fileBytes, WalBlocks blocks) throws IOException {
        openForWrites(blocks);
        ByteBuffer header = blocks.allocate(blocks.bytes());
        header.putInt(MAGIC)
                .putInt(VERSION)
                .putLong(sequence)
                .putLong(previousEnd)
                .putInt(fileBytes)
                .putInt(blocks.bytes())
                .putInt(headerCrc(header));
        header.clear();
        store.write(path, channel, header, 0);
        sync();
    }

    /**
     * The header of the present life, or null if none can be read: then {@link #isVirgin} tells whether there was one.
     * Later versions keep the place of the checksum.
     */
    Header readHeader() throws IOException {
        ByteBuffer header = headerBytes();
        if (header.getInt(0) != MAGIC || header.getInt(HEADER_FIELD_BYTES) != headerCrc(header)) {
            return null;
        }
        int version = header.getInt(4);
        if (version != VERSION && version != UNPADDED_VERSION) {
            throw new DirectoryRefusedException(path + " has version " + version + ", this release knows "
                    + UNPADDED_VERSION + " to " + VERSION + ": it was written by a newer release");
        }
        int firstEntry = version == VERSION ? header.getInt(28) : UNPADDED_FIRST_ENTRY;
        return new Header(header.getLong(8), header.getLong(16), header.getInt(24), firstEntry);
    }

    /** Nothing but zeros where a header goes, as {@link #allocate} leaves it. */
    boolean isVirgin() throws IOException {
        return headerBytes().equals(ByteBuffer.allocate(HEADER_BYTES));
    }

    /** Zeros stand for what a file too short does not have. */
    private ByteBuffer headerBytes() throws IOException {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
        while (header.hasRemaining() && channel.read(header, header.position()) >= 0) {
            // Read on.
        }
        return header.clear();
    }

    /** What was opened to be read takes no direct writes. */
    private void openForWrites(WalBlocks blocks) throws IOException {
        if (!writable) {
            channel.close();
            channel = blocks.open(store, path);
            writable = true;
        }
    }

    void write(ByteBuffer bytes, long position) throws IOException {
        store.write(path, channel, bytes, position);
    }

    void sync() throws IOException {
        store.sync(path, channel);
    }

    FileChannel channel() {
        return channel;
    }

    Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static int headerCrc(ByteBuffer header) {
        CRC32C crc = new CRC32C();
        crc.update(header.slice(0, HEADER_FIELD_BYTES));
        return (int) crc.getValue();
    }

    /**
     * What a file says of its present life.
     *
     * @param firstEntry the byte in the file where the first entry stands
     */
    record Header(long sequence, long previousEnd, int fileBytes, int firstEntry) {}
}
