package io.millrace.broker.log;

import java.io.IOException;
import java.io.SyncFailedException;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compacts one log after the other, apart from {@link UpkeepThread}, whose checkpoints every append depends on. */
final class CompactionThread implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(CompactionThread.class);

    private final DirectoryContext directory;
    private final LogTable logs;
    private final LogCompaction compaction;
    private final PeriodicWork work;

    CompactionThread(Path root, DirectoryContext directory, LogTable logs) {
        this.directory = directory;
        this.logs = logs;
        this.compaction = new LogCompaction(directory);
        this.work = new PeriodicWork("log-compaction-" + root);
    }

    void start() {
        work.every(directory.config().upkeep().retentionCheckMs(), this::compact);
    }

    synchronized void compact() {
        if (!directory.isOnline()) {
            return;
        }
        for (DiskPartitionLog log : logs.all()) {
            try {
                compaction.enforce(log);
            } catch (CancellationException given) {
                LOGGER.debug("compaction given up partition={} reason={}", log.parts().identity, given.getMessage());
            } catch (SyncFailedException failure) {
                directory.fail(failure);
            } catch (IOException | RuntimeException failure) {
                LOGGER.warn("compaction failed partition={}", log.parts().identity, failure);
            }
        }
    }

    /** Does not wait for a compaction to be finished, only for its present batch. */
    @Override
    public void close() {
        compaction.stop();
        work.close();
    }
}
