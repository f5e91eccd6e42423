package io.millrace.registry.model.state;

import io.millrace.registry.model.SchemaReference;
import io.millrace.registry.model.SchemaVersion;
import io.millrace.registry.model.SubjectName;
import io.millrace.registry.model.SubjectPrefix;
import io.millrace.registry.model.VersionKey;
import io.millrace.registry.model.Visibility;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;

/** The versions of all subjects, which versions refer to which, and when they were written. */
final class VersionTable {
    /** A version, and when it was written, in milliseconds since 1970. */
    private record Held(SchemaVersion version, long writtenAtMs) {
        private static final long UNKNOWN = -1;
    }

    private final NavigableMap<String, NavigableMap<Integer, Held>> subjects = new TreeMap<>();
    private final Map<VersionKey, TreeSet<VersionKey>> referrers = new TreeMap<>();

    /** Adds a version that is not there yet, and returns it as it is held. */
    SchemaVersion add(SchemaVersion version) {
        NavigableMap<Integer, Held> versions = subjects.computeIfAbsent(version.subject(), name -> new TreeMap<>());
        // Versions of a subject share its name.
        SchemaVersion held = versions.isEmpty()
                ? version
                : version.in(versions.firstEntry().getValue().version().subject());
        versions.put(held.version(), new Held(held, Held.UNKNOWN));
        for (VersionKey used : referenced(held)) {
            referrers.computeIfAbsent(used, key -> new TreeSet<>()).add(held.key());
        }
        return held;
    }

    /** The version that was there. */
    Optional<SchemaVersion> remove(VersionKey key) {
        Optional<SchemaVersion> removed = find(key);
        removed.ifPresent(version -> {
            NavigableMap<Integer, Held> versions = subjects.get(key.subject());
            versions.remove(key.version());
            if (versions.isEmpty()) {
                subjects.remove(key.subject());
            }
            forgetReferences(version);
        });
        return removed;
    }

    private void forgetReferences(SchemaVersion version) {
        for (VersionKey used : referenced(version)) {
            TreeSet<VersionKey> users = referrers.get(used);
            if (users != null && users.remove(version.key()) && users.isEmpty()) {
                referrers.remove(used);
            }
        }
    }

    private static List<VersionKey> referenced(SchemaVersion version) {
        if (version.content().references().isEmpty()) {
            return List.of();
        }
        String context = SubjectName.contextOf(version.subject());
        List<VersionKey> keys = new ArrayList<>();
        for (SchemaReference reference : version.content().references()) {
            keys.add(new VersionKey(
                    SubjectName.parseIn(context, reference.subject()).qualified(), reference.version()));
        }
        return keys;
    }

    void deleteSoftly(String subject, int lastVersion) {
        NavigableMap<Integer, Held> versions = subjects.get(subject);
        if (versions != null) {
            versions.headMap(lastVersion, true)
                    .replaceAll((number, held) -> new Held(held.version().softlyDeleted(), held.writtenAtMs()));
        }
    }

    void stamp(VersionKey key, long timestampMs) {
        NavigableMap<Integer, Held> versions = subjects.get(key.subject());
        if (versions != null) {
            versions.computeIfPresent(key.version(), (number, held) -> new Held(held.version(), timestampMs));
        }
    }

    OptionalLong writtenAtMs(VersionKey key) {
        Held held = held(key.subject()).get(key.version());
        return held == null || held.writtenAtMs() == Held.UNKNOWN
                ? OptionalLong.empty()
                : OptionalLong.of(held.writtenAtMs());
    }

    /** To be read only. */
    private NavigableMap<Integer, Held> held(String subject) {
        return subjects.getOrDefault(subject, Collections.emptyNavigableMap());
    }

    List<String> subjects(SubjectPrefix prefix, Visibility visibility) {
        String common = prefix.commonPrefix();
        List<String> names = new ArrayList<>();
        for (Map.Entry<String, NavigableMap<Integer, Held>> subject :
                subjects.tailMap(common, true).entrySet()) {
            if (!subject.getKey().startsWith(common)) {
                break;
            }
            if (prefix.matches(subject.getKey()) && shows(visibility, subject.getValue())) {
                names.add(subject.getKey());
            }
        }
        return names;
    }

    private static boolean shows(Visibility visibility, NavigableMap<Integer, Held> versions) {
        boolean anyLive =
                versions.values().stream().anyMatch(held -> !held.version().deleted());
        return visibility == Visibility.WITH_DELETED || (visibility == Visibility.LIVE) == anyLive;
    }

    /** All versions of a subject, oldest first. */
    List<SchemaVersion> of(String subject) {
        return held(subject).values().stream().map(Held::version).toList();
    }

    Optional<SchemaVersion> find(VersionKey key) {
        return Optional.ofNullable(held(key.subject()).get(key.version())).map(Held::version);
    }

    Optional<SchemaVersion> latestLive(String subject) {
        return held(subject).descendingMap().values().stream()
                .map(Held::version)
                .filter(version -> !version.deleted())
                .findFirst();
    }

    List<SchemaVersion> referrers(VersionKey key) {
        return all(referrers.getOrDefault(key, new TreeSet<>()));
    }

    /** The versions of these keys, which are there. */
    List<SchemaVersion> all(Iterable<VersionKey> keys) {
        List<SchemaVersion> versions = new ArrayList<>();
        keys.forEach(key -> versions.add(find(key).orElseThrow()));
        return List.copyOf(versions);
    }
}
