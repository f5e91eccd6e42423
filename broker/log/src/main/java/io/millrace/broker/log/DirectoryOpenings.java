package io.millrace.broker.log;

import io.millrace.broker.log.fault.DirectoryRefusedException;
import io.millrace.broker.log.fault.StorageException;
import io.millrace.broker.log.file.MetaProperties;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.Uuid;

/** The data directories of one start: which could be opened, and which are left out. */
final class DirectoryOpenings {
    private final KnownDirectories known;
    private final LogDirectories.Opening opening;
    private final LogDirectoryConfig share;
    private final SortedMap<Integer, LogDirectory> opened = new TreeMap<>();
    private final Map<Path, RuntimeException> unopened = new LinkedHashMap<>();

    DirectoryOpenings(KnownDirectories known, LogDirectories.Opening opening, LogDirectoryConfig share) {
        this.known = known;
        this.opening = opening;
        this.share = share;
    }

    /**
     * Opens what can be opened. A folder where a directory was and nothing is may be the place of a disk that is not mounted,
     * unless that directory is found under another name.
     *
     * @throws DirectoryRefusedException what {@link LogDirectory#open} refuses; {@link #opened} has those before it
     */
    void run(List<Path> paths) {
        List<Integer> bare = new ArrayList<>();
        for (int index = 0; index < paths.size(); index++) {
            Path path = paths.get(index);
            if (MetaProperties.isIn(path) || known.lastSeenAt(path).isEmpty()) {
                attempt(index, path);
            } else {
                bare.add(index);
            }
        }
        for (int index : bare) {
            Path path = paths.get(index);
            Set<Uuid> missing = known.lastSeenAt(path);
            opened.values().forEach(directory -> missing.remove(directory.directoryId()));
            if (missing.isEmpty()) {
                attempt(index, path);
            } else {
                unopened.put(
                        path,
                        new StorageException(
                                path + " has no meta.properties, but the data directory " + missing
                                        + " was there before: mount its disk; whoever gives it up deletes its line in "
                                        + known.file() + " and starts again",
                                null));
            }
        }
    }

    private void attempt(int index, Path path) {
        try {
            opened.put(index, opening.open(path, share));
        } catch (StorageException | UncheckedIOException | DirectoryIteratorException failure) {
            unopened.put(path, failure);
        }
    }

    /** In the order in which they were named. */
    List<LogDirectory> opened() {
        return List.copyOf(opened.values());
    }

    /** With what keeps each from being opened. */
    Map<Path, RuntimeException> unopened() {
        return unopened;
    }
}
