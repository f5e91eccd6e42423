package io.millrace.broker.server.hosting;

import io.millrace.broker.log.LogDirectory;
import io.millrace.broker.log.LogDirectoryConfig;
import io.millrace.broker.log.LogDirectoryCounters;
import io.millrace.broker.log.PartitionLog;
import io.millrace.broker.log.RecoveryReport;
import io.millrace.broker.log.config.LogConfig;
import io.millrace.broker.log.fault.DiskFullException;
import io.millrace.broker.log.fault.StorageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.kafka.common.Uuid;

/** A real data directory that has no room for a change, or fails, when the test says so. */
public final class ScriptedLogDirectory implements LogDirectory {

    private final LogDirectory real;
    private final List<Consumer<Throwable>> listeners = new CopyOnWriteArrayList<>();
    private volatile boolean full;
    private volatile boolean failed;

    public ScriptedLogDirectory(Path path) {
        this.real =
                LogDirectory.open(path, LogDirectoryConfig.of("cluster", Images.BROKER_ID), System::currentTimeMillis);
    }

    public void full(boolean isFull) {
        full = isFull;
    }

    /** From now on it is offline, and whoever wants to know is told. */
    public void fail() {
        failed = true;
        var reason = new IOException("an error for this test");
        listeners.forEach(listener -> listener.accept(reason));
    }

    private void requireRoom() {
        if (failed) {
            throw new StorageException("offline for this test", null);
        }
        if (full) {
            throw new DiskFullException("no space left for this test", null);
        }
    }

    @Override
    public PartitionLog create(Uuid topicId, String topic, int partition, LogConfig config) {
        requireRoom();
        return real.create(topicId, topic, partition, config);
    }

    @Override
    public void delete(Uuid topicId, int partition) {
        requireRoom();
        real.delete(topicId, partition);
    }

    @Override
    public Path path() {
        return real.path();
    }

    @Override
    public Uuid directoryId() {
        return real.directoryId();
    }

    @Override
    public RecoveryReport recoveryReport() {
        return real.recoveryReport();
    }

    @Override
    public OptionalLong cleanShutdownBrokerEpoch() {
        return real.cleanShutdownBrokerEpoch();
    }

    @Override
    public void recordBrokerEpoch(long brokerEpoch) {
        real.recordBrokerEpoch(brokerEpoch);
    }

    @Override
    public Optional<PartitionLog> get(Uuid topicId, int partition) {
        return real.get(topicId, partition);
    }

    @Override
    public Collection<PartitionLog> logs() {
        return real.logs();
    }

    @Override
    public int partitionCount() {
        return real.partitionCount();
    }

    @Override
    public void setAside(Uuid topicId, int partition) {
        real.setAside(topicId, partition);
    }

    @Override
    public boolean isOnline() {
        return !failed && real.isOnline();
    }

    @Override
    public void producerIdExpirationMs(long milliseconds) {
        real.producerIdExpirationMs(milliseconds);
    }

    @Override
    public void onFailure(Consumer<Throwable> listener) {
        real.onFailure(listener);
        listeners.add(listener);
    }

    @Override
    public LogDirectoryCounters counters() {
        return real.counters();
    }

    @Override
    public void close() {
        real.close();
    }
}
