package io.millrace.registry.model.dek;

import java.util.Comparator;

/**
 * Which data encryption key. They are ordered by all of it, so that the versions of a subject stand one behind the other.
 *
 * @param subject by its stored name
 * @param version from 1
 */
public record DekId(String kekName, String subject, KeyAlgorithm algorithm, int version) implements Comparable<DekId> {
    private static final Comparator<DekId> ORDER = Comparator.comparing(DekId::kekName)
            .thenComparing(DekId::subject)
            .thenComparing(DekId::algorithm)
            .thenComparing(DekId::version);

    @Override
    public int compareTo(DekId other) {
        return ORDER.compare(this, other);
    }
}
