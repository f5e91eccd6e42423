package io.millrace.registry.model.dek;

import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** All keys, which are the fold of their records. */
public final class KeyTable {
    private final NavigableMap<String, Kek> keks = new TreeMap<>();
    private final NavigableMap<DekId, Dek> deks = new TreeMap<>();

    void put(Kek kek) {
        keks.put(kek.name(), kek);
    }

    void put(Dek dek) {
        deks.put(dek.id(), dek);
    }

    void removeKek(String name) {
        keks.remove(name);
    }

    void removeDek(DekId id) {
        deks.remove(id);
    }

    /** All KEKs in the order of their names. */
    public List<Kek> keks(boolean deletedToo) {
        return keks.values().stream()
                .filter(each -> deletedToo || !each.deleted())
                .toList();
    }

    /** The KEK of this name. */
    public Optional<Kek> kek(String name, boolean deletedToo) {
        return Optional.ofNullable(keks.get(name)).filter(each -> deletedToo || !each.deleted());
    }

    /** All DEKs under a KEK, in their order. */
    public List<Dek> deks(String kekName, boolean deletedToo) {
        // No subject is empty, so this is before all of them.
        DekId first = new DekId(kekName, "", KeyAlgorithm.AES128_GCM, 0);
        return shown(
                deks.tailMap(first, true).values().stream()
                        .takeWhile(each -> each.id().kekName().equals(kekName)),
                deletedToo);
    }

    /** All versions of a DEK, ascending. */
    public List<Dek> versions(String kekName, String subject, KeyAlgorithm algorithm, boolean deletedToo) {
        DekId first = new DekId(kekName, subject, algorithm, 0);
        DekId last = new DekId(kekName, subject, algorithm, Integer.MAX_VALUE);
        return shown(deks.subMap(first, true, last, true).values().stream(), deletedToo);
    }

    private static List<Dek> shown(Stream<Dek> found, boolean deletedToo) {
        return found.filter(each -> deletedToo || !each.deleted()).toList();
    }

    /** A version of a DEK; 0 is the latest of those asked for. */
    public Optional<Dek> dek(DekId id, boolean deletedToo) {
        if (id.version() == 0) {
            List<Dek> versions = versions(id.kekName(), id.subject(), id.algorithm(), deletedToo);
            return versions.isEmpty() ? Optional.empty() : Optional.of(versions.get(versions.size() - 1));
        }
        return Optional.ofNullable(deks.get(id)).filter(each -> deletedToo || !each.deleted());
    }

    int kekCount() {
        return keks.size();
    }

    int dekCount() {
        return deks.size();
    }
}
