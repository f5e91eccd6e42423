package io.millrace.broker.metadata.image;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** All quotas: for each entity its limits by key. An entity without limits has no entry. */
public record QuotasImage(SortedMap<QuotaEntity, SortedMap<String, Double>> byEntity) {
    public static final QuotasImage EMPTY = new QuotasImage(new TreeMap<>());

    public QuotasImage {
        byEntity = Collections.unmodifiableSortedMap(byEntity);
    }

    public SortedMap<String, Double> of(QuotaEntity entity) {
        return byEntity.getOrDefault(entity, Collections.emptySortedMap());
    }

    /** Whether there is a quota of anything else than IP addresses; those come after client ids and before users. */
    public boolean limitsClients() {
        return !byEntity.isEmpty() && !(isOfIp(byEntity.firstKey()) && isOfIp(byEntity.lastKey()));
    }

    private static boolean isOfIp(QuotaEntity entity) {
        return entity.parts().containsKey(QuotaEntity.IP);
    }

    QuotasImage with(QuotaEntity entity, String key, Optional<Double> limit) {
        SortedMap<String, Double> limits = new TreeMap<>(of(entity));
        limit.ifPresentOrElse(given -> limits.put(key, given), () -> limits.remove(key));
        SortedMap<QuotaEntity, SortedMap<String, Double>> next = new TreeMap<>(byEntity);
        if (limits.isEmpty()) {
            next.remove(entity);
        } else {
            next.put(entity, Collections.unmodifiableSortedMap(limits));
        }
        return new QuotasImage(next);
    }
}
