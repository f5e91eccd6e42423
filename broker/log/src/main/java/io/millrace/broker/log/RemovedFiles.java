package io.millrace.broker.log;

import io.millrace.broker.log.config.LogConfig;
import io.millrace.broker.log.segment.LogSegment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Files that are out of every log already and are removed after {@code file.delete.delay.ms}. */
final class RemovedFiles {
    private static final Logger LOGGER = LoggerFactory.getLogger(RemovedFiles.class);

    private final LogClock clock;
    private final List<Pending> pending = new ArrayList<>();

    RemovedFiles(LogClock clock) {
        this.clock = clock;
    }

    /** One removal and when it is due. */
    private record Pending(long dueMs, String what, Removal removal) {}

    /** Removes files. */
    private interface Removal {
        void run() throws IOException;
    }

    synchronized void addSegments(List<LogSegment> segments, LogConfig config) {
        long dueMs = clock.steadyMs() + config.segments().deleteDelayMs();
        for (LogSegment segment : segments) {
            pending.add(new Pending(dueMs, "segment " + segment.baseOffset(), segment::deleteFile));
        }
    }

    synchronized void addDirectory(Path directory, long delayMs) {
        pending.add(new Pending(clock.steadyMs() + delayMs, directory.toString(), () -> deleteTree(directory)));
    }

    synchronized int size() {
        return pending.size();
    }

    /** What cannot be removed now is tried again the next time; a restart removes the rest. */
    void removeDue() {
        List<Pending> due = new ArrayList<>();
        synchronized (this) {
            Iterator<Pending> all = pending.iterator();
            while (all.hasNext()) {
                Pending one = all.next();
                if (one.dueMs() <= clock.steadyMs()) {
                    due.add(one);
                    all.remove();
                }
            }
        }
        for (Pending one : due) {
            try {
                one.removal().run();
            } catch (IOException failure) {
                LOGGER.warn("cannot remove files what={} reason={}", one.what(), failure.toString());
                synchronized (this) {
                    pending.add(one);
                }
            }
        }
    }

    static void deleteTree(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
