package io.millrace.integration.faults.registry;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** What clients of a registry were told about their registrations. Safe for use by several threads. */
final class RegistrationHistory {

    /** A schema by its number, under a subject. */
    record Registration(String subject, int content) {}

    private final Set<StoredVersion> acknowledged = new LinkedHashSet<>();
    private final Set<Registration> possible = new HashSet<>();
    private long acknowledgements;
    private long unknown;
    private long refused;

    /** A client was told version and id. */
    synchronized void acknowledged(StoredVersion version) {
        acknowledged.add(version);
        possible.add(new Registration(version.subject(), version.content()));
        acknowledgements++;
    }

    /** A client got no answer, or one that does not tell what has become of its request. */
    synchronized void unknown(Registration registration) {
        possible.add(registration);
        unknown++;
    }

    /** A client was told that its request failed. That of another, for the same, may have succeeded. */
    synchronized void refused() {
        refused++;
    }

    /** How often a client was told version and id. */
    synchronized long acknowledgements() {
        return acknowledgements;
    }

    /** Holds all versions that are there against what was told. */
    synchronized RegistryVerdict verdict(Collection<StoredVersion> stored) {
        Set<StoredVersion> there = new HashSet<>(stored);
        Set<StoredVersion> said = new HashSet<>(acknowledged);
        said.addAll(there);
        return new RegistryVerdict(
                acknowledged.size(),
                acknowledged.stream().filter(each -> !there.contains(each)).count(),
                withSeveral(said, StoredVersion::id, StoredVersion::content),
                withSeveral(said, StoredVersion::content, StoredVersion::id),
                holes(there),
                there.size()
                        - there.stream()
                                .map(RegistrationHistory::registration)
                                .distinct()
                                .count(),
                there.stream()
                        .filter(each -> !possible.contains(registration(each)))
                        .count(),
                unknown,
                refused);
    }

    private static Registration registration(StoredVersion version) {
        return new Registration(version.subject(), version.content());
    }

    /** How many keys have more than one value. */
    private static long withSeveral(
            Set<StoredVersion> versions, Function<StoredVersion, Integer> key, Function<StoredVersion, Integer> value) {
        Map<Integer, Set<Integer>> values = new HashMap<>();
        versions.forEach(each -> values.computeIfAbsent(key.apply(each), fresh -> new HashSet<>())
                .add(value.apply(each)));
        return values.values().stream().filter(each -> each.size() > 1).count();
    }

    private static long holes(Set<StoredVersion> versions) {
        Map<String, Set<Integer>> bySubject = new HashMap<>();
        versions.forEach(each -> bySubject
                .computeIfAbsent(each.subject(), fresh -> new HashSet<>())
                .add(each.version()));
        return bySubject.values().stream()
                .mapToLong(
                        each -> each.stream().mapToInt(Integer::intValue).max().orElse(0) - each.size())
                .sum();
    }
}
