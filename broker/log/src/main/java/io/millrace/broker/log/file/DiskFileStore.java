package io.millrace.broker.log.file;

import com.sun.nio.file.ExtendedOpenOption;
import java.io.IOException;
import java.io.SyncFailedException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The real disk. */
public final class DiskFileStore implements FileStore {
    @Override
    public FileChannel open(Path path) throws IOException {
        return FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
    }

    @Override
    public FileChannel openDirect(Path path) throws IOException {
        try {
            return FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE, ExtendedOpenOption.DIRECT);
        } catch (UnsupportedOperationException refused) {
            throw new IOException("direct I/O is not supported for " + path, refused);
        }
    }

    @Override
    public long blockBytes(Path path) throws IOException {
        return Files.getFileStore(path).getBlockSize();
    }

    @Override
    public void write(Path path, FileChannel channel, ByteBuffer bytes, long position) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
    }

    @Override
    public void sync(Path path, FileChannel channel) throws SyncFailedException {
        try {
            channel.force(false);
        } catch (IOException failure) {
            throw syncFailed(path, failure);
        }
    }

    @Override
    public void truncate(Path path, FileChannel channel, long sizeBytes) throws IOException {
        channel.truncate(sizeBytes);
    }

    @Override
    public void syncDirectory(Path directory) throws SyncFailedException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException failure) {
            throw syncFailed(directory, failure);
        }
    }

    private static SyncFailedException syncFailed(Path path, IOException cause) {
        SyncFailedException failure = new SyncFailedException("cannot sync " + path + ": " + cause.getMessage());
        failure.initCause(cause);
        return failure;
    }
}
