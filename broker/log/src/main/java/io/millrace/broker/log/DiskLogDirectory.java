package io.millrace.broker.log;

import io.millrace.broker.log.config.LogConfig;
import io.millrace.broker.log.fault.LogException;
import io.millrace.broker.log.fault.StorageException;
import io.millrace.broker.log.file.CleanShutdownMarker;
import io.millrace.broker.log.file.DirectoryLock;
import io.millrace.broker.log.file.FileStore;
import io.millrace.broker.log.file.MetaProperties;
import io.millrace.broker.log.segment.TailWriter;
import io.millrace.broker.log.upkeep.RecoveryCheckpoint;
import io.millrace.broker.log.wal.WalEntry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.apache.kafka.common.Uuid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The real data directory. */
final class DiskLogDirectory implements LogDirectory {
    private static final Logger LOGGER = LoggerFactory.getLogger(DiskLogDirectory.class);
    private static final long NO_BROKER_EPOCH = -1;

    private final Path path;
    private final DirectoryContext context;
    private final DirectoryLock lock;
    private final MetaProperties identity;
    private final LogTable table;
    private final UpkeepThread upkeep;
    private final TailWriter tailWriter;
    private final CompactionThread compaction;
    private final OptionalLong cleanBrokerEpoch;
    private final RecoveryReport report;
    private volatile long brokerEpoch = NO_BROKER_EPOCH;
    private boolean closed;

    static DiskLogDirectory open(Path path, LogDirectoryConfig config, LogClock clock, FileStore store) {
        DirectoryLock lock = null;
        try {
            Files.createDirectories(path);
            lock = DirectoryLock.acquire(path);
            MetaProperties identity = MetaProperties.claim(store, path, config.clusterId(), config.nodeId());
            return new DiskLogDirectory(path, new DirectoryContext(store, config, clock), lock, identity);
        } catch (IOException | RuntimeException failure) {
            release(lock, failure);
            if (failure instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            throw new StorageException("cannot open " + path + ": " + failure.getMessage(), failure);
        }
    }

    private DiskLogDirectory(Path path, DirectoryContext context, DirectoryLock lock, MetaProperties identity)
            throws IOException {
        this.path = path;
        this.context = context;
        this.lock = lock;
        this.identity = identity;
        this.cleanBrokerEpoch = CleanShutdownMarker.read(path);
        RemovedFiles removedFiles = new RemovedFiles(context.clock());
        RecoveryFindings findings = new RecoveryFindings();
        this.table = new LogTable(path, context, removedFiles, findings);
        this.upkeep = new UpkeepThread(path, context, table, removedFiles);
        this.compaction = new CompactionThread(path, context, table);
        this.tailWriter = new TailWriter(path.toString(), context.tails(), context::fail);
        tailWriter.start();
        recoverOrStop(findings);
        this.report = findings.report(cleanBrokerEpoch.isPresent(), table.all());
        LOGGER.info("data directory opened path={} report={}", path, report);
        report.damaged().forEach(line -> LOGGER.error("damage found path={} damage={}", path, line));
        upkeep.start();
        compaction.start();
    }

    private void recoverOrStop(RecoveryFindings findings) throws IOException {
        try {
            new DirectoryRecovery(path, context, table, upkeep, findings).run(cleanBrokerEpoch.isPresent());
        } catch (IOException | RuntimeException failure) {
            stopAfter(failure);
            throw failure;
        }
    }

    /** An opening that fails leaves no thread and no open file behind. */
    private void stopAfter(Exception failure) {
        try {
            table.all().forEach(log -> log.close("its directory could not be opened"));
            compaction.close();
            upkeep.close();
            if (context.wal() != null) {
                context.wal().close();
            }
            tailWriter.close();
            for (DiskPartitionLog log : table.all()) {
                log.retireFiles();
            }
        } catch (IOException | RuntimeException alsoFailed) {
            failure.addSuppressed(alsoFailed);
        }
    }

    @Override
    public Path path() {
        return path;
    }

    @Override
    public Uuid directoryId() {
        return identity.directoryId();
    }

    @Override
    public RecoveryReport recoveryReport() {
        return report;
    }

    @Override
    public OptionalLong cleanShutdownBrokerEpoch() {
        return cleanBrokerEpoch;
    }

    @Override
    public void recordBrokerEpoch(long newBrokerEpoch) {
        brokerEpoch = newBrokerEpoch;
    }

    @Override
    public synchronized PartitionLog create(Uuid topicId, String topic, int partition, LogConfig config) {
        context.requireOnline();
        PartitionIdentity wanted = new PartitionIdentity(topicId, topic, partition);
        DiskPartitionLog existing = table.find(wanted.key());
        if (existing != null) {
            existing.updateConfig(config);
            return existing;
        }
        try {
            DiskPartitionLog log = table.create(wanted, config);
            logCreation(wanted);
            log.updateConfig(config);
            return log;
        } catch (IOException failure) {
            throw context.writeFailed(failure);
        }
    }

    @Override
    public Optional<PartitionLog> get(Uuid topicId, int partition) {
        return Optional.ofNullable(table.find(new RecoveryCheckpoint.Key(topicId, partition)));
    }

    @Override
    public Collection<PartitionLog> logs() {
        return List.copyOf(table.all());
    }

    @Override
    public int partitionCount() {
        return table.all().size();
    }

    @Override
    public synchronized void delete(Uuid topicId, int partition) {
        remove(topicId, partition, table::retire);
    }

    @Override
    public synchronized void setAside(Uuid topicId, int partition) {
        remove(topicId, partition, table::setAside);
    }

    @Override
    public boolean isOnline() {
        return context.isOnline();
    }

    @Override
    public void producerIdExpirationMs(long milliseconds) {
        context.producerIdExpirationMs(milliseconds);
    }

    @Override
    public void onFailure(Consumer<Throwable> listener) {
        context.onFailure(listener);
    }

    @Override
    public LogDirectoryCounters counters() {
        return new LogDirectoryCounters(
                context.appendedBytes().sum(),
                context.wal().groupCommits(),
                context.diskFullRefusals().sum(),
                context.strayDirectories().sum(),
                context.wal().filesInUse());
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        Exception failed = null;
        try {
            table.all().forEach(log -> log.close("its directory is closed"));
            compaction.close();
            upkeep.close();
            context.wal().close();
            tailWriter.close();
            if (context.isOnline()) {
                writeOutTails();
                upkeep.checkpoint();
                CleanShutdownMarker.write(context.store(), path, brokerEpoch);
            }
            for (DiskPartitionLog log : table.all()) {
                log.retireFiles();
            }
        } catch (IOException | RuntimeException failure) {
            failed = failure;
        }
        try {
            lock.close();
        } catch (IOException failure) {
            failed = failed == null ? failure : failed;
        }
        if (failed != null) {
            throw new StorageException("cannot close " + path + " cleanly: " + failed.getMessage(), failed);
        }
    }

    private void logCreation(PartitionIdentity wanted) throws IOException {
        WalEntry entry =
                new WalEntry(WalEntry.Kind.CREATE, wanted.topicId(), wanted.partition(), 0, wanted.topicBytes());
        try {
            context.wal().append(entry, null, 0);
        } catch (LogException refused) {
            table.discard(wanted.key());
            throw refused;
        }
    }

    /** What the segment writer does when partitions are quiet. A refused log has no other checkpoint than this. */
    void writeOutTails() throws IOException {
        table.writeOut();
    }

    /** What the upkeep thread does now and then. */
    void checkpoint() throws IOException {
        upkeep.checkpoint();
    }

    /** As {@link #checkpoint}, with the upkeep thread's way of handling a failure. */
    void checkpointNow() {
        upkeep.checkpointQuietly();
    }

    /** What the upkeep thread does now and then. */
    void removeFilesNow() {
        upkeep.removeDueFiles();
    }

    /** What the upkeep thread does now and then. */
    void enforceRetention() {
        upkeep.enforceRetention();
    }

    /** What the compaction thread does now and then. */
    void compactNow() {
        compaction.compact();
    }

    /** The removal is logged first: a replay must not bring back what a rename has taken away. */
    private void remove(Uuid topicId, int partition, Removal removal) {
        RecoveryCheckpoint.Key key = new RecoveryCheckpoint.Key(topicId, partition);
        if (table.find(key) == null) {
            return;
        }
        try {
            context.wal()
                    .append(new WalEntry(WalEntry.Kind.DELETE, topicId, partition, 0, ByteBuffer.allocate(0)), null, 0);
            context.wal().awaitDurable();
            removal.run(key);
        } catch (IOException failure) {
            throw context.writeFailed(failure);
        }
    }

    /** How a log leaves the table. */
    private interface Removal {
        void run(RecoveryCheckpoint.Key key) throws IOException;
    }

    private static void release(DirectoryLock lock, Exception failure) {
        if (lock != null) {
            try {
                lock.close();
            } catch (IOException alsoFailed) {
                failure.addSuppressed(alsoFailed);
            }
        }
    }
}
