package io.millrace.registry.model.state;

import io.millrace.registry.model.Association;
import io.millrace.registry.model.AssociationKey;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** All associations, and the ways to look for them. Lists are in the order of the keys. */
public final class AssociationTable {
    /** In place of a name or a namespace: any. */
    public static final String ANY = "-";

    private final NavigableMap<AssociationKey, Association> byKey = new TreeMap<>();
    private final Map<String, NavigableSet<AssociationKey>> bySubject = new TreeMap<>();
    private final Map<String, NavigableSet<AssociationKey>> byResource = new TreeMap<>();

    AssociationTable() {}

    /** A record that does not say when its association was made leaves that as it was. */
    void put(Association written) {
        Association before = remove(written.key());
        long created = written.createdAtMs() == 0 && before != null ? before.createdAtMs() : written.createdAtMs();
        byKey.put(written.key(), written.at(created, written.updatedAtMs()));
        add(bySubject, written.key().subject(), written.key());
        add(byResource, written.resourceId(), written.key());
    }

    void stamp(AssociationKey key, long timestampMs) {
        byKey.computeIfPresent(
                key,
                (same, association) -> association.at(
                        association.createdAtMs() == 0 ? timestampMs : association.createdAtMs(), timestampMs));
    }

    Association remove(AssociationKey key) {
        Association removed = byKey.remove(key);
        if (removed != null) {
            drop(bySubject, key.subject(), key);
            drop(byResource, removed.resourceId(), key);
        }
        return removed;
    }

    private static void add(Map<String, NavigableSet<AssociationKey>> index, String name, AssociationKey key) {
        index.computeIfAbsent(name, each -> new TreeSet<>()).add(key);
    }

    private static void drop(Map<String, NavigableSet<AssociationKey>> index, String name, AssociationKey key) {
        index.computeIfPresent(name, (same, keys) -> keys.remove(key) && keys.isEmpty() ? null : keys);
    }

    /** The association under a key. */
    public Optional<Association> find(AssociationKey key) {
        return Optional.ofNullable(byKey.get(key));
    }

    /** Those of a subject, by its qualified name. */
    public List<Association> ofSubject(String subject) {
        return all(bySubject.get(subject));
    }

    /** Those of a resource. */
    public List<Association> ofResource(String resourceId) {
        return all(byResource.get(resourceId));
    }

    /** Those of all resources of a name and a namespace, of which either may be {@link #ANY}. */
    public List<Association> named(String name, String namespace) {
        return byKey.values().stream()
                .filter(each -> name.equals(ANY) || name.equals(each.key().resourceName()))
                .filter(each ->
                        namespace.equals(ANY) || namespace.equals(each.key().resourceNamespace()))
                .toList();
    }

    private List<Association> all(NavigableSet<AssociationKey> keys) {
        return keys == null ? List.of() : keys.stream().map(byKey::get).toList();
    }
}
