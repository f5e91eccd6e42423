package io.millrace.broker.log.segment;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** Bounds the memory that indexes of closed segments take: the longest unused ones are dropped and read again. */
public final class IndexCache {
    private final long maxBytes;
    private final Map<LazyIndexes, Integer> loaded = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    public IndexCache(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    synchronized void used(LazyIndexes indexes, int memoryBytes) {
        Integer before = loaded.put(indexes, memoryBytes);
        bytes += memoryBytes - (before == null ? 0 : before);
        Iterator<Map.Entry<LazyIndexes, Integer>> longestUnused =
                loaded.entrySet().iterator();
        while (bytes > maxBytes && longestUnused.hasNext()) {
            Map.Entry<LazyIndexes, Integer> victim = longestUnused.next();
            if (victim.getKey() != indexes) {
                victim.getKey().unload();
                bytes -= victim.getValue();
                longestUnused.remove();
            }
        }
    }

    synchronized void forget(LazyIndexes indexes) {
        Integer before = loaded.remove(indexes);
        bytes -= before == null ? 0 : before;
    }
}
