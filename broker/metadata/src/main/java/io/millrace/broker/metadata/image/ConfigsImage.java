package io.millrace.broker.metadata.image;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** All dynamic configs: only what somebody set, never defaults. A target without settings has no entry. */
public record ConfigsImage(SortedMap<ConfigTarget, SortedMap<String, String>> byTarget) {
    public static final ConfigsImage EMPTY = new ConfigsImage(new TreeMap<>());

    public ConfigsImage {
        byTarget = Collections.unmodifiableSortedMap(byTarget);
    }

    public SortedMap<String, String> of(ConfigTarget target) {
        return byTarget.getOrDefault(target, Collections.emptySortedMap());
    }
}
