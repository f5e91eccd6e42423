package io.millrace.broker.log.file;

import java.io.IOException;
import java.io.SyncFailedException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * The writes and syncs that durability depends on. A port, so that tests can lose what was not synced, fail a sync or
 * fill the disk at any point.
 */
public interface FileStore {
    /** Opens for reading and writing, creating the file when it is missing. */
    FileChannel open(Path path) throws IOException;

    /**
     * Opens an existing file for writes that go past the page cache: of whole blocks ({@link #blockBytes}), to a multiple
     * of a block, from memory that begins at one.
     *
     * @throws IOException if the file system refuses such writes, among other reasons
     */
    FileChannel openDirect(Path path) throws IOException;

    /** The unit in which the file system of an existing file or directory keeps data. */
    long blockBytes(Path path) throws IOException;

    /** Writes all remaining bytes at the given position. */
    void write(Path path, FileChannel channel, ByteBuffer bytes, long position) throws IOException;

    /**
     * fdatasync. After a failure the file's state is unknown, whatever the reason was: never call it again for the same
     * data.
     */
    void sync(Path path, FileChannel channel) throws SyncFailedException;

    void truncate(Path path, FileChannel channel, long sizeBytes) throws IOException;

    /** Makes creations, renames and removals inside a directory durable. */
    void syncDirectory(Path directory) throws SyncFailedException;
}
