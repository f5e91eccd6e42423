package io.millrace.registry.serde;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** Remembers the most recently used entries, up to a bound, and as long as they may be used. Any thread. */
public final class RecentMap<K, V> {
    /** A value, and when it was asked for, in the nanoseconds of the clock. */
    private record Entry<V>(V value, long askedNanos) {}

    private final Map<K, Entry<V>> entries;
    private final Optional<Duration> maxAge;
    private final LongSupplier nanoTime;

    /** One that forgets for want of room alone. */
    public RecentMap(int maxEntries) {
        this(maxEntries, Optional.empty(), System::nanoTime);
    }

    /**
     * One that also forgets what was asked for that long ago.
     *
     * @param maxAge counted from before the value was made; empty for ever
     * @param nanoTime a clock as {@link System#nanoTime}
     */
    public RecentMap(int maxEntries, Optional<Duration> maxAge, LongSupplier nanoTime) {
        this.maxAge = maxAge;
        this.nanoTime = nanoTime;
        this.entries = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, Entry<V>> eldest) {
                return size() > maxEntries;
            }
        };
    }

    /** The value of the key; it is made outside the lock, so two threads may make it at the same time. */
    public V get(K key, Function<K, V> maker) {
        long nowNanos = maxAge.isEmpty() ? 0 : nanoTime.getAsLong();
        synchronized (entries) {
            Entry<V> known = entries.get(key);
            if (known != null && isFresh(known, nowNanos)) {
                return known.value();
            }
        }
        Entry<V> made = new Entry<>(maker.apply(key), nowNanos);
        synchronized (entries) {
            // Of two that were made at the same time the later question has the newer answer.
            entries.merge(key, made, (old, own) -> old.askedNanos() - own.askedNanos() > 0 ? old : own);
        }
        return made.value();
    }

    private boolean isFresh(Entry<V> entry, long nowNanos) {
        return maxAge.isEmpty() || nowNanos - entry.askedNanos() < maxAge.get().toNanos();
    }
}
