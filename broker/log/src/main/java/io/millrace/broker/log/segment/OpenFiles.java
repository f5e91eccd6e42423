package io.millrace.broker.log.segment;

import java.io.IOException;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds how many segment files are open: the longest unused ones that nobody holds are closed. A fetch of thousands of
 * partitions may hold more than the bound; what is released then is closed at once.
 */
public final class OpenFiles {
    private static final int CLOSE_SHARE = 8;

    private final int maxOpenFiles;
    private final AtomicLong ticks = new AtomicLong();
    private final Set<SegmentFile> open = new LinkedHashSet<>();
    private volatile boolean crowded;

    public OpenFiles(int maxOpenFiles) {
        this.maxOpenFiles = maxOpenFiles;
    }

    public synchronized int size() {
        return open.size();
    }

    /** Any thread. True while more files are open than should be. */
    boolean isCrowded() {
        return crowded;
    }

    long tick() {
        return ticks.incrementAndGet();
    }

    void opened(SegmentFile file) throws IOException {
        List<SegmentFile> victims;
        synchronized (this) {
            open.add(file);
            crowded = open.size() > maxOpenFiles;
            victims = crowded ? longestUnused(file) : List.of();
        }
        for (SegmentFile victim : victims) {
            victim.closeIfUnused();
        }
    }

    synchronized void closed(SegmentFile file) {
        open.remove(file);
        crowded = open.size() > maxOpenFiles;
    }

    private List<SegmentFile> longestUnused(SegmentFile justOpened) {
        return open.stream()
                .filter(file -> file != justOpened)
                .map(file -> new Candidate(file, file.lastUse()))
                .sorted(Comparator.comparingLong(Candidate::lastUse))
                .limit(1 + maxOpenFiles / CLOSE_SHARE)
                .map(Candidate::file)
                .toList();
    }

    /** When a file was used last, which changes while files are being sorted. */
    private record Candidate(SegmentFile file, long lastUse) {}
}
