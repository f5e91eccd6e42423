package io.millrace.registry.model.dek;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A key encryption key: where the key of a KMS is, with which the keys of subjects are wrapped.
 *
 * @param shared whether the registry itself is to ask the KMS
 * @param tsMs when it was written last, in ms since 1970; 0 before
 */
public record Kek(
        String name,
        String kmsType,
        String kmsKeyId,
        SortedMap<String, String> kmsProps,
        Optional<String> doc,
        boolean shared,
        boolean deleted,
        long tsMs) {
    public Kek {
        kmsProps = Collections.unmodifiableSortedMap(new TreeMap<>(kmsProps));
    }

    /** Whether the two differ in no more than whether they are deleted, and since when. */
    boolean isSameKeyAs(Kek other) {
        return as(false).at(0).equals(other.as(false).at(0));
    }

    Kek as(boolean nowDeleted) {
        return new Kek(name, kmsType, kmsKeyId, kmsProps, doc, shared, nowDeleted, tsMs);
    }

    /** The same, written at that time. */
    Kek at(long ms) {
        return new Kek(name, kmsType, kmsKeyId, kmsProps, doc, shared, deleted, ms);
    }

    /** Without what a KMS may take for a credential. */
    @Override
    public String toString() {
        return "Kek[" + name + ", " + kmsType + ", shared=" + shared + ", deleted=" + deleted + "]";
    }
}
