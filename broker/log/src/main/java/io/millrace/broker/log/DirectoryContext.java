package io.millrace.broker.log;

import io.millrace.broker.log.fault.DiskFullException;
import io.millrace.broker.log.fault.LogException;
import io.millrace.broker.log.fault.StorageException;
import io.millrace.broker.log.file.DiskSpace;
import io.millrace.broker.log.file.FileStore;
import io.millrace.broker.log.segment.IndexCache;
import io.millrace.broker.log.segment.OpenFiles;
import io.millrace.broker.log.segment.SegmentContext;
import io.millrace.broker.log.segment.TailMemory;
import io.millrace.broker.log.wal.WriteAheadLog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.apache.kafka.common.protocol.Errors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the partition logs of one directory share: the disk, the write-ahead log, and whether it is still online. */
final class DirectoryContext {
    private static final Logger LOGGER = LoggerFactory.getLogger(DirectoryContext.class);

    private final FileStore store;
    private final LogDirectoryConfig config;
    private final LogClock clock;
    private final SegmentContext segments;
    private final LongAdder appendedBytes = new LongAdder();
    private final LongAdder diskFullRefusals = new LongAdder();
    private final LongAdder strayDirectories = new LongAdder();
    private final CheckpointProgress checkpoints;
    private final List<Consumer<Throwable>> failureListeners = new ArrayList<>();
    private volatile WriteAheadLog wal;
    private volatile long producerIdExpirationMs;
    private volatile Throwable failure;

    DirectoryContext(FileStore store, LogDirectoryConfig config, LogClock clock) {
        this.store = store;
        this.config = config;
        this.clock = clock;
        this.checkpoints = new CheckpointProgress(config.wal().totalBytes());
        this.producerIdExpirationMs = config.upkeep().producerIdExpirationMs();
        this.segments = new SegmentContext(
                store,
                new OpenFiles(config.upkeep().maxOpenFiles()),
                new IndexCache(config.upkeep().indexCacheBytes()),
                new TailMemory(config.tails()));
    }

    FileStore store() {
        return store;
    }

    LogDirectoryConfig config() {
        return config;
    }

    LogClock clock() {
        return clock;
    }

    SegmentContext segments() {
        return segments;
    }

    CheckpointProgress checkpoints() {
        return checkpoints;
    }

    /** When an idle producer is forgotten. */
    long producerIdExpirationMs() {
        return producerIdExpirationMs;
    }

    void producerIdExpirationMs(long newest) {
        producerIdExpirationMs = newest;
    }

    /** What segments have in memory only. */
    TailMemory tails() {
        return segments.tails();
    }

    /** Null while the directory is being recovered: what is replayed need not be logged again. */
    WriteAheadLog wal() {
        return wal;
    }

    void wal(WriteAheadLog opened) {
        wal = opened;
    }

    LongAdder appendedBytes() {
        return appendedBytes;
    }

    LongAdder diskFullRefusals() {
        return diskFullRefusals;
    }

    LongAdder strayDirectories() {
        return strayDirectories;
    }

    boolean isOnline() {
        return failure == null;
    }

    void requireOnline() {
        Throwable cause = failure;
        if (cause != null) {
            throw new StorageException("the data directory is offline: " + cause.getMessage(), cause);
        }
    }

    /** A failed write: a full disk refuses this one append, anything else takes the directory offline. */
    LogException writeFailed(IOException cause) {
        if (DiskSpace.isExhausted(cause)) {
            diskFullRefusals.increment();
            return new DiskFullException("disk full: " + cause.getMessage(), cause);
        }
        fail(cause);
        return new StorageException("write failed, the data directory is offline: " + cause.getMessage(), cause);
    }

    /** A failed read harms nobody but its reader. */
    LogException readFailed(IOException cause) {
        return new StorageException("read failed: " + cause.getMessage(), cause);
    }

    void fail(Throwable cause) {
        List<Consumer<Throwable>> listeners;
        synchronized (failureListeners) {
            if (failure != null) {
                return;
            }
            failure = cause;
            listeners = List.copyOf(failureListeners);
        }
        LOGGER.error("data directory offline reason={}", cause.getMessage(), cause);
        WriteAheadLog inUse = wal;
        if (inUse != null) {
            inUse.abandon(cause);
        }
        listeners.forEach(listener -> listener.accept(cause));
    }

    void onFailure(Consumer<Throwable> listener) {
        synchronized (failureListeners) {
            if (failure == null) {
                failureListeners.add(listener);
                return;
            }
        }
        listener.accept(failure);
    }

    LogException closed(String what) {
        return new LogException(Errors.KAFKA_STORAGE_ERROR, what + " is closed");
    }
}
