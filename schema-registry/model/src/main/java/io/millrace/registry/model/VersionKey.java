package io.millrace.registry.model;

import java.util.Comparator;

/** One version of one subject. */
public record VersionKey(String subject, int version) implements Comparable<VersionKey> {
    private static final Comparator<VersionKey> ORDER =
            Comparator.comparing(VersionKey::subject).thenComparingInt(VersionKey::version);

    @Override
    public int compareTo(VersionKey other) {
        return ORDER.compare(this, other);
    }
}
