package io.millrace.broker.log.file;

import java.io.IOException;
import java.io.SyncFailedException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/**
 * A disk that is watched: what happens to some of its files, or to all, is counted, and can be made to wait, to fail, or
 * to have something else happen meanwhile. Any thread.
 */
public final class HookedFileStore implements FileStore {
    private final FileStore disk;
    private final Predicate<Path> watched;
    private final AtomicInteger writes = new AtomicInteger();
    private final List<Path> synced = new CopyOnWriteArrayList<>();
    private final AtomicInteger failedSyncs = new AtomicInteger();
    private final AtomicReference<Hook> beforeNextWrite = new AtomicReference<>(() -> {});
    private final AtomicReference<Runnable> onNextSync = new AtomicReference<>(() -> {});
    private volatile String syncFailure;
    private volatile String writeFailure;
    private volatile CountDownLatch released = new CountDownLatch(0);
    private volatile CountDownLatch reached = new CountDownLatch(0);

    /** Watches everything. */
    public HookedFileStore() {
        this(path -> true);
    }

    /** Watches the files whose names end so. */
    public HookedFileStore(String suffix) {
        this(path -> path.toString().endsWith(suffix));
    }

    public HookedFileStore(Predicate<Path> watched) {
        this(watched, new DiskFileStore());
    }

    public HookedFileStore(Predicate<Path> watched, FileStore disk) {
        this.watched = watched;
        this.disk = disk;
    }

    /** What happens before a write; whatever it throws, the write fails with. */
    @FunctionalInterface
    public interface Hook {
        void run() throws IOException;
    }

    /** From now on writes wait until {@link #release}. */
    public void holdWrites() {
        reached = new CountDownLatch(1);
        released = new CountDownLatch(1);
    }

    public void awaitHeldWrite() throws InterruptedException {
        reached.await();
    }

    public void release() {
        released.countDown();
    }

    /** Each write puts half of its bytes down and fails; null heals the disk. */
    public void failWrites(String message) {
        writeFailure = message;
    }

    /** Null heals the disk. */
    public void failSyncs(String message) {
        syncFailure = message;
    }

    public void beforeNextWrite(Hook hook) {
        beforeNextWrite.set(hook);
    }

    /** Once, when a file or the names in a directory have been synced, and nobody knows it yet. */
    public void onNextSync(Runnable hook) {
        onNextSync.set(hook);
    }

    public int writes() {
        return writes.get();
    }

    /** Of files and directories, those that failed left out. */
    public int syncs() {
        return synced.size();
    }

    public int failedSyncs() {
        return failedSyncs.get();
    }

    /** A file's content, or a directory's names. */
    public boolean hasSynced(Path path) {
        return synced.contains(path);
    }

    /** Each as often as its names were synced. */
    public List<Path> syncedDirectories() {
        return synced.stream().filter(Files::isDirectory).toList();
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
        if (watched.test(path)) {
            writes.incrementAndGet();
            awaitRelease();
            beforeNextWrite.getAndSet(() -> {}).run();
            String failure = writeFailure;
            if (failure != null) {
                ByteBuffer half = bytes.duplicate();
                disk.write(path, channel, half.limit(half.position() + half.remaining() / 2), position);
                throw new IOException(failure);
            }
        }
        disk.write(path, channel, bytes, position);
    }

    private void awaitRelease() throws IOException {
        reached.countDown();
        try {
            released.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
    }

    @Override
    public void sync(Path path, FileChannel channel) throws SyncFailedException {
        if (watched.test(path)) {
            begin();
            disk.sync(path, channel);
            done(path);
        } else {
            disk.sync(path, channel);
        }
    }

    @Override
    public void truncate(Path path, FileChannel channel, long sizeBytes) throws IOException {
        disk.truncate(path, channel, sizeBytes);
    }

    @Override
    public void syncDirectory(Path directory) throws SyncFailedException {
        if (watched.test(directory)) {
            begin();
            disk.syncDirectory(directory);
            done(directory);
        } else {
            disk.syncDirectory(directory);
        }
    }

    private void begin() throws SyncFailedException {
        String failure = syncFailure;
        if (failure != null) {
            failedSyncs.incrementAndGet();
            throw new SyncFailedException(failure);
        }
    }

    private void done(Path path) {
        synced.add(path);
        onNextSync.getAndSet(() -> {}).run();
    }
}
