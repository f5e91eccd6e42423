package io.millrace.broker.log.wal;

import io.millrace.broker.log.file.DiskFileStore;
import io.millrace.broker.log.file.FileStore;
import java.io.IOException;
import java.io.SyncFailedException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * A disk with blocks of a given size that requires of direct writes what a real one requires, keeps them in the page
 * cache all the same, remembers them, and may refuse them.
 */
final class BlockFileStore implements FileStore {
    private final FileStore disk = new DiskFileStore();
    private final long blockBytes;
    private final boolean direct;
    private final List<Write> writes = new ArrayList<>();
    private final List<FileChannel> directChannels = new ArrayList<>();
    private volatile boolean full;
    private volatile CountDownLatch released = new CountDownLatch(0);
    private volatile CountDownLatch reached = new CountDownLatch(0);

    /** Where a write went. */
    record Write(Path path, long position, int length, boolean direct) {}

    BlockFileStore(long blockBytes, boolean direct) {
        this.blockBytes = blockBytes;
        this.direct = direct;
    }

    /** The next sync of a group, not that of a new file, waits until {@link #release}; returns what tells that it does. */
    CountDownLatch hold() {
        CountDownLatch waits = new CountDownLatch(1);
        released = new CountDownLatch(1);
        reached = waits;
        return waits;
    }

    void release() {
        released.countDown();
    }

    /** From now on nothing can be written. */
    void fill() {
        full = true;
    }

    private void awaitRelease() throws SyncFailedException {
        reached.countDown();
        try {
            released.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new SyncFailedException("interrupted");
        }
    }

    synchronized List<Write> writes() {
        return List.copyOf(writes);
    }

    @Override
    public FileChannel open(Path path) throws IOException {
        return disk.open(path);
    }

    @Override
    public synchronized FileChannel openDirect(Path path) throws IOException {
        if (!direct) {
            throw new IOException("direct I/O is not supported for " + path);
        }
        FileChannel channel = disk.open(path);
        directChannels.add(channel);
        return channel;
    }

    @Override
    public long blockBytes(Path path) {
        return blockBytes;
    }

    @Override
    public synchronized void write(Path path, FileChannel channel, ByteBuffer bytes, long position) throws IOException {
        if (full) {
            throw new IOException("No space left on device");
        }
        boolean isDirect = directChannels.contains(channel);
        if (isDirect && (!isAligned(bytes) || position % blockBytes != 0)) {
            throw new IOException("Invalid argument");
        }
        writes.add(new Write(path, position, bytes.remaining(), isDirect));
        disk.write(path, channel, bytes, position);
    }

    private boolean isAligned(ByteBuffer bytes) {
        return bytes.remaining() % blockBytes == 0 && bytes.alignmentOffset(bytes.position(), (int) blockBytes) == 0;
    }

    @Override
    public void sync(Path path, FileChannel channel) throws SyncFailedException {
        if (Thread.currentThread().getName().startsWith("group-commit")) {
            awaitRelease();
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
