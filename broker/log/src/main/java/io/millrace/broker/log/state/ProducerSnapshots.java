package io.millrace.broker.log.state;

import io.millrace.broker.log.file.AtomicFile;
import io.millrace.broker.log.file.DirectoryListing;
import io.millrace.broker.log.file.FileStore;
import io.millrace.broker.log.file.OffsetName;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The {@code %020d.snapshot} files of a partition: the producers as they were just before an offset. The appending thread
 * writes one when it rolls, the upkeep thread one at each checkpoint: they take turns.
 */
public final class ProducerSnapshots {
    private static final Logger LOGGER = LoggerFactory.getLogger(ProducerSnapshots.class);
    private static final String SUFFIX = ".snapshot";
    private static final int KEPT_BESIDE_SEGMENTS = 2;

    private final FileStore store;
    private final Path directory;
    /** Named in the log already; null while there is none. */
    private Set<Path> foreign;
    /** False while the directory has no such file: most partitions have no producers, and need not be looked into. */
    private boolean present;

    public ProducerSnapshots(FileStore store, Path directory, DirectoryListing files) {
        this.store = store;
        this.directory = directory;
        this.present = files.hasEndingIn(SUFFIX);
    }

    public synchronized void write(long offset, ByteBuffer content) throws IOException {
        present = true;
        AtomicFile.write(store, pathOf(offset), content);
    }

    /**
     * For a caller that cannot wait for the disk. The snapshot only makes a later truncation cheaper: if it is missing
     * or torn, {@link #restore} takes an earlier one and the log is read from there.
     */
    public synchronized void writeUnsynced(long offset, ByteBuffer content) {
        present = true;
        try {
            AtomicFile.writeUnsynced(store, pathOf(offset), content);
        } catch (IOException failure) {
            LOGGER.warn("producer snapshot not written offset={} reason={}", offset, failure.toString());
        }
    }

    private Path pathOf(long offset) {
        return OffsetName.of(directory, offset, SUFFIX);
    }

    /**
     * Restores the youngest undamaged snapshot at or below {@code offset} and returns the offset it stands for, or -1
     * with empty states when there is none.
     */
    public synchronized long restore(ProducerStates states, long offset, ProducerTime time) throws IOException {
        for (var snapshot : list().headMap(offset, true).descendingMap().entrySet()) {
            if (states.restore(ByteBuffer.wrap(Files.readAllBytes(snapshot.getValue())), time)) {
                return snapshot.getKey();
            }
            Files.delete(snapshot.getValue());
        }
        states.clear();
        return -1;
    }

    public synchronized void removeAbove(long offset) throws IOException {
        for (Path path : list().tailMap(offset, false).values()) {
            Files.deleteIfExists(path);
        }
    }

    public synchronized void removeBelow(long offset) throws IOException {
        for (Path path : list().headMap(offset, false).values()) {
            Files.deleteIfExists(path);
        }
    }

    /** Keeps those at segment boundaries, for truncation, and the youngest two, for recovery. */
    public synchronized void removeSuperseded(Set<Long> segmentBaseOffsets) throws IOException {
        NavigableMap<Long, Path> byOffset = list();
        for (int kept = 0; kept < KEPT_BESIDE_SEGMENTS && !byOffset.isEmpty(); kept++) {
            byOffset.pollLastEntry();
        }
        byOffset.keySet().removeAll(segmentBaseOffsets);
        for (Path path : byOffset.values()) {
            Files.deleteIfExists(path);
        }
    }

    private NavigableMap<Long, Path> list() throws IOException {
        NavigableMap<Long, Path> byOffset = new TreeMap<>();
        if (!present) {
            return byOffset;
        }
        try (DirectoryStream<Path> paths = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
            for (Path path : paths) {
                OptionalLong offset = OffsetName.parse(path, SUFFIX);
                if (offset.isPresent()) {
                    byOffset.put(offset.getAsLong(), path);
                } else {
                    leaveAlone(path);
                }
            }
        }
        return byOffset;
    }

    private void leaveAlone(Path path) {
        foreign = foreign == null ? new HashSet<>() : foreign;
        if (foreign.add(path)) {
            LOGGER.warn("file of another name than a producer snapshot's left alone file={}", path);
        }
    }
}
