package io.millrace.broker.log;

import io.millrace.broker.log.file.DiskFileStore;
import io.millrace.broker.log.file.FileStore;
import java.io.IOException;
import java.io.SyncFailedException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The real disk, which counts how often it is told to sync, and remembers what. */
final class CountingFileStore implements FileStore {
    private final FileStore disk = new DiskFileStore();
    private final AtomicInteger syncs = new AtomicInteger();
    private final Set<Path> synced = ConcurrentHashMap.newKeySet();
    private volatile Runnable onNextSyncOf = () -> {};
    private volatile Path awaited;

    int syncs() {
        return syncs.get();
    }

    /** Once, when the names in a directory have been synced. */
    void onNextSyncOf(Path directory, Runnable hook) {
        onNextSyncOf = hook;
        awaited = directory;
    }

    /** A file's content, or a directory's names. */
    boolean hasSynced(Path path) {
        return synced.contains(path);
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
        disk.write(path, channel, bytes, position);
    }

    @Override
    public void sync(Path path, FileChannel channel) throws SyncFailedException {
        syncs.incrementAndGet();
        disk.sync(path, channel);
        synced.add(path);
    }

    @Override
    public void truncate(Path path, FileChannel channel, long sizeBytes) throws IOException {
        disk.truncate(path, channel, sizeBytes);
    }

    @Override
    public void syncDirectory(Path directory) throws SyncFailedException {
        syncs.incrementAndGet();
        disk.syncDirectory(directory);
        synced.add(directory);
        if (directory.equals(awaited)) {
            awaited = null;
            onNextSyncOf.run();
        }
    }
}
