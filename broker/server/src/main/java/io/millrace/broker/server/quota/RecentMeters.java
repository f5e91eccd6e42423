package io.millrace.broker.server.quota;

import java.util.LinkedHashMap;
import java.util.Map;

/** Meters of whoever is counted. When there would be too many, the one that was quiet for longest is forgotten. */
final class RecentMeters<K, M> extends LinkedHashMap<K, M> {

    /** For each kind of meter; who comes after this many takes the place of another, who begins anew. */
    static final int MAX_METERS = 10_000;

    private static final long serialVersionUID = 1L;

    RecentMeters() {
        super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, M> eldest) {
        return size() > MAX_METERS;
    }
}
