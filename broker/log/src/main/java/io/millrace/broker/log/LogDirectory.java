package io.millrace.broker.log;

import io.millrace.broker.log.config.LogConfig;
import io.millrace.broker.log.fault.DirectoryRefusedException;
import io.millrace.broker.log.file.DiskFileStore;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.apache.kafka.common.Uuid;

/** One data directory: its lock, its identity, its shared write-ahead log and all partition logs in it. */
public interface LogDirectory extends AutoCloseable {
    /**
     * Opens, recovers and locks a directory, creating it when it does not exist.
     *
     * @throws DirectoryRefusedException in use, of a newer version, or of another cluster or node
     */
    static LogDirectory open(Path path, LogDirectoryConfig config, LogClock clock) {
        return DiskLogDirectory.open(path, config, clock, new DiskFileStore());
    }

    Path path();

    Uuid directoryId();

    RecoveryReport recoveryReport();

    /** The broker epoch of the previous process, present only when that process stopped cleanly. */
    OptionalLong cleanShutdownBrokerEpoch();

    /** Remembered in the marker that a clean {@link #close()} writes. */
    void recordBrokerEpoch(long brokerEpoch);

    /** Creates a partition's log, or returns the existing one with the given configuration. */
    PartitionLog create(Uuid topicId, String topic, int partition, LogConfig config);

    Optional<PartitionLog> get(Uuid topicId, int partition);

    Collection<PartitionLog> logs();

    /** How many there are of {@link #logs()}. */
    int partitionCount();

    /** Gone for readers and writers at once; files are removed in the background after file.delete.delay.ms. */
    void delete(Uuid topicId, int partition);

    /** For a log that the cluster does not know: renamed, kept and counted, never deleted. */
    void setAside(Uuid topicId, int partition);

    /** False after a failed write or sync: nothing is acknowledged any more. */
    boolean isOnline();

    /** From now on an idle producer is forgotten after so long ({@code producer.id.expiration.ms}). Any thread. */
    void producerIdExpirationMs(long milliseconds);

    /** Called once, when the directory goes offline (at once if it is already). */
    void onFailure(Consumer<Throwable> listener);

    LogDirectoryCounters counters();

    /** Syncs everything, writes the clean-shutdown marker and releases the lock. */
    @Override
    void close();
}
