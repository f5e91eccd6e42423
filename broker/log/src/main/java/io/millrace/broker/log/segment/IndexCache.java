package io.millrace.broker.log.segment;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** Bounds the memory that indexes of closed segments take: the longest unused ones are dropped and read again. */
public final class IndexCache {
    private final long maxBytes;
    private final Map<LogSegment, Integer> loaded = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    public IndexCache(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    synchronized void used(LogSegment segment, int memoryBytes) {
        Integer before = loaded.put(segment, memoryBytes);
        bytes += memoryBytes - (before == null ? 0 : before);
        Iterator<Map.Entry<LogSegment, Integer>> longestUnused =
                loaded.entrySet().iterator();
        while (bytes > maxBytes && longestUnused.hasNext()) {
            Map.Entry<LogSegment, Integer> victim = longestUnused.next();
            if (victim.getKey() != segment) {
                victim.getKey().unloadIndexes();
                bytes -= victim.getValue();
                longestUnused.remove();
            }
        }
    }

    synchronized void forget(LogSegment segment) {
        Integer before = loaded.remove(segment);
        bytes -= before == null ? 0 : before;
    }
}
