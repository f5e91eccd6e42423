package io.millrace.broker.log.state;

import io.millrace.broker.log.file.AtomicFile;
import io.millrace.broker.log.file.FileStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * The {@code %020d.snapshot} files of a partition: the producers as they were just before an offset. The appending thread
 * writes one when it rolls, the upkeep thread one at each checkpoint: they take turns.
 */
public final class ProducerSnapshots {
    private static final String SUFFIX = ".snapshot";
    private static final int KEPT_BESIDE_SEGMENTS = 2;

    private final FileStore store;
    private final Path directory;

    public ProducerSnapshots(FileStore store, Path directory) {
        this.store = store;
        this.directory = directory;
    }

    public synchronized void write(long offset, ByteBuffer content) throws IOException {
        AtomicFile.write(store, directory.resolve(String.format("%020d%s", offset, SUFFIX)), content);
    }

    /**
     * Restores the youngest undamaged snapshot at or below {@code offset} and returns the offset it stands for, or -1
     * with empty states when there is none.
     */
    public synchronized long restore(ProducerStates states, long offset) throws IOException {
        for (Path path : list().headMap(offset, true).descendingMap().values()) {
            if (states.restore(ByteBuffer.wrap(Files.readAllBytes(path)))) {
                return offsetOf(path);
            }
            Files.delete(path);
        }
        states.clear();
        return -1;
    }

    public synchronized void removeAbove(long offset) throws IOException {
        for (Path path : list().tailMap(offset, false).values()) {
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
        try (DirectoryStream<Path> paths = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
            for (Path path : paths) {
                byOffset.put(offsetOf(path), path);
            }
        }
        return byOffset;
    }

    private static long offsetOf(Path path) {
        String name = path.getFileName().toString();
        return Long.parseLong(name.substring(0, name.length() - SUFFIX.length()));
    }
}
