package io.millrace.broker.log.segment;

import io.millrace.broker.log.file.DiskFileStore;
import io.millrace.broker.log.file.FileStore;
import java.io.IOException;
import java.io.SyncFailedException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The real disk, where something can happen while a file is synced. */
final class HookedFileStore implements FileStore {
    private final FileStore disk = new DiskFileStore();
    private final List<Path> syncedDirectories = new ArrayList<>();
    private Runnable onNextSync = () -> {};

    /** Once, before the sync returns. */
    void onNextSync(Runnable hook) {
        onNextSync = hook;
    }

    List<Path> syncedDirectories() {
        return syncedDirectories;
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
        disk.sync(path, channel);
        Runnable hook = onNextSync;
        onNextSync = () -> {};
        hook.run();
    }

    @Override
    public void truncate(Path path, FileChannel channel, long sizeBytes) throws IOException {
        disk.truncate(path, channel, sizeBytes);
    }

    @Override
    public void syncDirectory(Path directory) throws SyncFailedException {
        disk.syncDirectory(directory);
        syncedDirectories.add(directory);
    }
}
