package io.millrace.broker.server.hosting;

import io.millrace.broker.log.LogDirectory;
import io.millrace.broker.log.LogDirectoryConfig;
import io.millrace.broker.log.LogDirectoryCounters;
import io.millrace.broker.log.PartitionLog;
import io.millrace.broker.log.RecoveryReport;
import io.millrace.broker.log.config.LogConfig;
import io.millrace.broker.log.fault.DiskFullException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.apache.kafka.common.Uuid;

/** A real data directory that has no room for a change when the test says so. */
public final class ScriptedLogDirectory implements LogDirectory {

    private final LogDirectory real;
    private volatile boolean full;

    public ScriptedLogDirectory(Path path) {
        this.real =
                LogDirectory.open(path, LogDirectoryConfig.of("cluster", Images.BROKER_ID), System::currentTimeMillis);
    }

    public void full(boolean isFull) {
        full = isFull;
    }

    private void requireRoom() {
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
    public void setAside(Uuid topicId, int partition) {
        real.setAside(topicId, partition);
    }

    @Override
    public boolean isOnline() {
        return real.isOnline();
    }

    @Override
    public void producerIdExpirationMs(long milliseconds) {
        real.producerIdExpirationMs(milliseconds);
    }

    @Override
    public void onFailure(Consumer<Throwable> listener) {
        real.onFailure(listener);
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
