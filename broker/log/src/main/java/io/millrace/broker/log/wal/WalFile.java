package io.millrace.broker.log.wal;

import io.millrace.broker.log.file.FileStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * One preallocated file. Its header names the sequence number of its present life, and where the file before it ended,
 * so that recovery can tell the end of the log from damage in its middle.
 */
final class WalFile implements AutoCloseable {
    static final int FIRST_ENTRY = 64;

    /** Instead of an end: what was written before had been recovered when this life began. */
    static final long NO_PREDECESSOR = -1;

    private static final int MAGIC = 0x4D57414C;
    private static final int VERSION = 1;
    private static final int HEADER_FIELD_BYTES = 32;
    private static final int ZEROS_BYTES = 1 << 20;

    private final FileStore store;
    private final Path path;
    private final FileChannel channel;

    WalFile(FileStore store, Path path) throws IOException {
        this.store = store;
        this.path = path;
        this.channel = store.open(path);
    }

    /** Writes zeros from end to end: blocks that exist already make each later sync cheaper and cannot run out. */
    static WalFile allocate(FileStore store, Path path, int fileBytes) throws IOException {
        WalFile file = new WalFile(store, path);
        try {
            ByteBuffer zeros = ByteBuffer.allocateDirect(Math.min(ZEROS_BYTES, fileBytes));
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

    void begin(long sequence, long previousEnd, int fileBytes) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(FIRST_ENTRY);
        header.putInt(MAGIC)
                .putInt(VERSION)
                .putLong(sequence)
                .putLong(previousEnd)
                .putInt(fileBytes)
                .putInt(0)
                .putInt(headerCrc(header));
        header.rewind();
        store.write(path, channel, header, 0);
    }

    /** The header of the present life, or null if the file never had one or it is unreadable. */
    Header readHeader() throws IOException {
        ByteBuffer header = ByteBuffer.allocate(FIRST_ENTRY);
        while (header.hasRemaining()) {
            if (channel.read(header, header.position()) < 0) {
                return null;
            }
        }
        boolean valid = header.getInt(0) == MAGIC
                && header.getInt(4) == VERSION
                && header.getInt(HEADER_FIELD_BYTES) == headerCrc(header);
        return valid ? new Header(header.getLong(8), header.getLong(16), header.getInt(24)) : null;
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

    /** What a file says of its present life. */
    record Header(long sequence, long previousEnd, int fileBytes) {}
}
