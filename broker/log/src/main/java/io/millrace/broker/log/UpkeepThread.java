package io.millrace.broker.log;

import io.millrace.broker.log.upkeep.RecoveryCheckpoint;
import io.millrace.broker.log.wal.WriteAheadLog;
import java.io.IOException;
import java.io.SyncFailedException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory's background work, one thing after the other on one thread: syncing segments so that the write-ahead log
 * can be trimmed, retention, removal of files.
 */
final class UpkeepThread implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(UpkeepThread.class);
    private static final long REMOVAL_PERIOD_MS = 1_000;

    private final Path root;
    private final DirectoryContext directory;
    private final LogTable logs;
    private final RemovedFiles removedFiles;
    private final LogRetention retention;
    private final PeriodicWork work;
    private final AtomicBoolean checkpointRequested = new AtomicBoolean();

    UpkeepThread(Path root, DirectoryContext directory, LogTable logs, RemovedFiles removedFiles) {
        this.root = root;
        this.directory = directory;
        this.logs = logs;
        this.removedFiles = removedFiles;
        this.retention = new LogRetention(directory);
        this.work = new PeriodicWork("log-upkeep-" + root);
    }

    void start() {
        LogDirectoryConfig.UpkeepSettings settings = directory.config().upkeep();
        work.every(settings.checkpointMs(), this::checkpointQuietly);
        work.every(settings.retentionCheckMs(), this::enforceRetention);
        work.every(REMOVAL_PERIOD_MS, this::removeDueFiles);
    }

    /** Soon, on the upkeep thread. */
    void requestCheckpoint() {
        if (!work.isClosed() && checkpointRequested.compareAndSet(false, true)) {
            work.once(this::checkpointQuietly);
        }
    }

    /**
     * Syncs every changed partition, writes down how far they are, and frees write-ahead log files. The position is taken
     * first: what was appended before it is in the segments already, and each checkpoint writes those out before it syncs them.
     */
    synchronized void checkpoint() throws IOException {
        checkpointRequested.set(false);
        directory.checkpoints().begin();
        WriteAheadLog wal = directory.wal();
        long walPosition = wal.endPosition();
        List<DiskPartitionLog> changed =
                logs.all().stream().filter(UpkeepThread::needsCheckpoint).toList();
        // The directories of all of these are there by now, and so are their names on disk before anything says so.
        directory.store().syncDirectory(root);
        PartitionThreads.forEach(changed, "log-checkpoint", this::checkpoint);
        Map<RecoveryCheckpoint.Key, RecoveryCheckpoint.Entry> entries = new LinkedHashMap<>();
        for (DiskPartitionLog log : logs.all()) {
            LogParts parts = log.parts();
            parts.maintenance.lock();
            try {
                if (logs.find(parts.identity.key()) == log) {
                    entries.put(parts.identity.key(), log.checkpointer().entry());
                }
            } finally {
                parts.maintenance.unlock();
            }
        }
        new RecoveryCheckpoint(walPosition, entries).write(directory.store(), root);
        entries.forEach((key, entry) -> {
            DiskPartitionLog log = logs.find(key);
            if (log != null) {
                record(log.parts(), entry);
            }
        });
        directory.checkpoints().reached(walPosition);
        wal.releaseBefore(walPosition);
    }

    /**
     * Somebody else's checkpoint of this log, which an append or a change of its configuration may want, is waited for: if
     * it fails, what it was to put on disk is still to be done before anything is freed.
     */
    private static boolean needsCheckpoint(DiskPartitionLog log) {
        LogParts parts = log.parts();
        parts.maintenance.lock();
        try {
            return parts.needsCheckpoint();
        } finally {
            parts.maintenance.unlock();
        }
    }

    private static void record(LogParts parts, RecoveryCheckpoint.Entry entry) {
        parts.maintenance.lock();
        try {
            parts.recorded(entry);
        } finally {
            parts.maintenance.unlock();
        }
    }

    private void checkpoint(DiskPartitionLog log) throws IOException {
        LogParts parts = log.parts();
        parts.maintenance.lock();
        try {
            if (logs.find(parts.identity.key()) == log) {
                log.checkpointer().checkpoint();
            }
        } finally {
            parts.maintenance.unlock();
        }
    }

    void enforceRetention() {
        if (!directory.isOnline()) {
            return;
        }
        for (DiskPartitionLog log : logs.all()) {
            try {
                retention.enforce(log);
            } catch (SyncFailedException failure) {
                directory.fail(failure);
            } catch (IOException | RuntimeException failure) {
                LOGGER.warn("retention failed partition={}", log.parts().identity, failure);
            }
        }
    }

    void removeDueFiles() {
        if (directory.isOnline()) {
            removedFiles.removeDue();
        }
    }

    void checkpointQuietly() {
        if (!directory.isOnline()) {
            return;
        }
        try {
            checkpoint();
        } catch (IOException failure) {
            LOGGER.warn("checkpoint failed: {}", directory.writeFailed(failure).getMessage());
        } catch (RuntimeException failure) {
            LOGGER.error("checkpoint failed", failure);
        }
    }

    @Override
    public void close() {
        work.close();
    }
}
