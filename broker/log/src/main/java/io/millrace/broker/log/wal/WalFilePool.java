package io.millrace.broker.log.wal;

import io.millrace.broker.log.file.DiskSpace;
import io.millrace.broker.log.file.FileStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files that are free for their next life, and the thread that prepares a further one before it is needed. Files are
 * reused in the order in which they were freed, so what recovery may still find is always the younger end.
 */
final class WalFilePool implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(WalFilePool.class);

    private final FileStore store;
    private final Path directory;
    private final WalSettings settings;
    private final WalBlocks blocks;
    private final ExecutorService preparer;
    private final Runnable onChange;
    private final Deque<WalFile> free = new ArrayDeque<>();
    private final List<WalFile> all = new ArrayList<>();
    private IOException lastFailure;
    private boolean preparing;
    private int nextSlot;

    /**
     * Begins with what recovery has left.
     *
     * @param freeFiles what nobody needs any more, oldest life first
     * @param usedFiles what is given back after the next checkpoint
     */
    WalFilePool(
            FileStore store,
            Path directory,
            WalSettings settings,
            WalBlocks blocks,
            List<WalFile> freeFiles,
            List<WalFile> usedFiles,
            Runnable onChange) {
        this.store = store;
        this.directory = directory;
        this.settings = settings;
        this.blocks = blocks;
        this.onChange = onChange;
        this.free.addAll(freeFiles);
        this.all.addAll(freeFiles);
        this.all.addAll(usedFiles);
        this.preparer = Executors.newSingleThreadExecutor(task -> {
            Thread thread =
                    new Thread(task, "wal-files-" + directory.getParent().getFileName());
            thread.setDaemon(true);
            return thread;
        });
        prepare();
    }

    /** Whether {@link #take} has a file; if not, one is asked for. */
    synchronized boolean hasFree() {
        prepare();
        return !free.isEmpty();
    }

    /** A free file, which must be there; the one after it is asked for. */
    synchronized WalFile take() {
        WalFile file = free.removeFirst();
        prepare();
        return file;
    }

    synchronized void giveBack(WalFile file) {
        free.addLast(file);
    }

    /** Why the last file could not be prepared, or null if the last attempt went well. */
    synchronized IOException lastFailure() {
        return lastFailure;
    }

    synchronized int inUse() {
        return all.size() - free.size();
    }

    private synchronized void prepare() {
        if (free.isEmpty() && !preparing && all.size() < settings.maxFiles() && !preparer.isShutdown()) {
            preparing = true;
            preparer.execute(this::allocateOne);
        }
    }

    private void allocateOne() {
        WalFile file = null;
        IOException failure = null;
        try {
            file = WalFile.allocate(store, nextPath(), settings.fileBytes(), blocks);
        } catch (IOException cannotAllocate) {
            failure = cannotAllocate;
            LOGGER.warn(
                    "cannot prepare a write-ahead log file directory={} diskFull={} reason={}",
                    directory,
                    DiskSpace.isExhausted(cannotAllocate),
                    cannotAllocate.getMessage());
        }
        synchronized (this) {
            preparing = false;
            lastFailure = failure;
            if (file != null) {
                free.addLast(file);
                all.add(file);
            }
        }
        onChange.run();
    }

    private synchronized Path nextPath() {
        Path path;
        do {
            path = directory.resolve(String.format("%05d.wal", nextSlot++));
        } while (isTaken(path));
        return path;
    }

    private boolean isTaken(Path path) {
        return Files.exists(path) || all.stream().anyMatch(file -> file.path().equals(path));
    }

    @Override
    public void close() throws IOException {
        preparer.shutdown();
        try {
            if (!preparer.awaitTermination(1, TimeUnit.MINUTES)) {
                LOGGER.warn("preparing a write-ahead log file takes too long to wait for directory={}", directory);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        synchronized (this) {
            for (WalFile file : all) {
                file.close();
            }
        }
    }
}
