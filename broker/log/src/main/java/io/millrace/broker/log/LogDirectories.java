package io.millrace.broker.log;

import io.millrace.broker.log.config.LogConfig;
import io.millrace.broker.log.fault.DirectoryRefusedException;
import io.millrace.broker.log.fault.DiskFullException;
import io.millrace.broker.log.fault.StorageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.kafka.common.Uuid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The data directories of one broker, Kafka's JBOD. Each is whole by itself, with a lock, a write-ahead log and threads of
 * its own, and fails by itself; here is only which partition lies in which. Any thread.
 */
public final class LogDirectories implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(LogDirectories.class);

    private final List<LogDirectory> opened;
    private final List<Path> unopened;
    private final boolean incomplete;

    private LogDirectories(List<LogDirectory> opened, List<Path> unopened, boolean incomplete) {
        this.opened = List.copyOf(opened);
        this.unopened = List.copyOf(unopened);
        this.incomplete = incomplete;
    }

    /** How one of them is opened. */
    @FunctionalInterface
    interface Opening {
        LogDirectory open(Path path, LogDirectoryConfig config);
    }

    /**
     * Opens all of them. One of several that its disk keeps from being opened, or whose folder is bare although it was there
     * before, is left out, as Kafka does it; {@link #unopened} has it then.
     *
     * @param record the file that remembers which directories there were; see {@link #isIncomplete}
     * @param config of the broker: what bounds memory and open files is shared out evenly
     * @throws DirectoryRefusedException what {@link LogDirectory#open} refuses, or a partition with records in two of them
     * @throws StorageException none can be opened
     */
    public static LogDirectories open(List<Path> paths, Path record, LogDirectoryConfig config, LogClock clock) {
        return open(paths, record, config, (path, share) -> LogDirectory.open(path, share, clock));
    }

    static LogDirectories open(List<Path> paths, Path record, LogDirectoryConfig config, Opening opening) {
        DirectoryOpenings openings = null;
        try {
            KnownDirectories known = KnownDirectories.read(record);
            openings = new DirectoryOpenings(known, opening, config.sharedAmong(paths.size()));
            openings.run(paths);
            List<LogDirectory> opened = openings.opened();
            Map<Path, RuntimeException> unopened = openings.unopened();
            if (opened.isEmpty()) {
                throw unopened.values().iterator().next();
            }
            unopened.forEach((path, failure) ->
                    LOGGER.error("data directory cannot be opened, the others go on path={}", path, failure));
            new DoublePartitions(opened).resolve();
            boolean missing = known.lacks(opened);
            return new LogDirectories(opened, List.copyOf(unopened.keySet()), missing || !unopened.isEmpty());
        } catch (IOException failure) {
            closeAfter(failure, openings);
            throw new StorageException("cannot read or write " + record + ": " + failure.getMessage(), failure);
        } catch (RuntimeException failure) {
            closeAfter(failure, openings);
            throw failure;
        }
    }

    /** What somebody else has opened, and this closes. */
    public static LogDirectories of(List<LogDirectory> opened) {
        return new LogDirectories(opened, List.of(), false);
    }

    private static void closeAfter(Exception failure, DirectoryOpenings openings) {
        for (LogDirectory directory : openings == null ? List.<LogDirectory>of() : openings.opened()) {
            try {
                directory.close();
            } catch (RuntimeException alsoFailed) {
                failure.addSuppressed(alsoFailed);
            }
        }
    }

    /** Those that were opened, online or not, in the order in which they were named. */
    public List<LogDirectory> all() {
        return opened;
    }

    /** Those that could not be opened. */
    public List<Path> unopened() {
        return unopened;
    }

    /**
     * Whether a directory was not there at the start that held data before: a partition that is found nowhere may lie in it.
     */
    public boolean isIncomplete() {
        return incomplete;
    }

    /** False when nothing can be stored any more. */
    public boolean isAnyOnline() {
        return opened.stream().anyMatch(LogDirectory::isOnline);
    }

    /** Where a partition lies, be it online or not. */
    public Optional<LogDirectory> directoryOf(Uuid topicId, int partition) {
        for (LogDirectory directory : opened) {
            if (directory.get(topicId, partition).isPresent()) {
                return Optional.of(directory);
            }
        }
        return Optional.empty();
    }

    /** Whether a partition lies in a directory that has failed. */
    public boolean isOffline(Uuid topicId, int partition) {
        return directoryOf(topicId, partition)
                .filter(directory -> !directory.isOnline())
                .isPresent();
    }

    /** All logs that lie in directories that are online. */
    public List<PartitionLog> logs() {
        return opened.stream()
                .filter(LogDirectory::isOnline)
                .flatMap(directory -> directory.logs().stream())
                .toList();
    }

    /**
     * Creates a partition's log, or returns the existing one with the given configuration. A new one goes to the directory
     * with the fewest partitions, the first of several, that has room for it.
     *
     * @throws StorageException the directory is offline or its disk full, or all are
     */
    public synchronized PartitionLog create(Uuid topicId, String topic, int partition, LogConfig config) {
        Optional<LogDirectory> present = directoryOf(topicId, partition);
        if (present.isPresent()) {
            return present.get().create(topicId, topic, partition, config);
        }
        DiskFullException full = null;
        for (LogDirectory directory : leastFilledFirst()) {
            try {
                return directory.create(topicId, topic, partition, config);
            } catch (DiskFullException noRoom) {
                LOGGER.warn(
                        "no room for a new partition path={} topic={} partition={} reason={}",
                        directory.path(),
                        topic,
                        partition,
                        noRoom.getMessage());
                if (full == null) {
                    full = noRoom;
                } else {
                    full.addSuppressed(noRoom);
                }
            }
        }
        throw full == null ? new StorageException("no data directory is online", null) : full;
    }

    private List<LogDirectory> leastFilledFirst() {
        return opened.stream()
                .filter(LogDirectory::isOnline)
                .sorted(Comparator.comparingInt(LogDirectory::partitionCount))
                .toList();
    }

    /** As {@link LogDirectory#delete}. */
    public void delete(Uuid topicId, int partition) {
        directoryOf(topicId, partition).ifPresent(directory -> directory.delete(topicId, partition));
    }

    /** As {@link LogDirectory#setAside}. */
    public void setAside(Uuid topicId, int partition) {
        directoryOf(topicId, partition).ifPresent(directory -> directory.setAside(topicId, partition));
    }

    /** As {@link LogDirectory#recordBrokerEpoch}. */
    public void recordBrokerEpoch(long brokerEpoch) {
        opened.forEach(directory -> directory.recordBrokerEpoch(brokerEpoch));
    }

    /** As {@link LogDirectory#producerIdExpirationMs}. */
    public void producerIdExpirationMs(long milliseconds) {
        opened.forEach(directory -> directory.producerIdExpirationMs(milliseconds));
    }

    /** Called once for each directory that goes offline (at once if it is already), when it is. */
    public void onFailure(BiConsumer<LogDirectory, Throwable> listener) {
        opened.forEach(directory -> directory.onFailure(reason -> listener.accept(directory, reason)));
    }

    /** Of each directory, in their order. */
    public List<LogDirectoryCounters> counters() {
        return opened.stream().map(LogDirectory::counters).toList();
    }

    /** Closes each, whatever becomes of the others. */
    @Override
    public void close() {
        RuntimeException failed = null;
        for (LogDirectory directory : opened) {
            try {
                directory.close();
            } catch (RuntimeException failure) {
                if (failed == null) {
                    failed = failure;
                } else {
                    failed.addSuppressed(failure);
                }
            }
        }
        if (failed != null) {
            throw failed;
        }
    }
}
