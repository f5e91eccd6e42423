package io.millrace.registry.serde;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** Remembers the most recently used entries, up to a bound. Any thread. */
public final class RecentMap<K, V> {
    private final Map<K, V> entries;

    public RecentMap(int maxEntries) {
        this.entries = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > maxEntries;
            }
        };
    }

    /** The value of the key; it is made outside the lock, so two threads may make it at the same time. */
    public V get(K key, Function<K, V> maker) {
        synchronized (entries) {
            V known = entries.get(key);
            if (known != null) {
                return known;
            }
        }
        V made = maker.apply(key);
        synchronized (entries) {
            entries.put(key, made);
        }
        return made;
    }
}
