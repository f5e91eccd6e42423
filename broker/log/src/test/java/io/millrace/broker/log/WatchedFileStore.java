package io.millrace.broker.log;

import io.millrace.broker.log.file.DiskFileStore;
import io.millrace.broker.log.file.FileStore;
import java.io.IOException;
import java.io.SyncFailedException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts what happens to files whose name ends with a suffix; while held, their writes wait. */
final class WatchedFileStore implements FileStore {
    private final FileStore disk = new DiskFileStore();
    private final String suffix;
    private final AtomicInteger writes = new AtomicInteger();
    private final AtomicInteger syncs = new AtomicInteger();
    private volatile CountDownLatch released = new CountDownLatch(0);
    private volatile CountDownLatch reached = new CountDownLatch(0);

    WatchedFileStore(String suffix) {
        this.suffix = suffix;
    }

    void hold() {
        reached = new CountDownLatch(1);
        released = new CountDownLatch(1);
    }

    void awaitHeldWrite() throws InterruptedException {
        reached.await();
    }

    void release() {
        released.countDown();
    }

    int writes() {
        return writes.get();
    }

    int syncs() {
        return syncs.get();
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
        if (path.toString().endsWith(suffix)) {
            writes.incrementAndGet();
            reached.countDown();
            try {
                released.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IOException(interrupted);
            }
        }
        disk.write(path, channel, bytes, position);
    }

    @Override
    public void sync(Path path, FileChannel channel) throws SyncFailedException {
        if (path.toString().endsWith(suffix)) {
            syncs.incrementAndGet();
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
