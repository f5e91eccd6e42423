package io.millrace.broker.log;

import io.millrace.broker.log.file.DiskFileStore;
import io.millrace.broker.log.file.FileStore;
import java.io.IOException;
import java.io.SyncFailedException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** A disk whose syncs or writes fail from a given moment on, for some files. */
final class FailingFileStore implements FileStore {
    private final FileStore disk = new DiskFileStore();
    private final Predicate<Path> concerned;
    private final AtomicInteger failedSyncs = new AtomicInteger();
    private volatile String syncFailure;
    private volatile String writeFailure;

    FailingFileStore(String suffix) {
        this(path -> path.toString().endsWith(suffix));
    }

    FailingFileStore(Predicate<Path> concerned) {
        this.concerned = concerned;
    }

    void failSyncs(String message) {
        syncFailure = message;
    }

    /** Each write puts half of its bytes down and fails; null heals the disk. */
    void failWrites(String message) {
        writeFailure = message;
    }

    int failedSyncs() {
        return failedSyncs.get();
    }

    @Override
    public FileChannel open(Path path) throws IOException {
        return disk.open(path);
    }

    @Override
    public FileChannel openDirect(Path path) throws IOException {
        return disk.openDirect(path);
    }

    @Override
    public long blockBytes(Path path) throws IOException {
        return disk.blockBytes(path);
    }

    @Override
    public void write(Path path, FileChannel channel, ByteBuffer bytes, long position) throws IOException {
        String message = writeFailure;
        if (message != null && concerned.test(path)) {
            ByteBuffer half = bytes.duplicate();
            disk.write(path, channel, half.limit(half.position() + half.remaining() / 2), position);
            throw new IOException(message);
        }
        disk.write(path, channel, bytes, position);
    }

    @Override
    public void sync(Path path, FileChannel channel) throws SyncFailedException {
        String message = syncFailure;
        if (message != null && concerned.test(path)) {
            failedSyncs.incrementAndGet();
            throw new SyncFailedException(message);
        }
        disk.sync(path, channel);
    }

    @Override
    public void truncate(Path path, FileChannel channel, long sizeBytes) throws IOException {
        disk.truncate(path, channel, sizeBytes);
    }

    @Override
    public void syncDirectory(Path directory) throws SyncFailedException {
        disk.syncDirectory(directory);
    }
}
