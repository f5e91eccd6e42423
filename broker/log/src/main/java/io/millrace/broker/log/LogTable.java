package io.millrace.broker.log;

import io.millrace.broker.log.config.LogConfig;
import io.millrace.broker.log.file.PartitionMetadataFile;
import io.millrace.broker.log.segment.SegmentPaths;
import io.millrace.broker.log.upkeep.RecoveryCheckpoint;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.Uuid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The partition directories of a data directory, found, created, renamed away. */
final class LogTable {
    private static final Logger LOGGER = LoggerFactory.getLogger(LogTable.class);
    private static final String DELETE_SUFFIX = "-delete";
    private static final String STRAY_SUFFIX = "-stray";

    private final Path root;
    private final LogOpener opener;
    private final RemovedFiles removedFiles;
    private final RecoveryFindings findings;
    private final DirectoryContext directory;
    private final Map<RecoveryCheckpoint.Key, DiskPartitionLog> logs = new ConcurrentHashMap<>();

    LogTable(Path root, DirectoryContext directory, RemovedFiles removedFiles, RecoveryFindings findings) {
        this.root = root;
        this.directory = directory;
        this.removedFiles = removedFiles;
        this.findings = findings;
        this.opener = new LogOpener(directory, removedFiles, findings);
    }

    Collection<DiskPartitionLog> all() {
        return logs.values();
    }

    DiskPartitionLog find(RecoveryCheckpoint.Key key) {
        return logs.get(key);
    }

    /** Gives the segments of all logs what only memory has. */
    void writeOut() throws IOException {
        for (DiskPartitionLog log : logs.values()) {
            log.writeOut();
        }
    }

    /** Opens every partition directory. Directories that cannot be one are not ours and stay untouched. */
    void openAll(RecoveryCheckpoint checkpoint, WalPreview preview) throws IOException {
        Map<String, PartitionIdentity> expected = expected(checkpoint, preview);
        List<Path> directories = new ArrayList<>();
        try (DirectoryStream<Path> paths = Files.newDirectoryStream(root, Files::isDirectory)) {
            paths.forEach(directories::add);
        }
        Set<RecoveryCheckpoint.Key> taken = ConcurrentHashMap.newKeySet();
        PartitionThreads.forEach(directories, "log-opening", path -> {
            String name = path.getFileName().toString();
            if (name.endsWith(DELETE_SUFFIX)) {
                removedFiles.addDirectory(path, 0);
            } else if (!name.endsWith(STRAY_SUFFIX)
                    && PartitionIdentity.ofDirectory(Uuid.ZERO_UUID, name).isPresent()) {
                open(path, checkpoint, preview, trusted(path, checkpoint, preview, expected.get(name)), taken);
            }
        });
        openVanished(expected.values(), checkpoint, preview);
    }

    DiskPartitionLog create(PartitionIdentity identity, LogConfig config) throws IOException {
        Path path = root.resolve(identity.directoryName());
        if (Files.exists(path)) {
            makeWay(path, identity);
        }
        try {
            DiskPartitionLog log = opener.create(identity, path, config);
            logs.put(identity.key(), log);
            return log;
        } catch (IOException failure) {
            RemovedFiles.deleteTree(path);
            throw failure;
        }
    }

    /** Takes back a creation that could not be logged. */
    void discard(RecoveryCheckpoint.Key key) throws IOException {
        DiskPartitionLog log = logs.remove(key);
        log.close("it was never created");
        log.discardTails();
        log.retireFiles();
        RemovedFiles.deleteTree(log.parts().path());
    }

    /** A log whose creation was logged but whose directory did not reach the disk. */
    void restore(PartitionIdentity identity) throws IOException {
        create(identity, directory.config().defaults());
    }

    /** Takes a log out of service and renames its directory; the files are removed later. */
    void retire(RecoveryCheckpoint.Key key) throws IOException {
        DiskPartitionLog log = logs.get(key);
        if (log != null) {
            Path renamed = moveAway(log, DELETE_SUFFIX);
            removedFiles.addDirectory(renamed, log.config().segments().deleteDelayMs());
        }
    }

    /** As {@link #retire}, but the files stay for ever. */
    void setAside(RecoveryCheckpoint.Key key) throws IOException {
        DiskPartitionLog log = logs.get(key);
        if (log != null) {
            moveAway(log, STRAY_SUFFIX);
            directory.strayDirectories().increment();
        }
    }

    /** {@code taken}: the partitions that have a directory; of two with one name only the first is opened. */
    private void open(
            Path path,
            RecoveryCheckpoint checkpoint,
            WalPreview preview,
            Optional<Uuid> topicId,
            Set<RecoveryCheckpoint.Key> taken)
            throws IOException {
        PartitionIdentity identity = PartitionIdentity.ofDirectory(
                        topicId.orElse(Uuid.ZERO_UUID), path.getFileName().toString())
                .orElseThrow();
        if (topicId.isEmpty() && preview.isCreated(identity.directoryName()) && holdsNoRecords(path)) {
            // What a power cut leaves of a new partition. Its creation is logged, and the replay makes it anew.
            RemovedFiles.deleteTree(path);
            return;
        }
        if (topicId.isEmpty() || !taken.add(identity.key())) {
            setAside(path, identity);
            return;
        }
        logs.put(identity.key(), opener.open(identity, path, checkpoint, preview.loggedOf(identity.key())));
    }

    private static boolean holdsNoRecords(Path directory) throws IOException {
        try (DirectoryStream<Path> segments = Files.newDirectoryStream(directory, "*" + SegmentPaths.LOG_SUFFIX)) {
            for (Path segment : segments) {
                if (Files.size(segment) > 0) {
                    return false;
                }
            }
        }
        return true;
    }

    /** What the checkpoint says must be there, by the names of the directories. */
    private static Map<String, PartitionIdentity> expected(RecoveryCheckpoint checkpoint, WalPreview preview) {
        Map<String, PartitionIdentity> expected = new HashMap<>();
        checkpoint.entries().forEach((key, entry) -> {
            if (!entry.topic().isEmpty() && !preview.isRemoved(key)) {
                PartitionIdentity identity = new PartitionIdentity(key.topicId(), entry.topic(), key.partition());
                expected.put(identity.directoryName(), identity);
            }
        });
        return expected;
    }

    /**
     * The topic id of a directory. If its own file is damaged, or names a topic that nobody has heard of, the checkpoint
     * knows better: taken for a stranger's, the directory would be set aside, and an empty log would take its place.
     */
    private Optional<Uuid> trusted(
            Path path, RecoveryCheckpoint checkpoint, WalPreview preview, PartitionIdentity expected)
            throws IOException {
        Optional<Uuid> said = PartitionMetadataFile.read(path);
        if (expected == null || said.equals(Optional.of(expected.topicId()))) {
            return said;
        }
        if (said.isPresent()) {
            RecoveryCheckpoint.Key key = new RecoveryCheckpoint.Key(said.get(), expected.partition());
            if (preview.isCreated(key) || checkpoint.entries().containsKey(key)) {
                return said;
            }
        }
        PartitionMetadataFile.write(path, expected.topicId());
        PartitionMetadataFile.sync(directory.store(), path);
        LOGGER.warn("damaged partition.metadata written anew path={} topicId={}", path, expected.topicId());
        return Optional.of(expected.topicId());
    }

    /** A partition whose directory has vanished is there all the same, and says what it lacks. */
    private void openVanished(Collection<PartitionIdentity> expected, RecoveryCheckpoint checkpoint, WalPreview preview)
            throws IOException {
        for (PartitionIdentity identity : expected) {
            Path path = root.resolve(identity.directoryName());
            if (!logs.containsKey(identity.key()) && !Files.exists(path)) {
                Files.createDirectories(path);
                PartitionMetadataFile.write(path, identity.topicId());
                logs.put(identity.key(), opener.open(identity, path, checkpoint, preview.loggedOf(identity.key())));
            }
        }
    }

    /** Another topic of the same name was here; whether it may go is not ours to decide. */
    private void makeWay(Path path, PartitionIdentity identity) throws IOException {
        for (DiskPartitionLog log : logs.values()) {
            if (log.parts().path().equals(path)) {
                setAside(log.parts().identity.key());
                return;
            }
        }
        setAside(path, identity);
    }

    private void setAside(Path path, PartitionIdentity identity) throws IOException {
        String renamed = identity.retiredName(STRAY_SUFFIX);
        Files.move(path, root.resolve(renamed), StandardCopyOption.ATOMIC_MOVE);
        findings.setAside(renamed);
        directory.strayDirectories().increment();
        LOGGER.warn("directory of an unknown partition set aside name={} renamed={}", path.getFileName(), renamed);
    }

    private Path moveAway(DiskPartitionLog log, String suffix) throws IOException {
        LogParts parts = log.parts();
        parts.maintenance.lock();
        try {
            log.close(suffix.equals(DELETE_SUFFIX) ? "it was deleted" : "it was set aside");
            if (suffix.equals(DELETE_SUFFIX)) {
                log.discardTails();
            } else {
                log.writeOut();
            }
            Path renamed = root.resolve(parts.identity.retiredName(suffix));
            Files.move(parts.path(), renamed, StandardCopyOption.ATOMIC_MOVE);
            parts.movedTo(renamed);
            logs.remove(parts.identity.key());
            log.retireFiles();
            return renamed;
        } finally {
            parts.maintenance.unlock();
        }
    }
}
