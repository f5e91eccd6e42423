package io.millrace.broker.log;

import io.millrace.broker.log.fault.DirectoryRefusedException;
import io.millrace.broker.log.file.AtomicFile;
import io.millrace.broker.log.file.DiskFileStore;
import io.millrace.broker.log.file.TextFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.Uuid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file that remembers which data directories this broker has had: one line for each, its id and where it was last. An
 * empty folder where a disk was not mounted looks like a new directory, and partitions that are found nowhere would begin
 * anew; with this file they are known to be elsewhere. Whoever had one directory only before this file was always written
 * has none, and the next start begins it.
 */
final class KnownDirectories {
    private static final Logger LOGGER = LoggerFactory.getLogger(KnownDirectories.class);

    private final Path file;
    private final Map<Uuid, String> known;

    private KnownDirectories(Path file, Map<Uuid, String> known) {
        this.file = file;
        this.known = known;
    }

    /** Nothing is known where there is no file. */
    static KnownDirectories read(Path file) throws IOException {
        Map<Uuid, String> known = new LinkedHashMap<>();
        if (Files.exists(file)) {
            for (String line : TextFile.read(file).lines().toList()) {
                if (!line.isBlank()) {
                    String[] parts = line.strip().split(" ", 2);
                    known.put(directoryId(file, parts[0]), parts.length > 1 ? parts[1] : "");
                }
            }
        }
        return new KnownDirectories(file, known);
    }

    private static Uuid directoryId(Path file, String text) {
        try {
            return Uuid.fromString(text);
        } catch (IllegalArgumentException unreadable) {
            throw new DirectoryRefusedException(
                    file + " has a line that begins with no directory id: '" + text
                            + "'; take the ids from directory.id in meta.properties of the data directories",
                    unreadable);
        }
    }

    Path file() {
        return file;
    }

    /** The directories that were in this place when they were seen last. */
    Set<Uuid> lastSeenAt(Path path) {
        Set<Uuid> found = new LinkedHashSet<>();
        known.forEach((directoryId, place) -> {
            if (place.equals(place(path))) {
                found.add(directoryId);
            }
        });
        return found;
    }

    private static String place(Path path) {
        return path.toAbsolutePath().normalize().toString();
    }

    /** Remembers those that were opened and says whether others are known. */
    boolean lacks(List<LogDirectory> opened) throws IOException {
        Map<Uuid, String> before = Map.copyOf(known);
        Set<Uuid> missing = new LinkedHashSet<>(known.keySet());
        for (LogDirectory directory : opened) {
            known.put(directory.directoryId(), place(directory.path()));
            missing.remove(directory.directoryId());
        }
        for (Uuid directoryId : missing) {
            LOGGER.error(
                    "a data directory is missing, and its partitions are offline until it is back; whoever gives them up"
                            + " deletes its line and starts again file={} directoryId={} lastSeenAt={}",
                    file,
                    directoryId,
                    known.get(directoryId));
        }
        // Where nothing is new, a full disk keeps nobody from starting.
        if (!known.equals(before)) {
            write();
        }
        return !missing.isEmpty();
    }

    private void write() throws IOException {
        StringBuilder text = new StringBuilder();
        known.forEach((directoryId, path) ->
                text.append(directoryId).append(' ').append(path).append('\n'));
        Files.createDirectories(file.toAbsolutePath().getParent());
        AtomicFile.write(new DiskFileStore(), file, text.toString());
    }
}
