package io.millrace.broker.metadata.image;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The finalized features of the cluster (KIP-584): what every broker has and clients may rely on.
 *
 * @param levels by name; a level of 0 was set on purpose and means that the feature is off
 * @param epoch the place in the metadata log of the last change, so a later one is always higher; -1 before the first
 */
public record FeaturesImage(SortedMap<String, Short> levels, long epoch) {
    public static final String METADATA_VERSION = "metadata.version";
    public static final String KRAFT_VERSION = "kraft.version";
    public static final String GROUP_VERSION = "group.version";
    public static final String TRANSACTION_VERSION = "transaction.version";

    public static final FeaturesImage EMPTY = new FeaturesImage(new TreeMap<>(), -1);

    public FeaturesImage {
        levels = Collections.unmodifiableSortedMap(levels);
    }

    /** 0 for a feature that is off or unknown. */
    public short level(String feature) {
        return levels.getOrDefault(feature, (short) 0);
    }

    FeaturesImage with(String feature, short level, long newEpoch) {
        SortedMap<String, Short> next = new TreeMap<>(levels);
        next.put(feature, level);
        return new FeaturesImage(next, newEpoch);
    }
}
