package io.millrace.registry.model.state;

import io.millrace.registry.model.SchemaReference;
import io.millrace.registry.model.SchemaVersion;
import io.millrace.registry.model.SubjectName;
import io.millrace.registry.model.SubjectPrefix;
import io.millrace.registry.model.VersionKey;
import io.millrace.registry.model.Visibility;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;

/** The versions of all subjects, which versions refer to which, and when they were written. */
final class VersionTable {
    private final NavigableMap<String, NavigableMap<Integer, SchemaVersion>> subjects = new TreeMap<>();
    private final Map<VersionKey, TreeSet<VersionKey>> referrers = new TreeMap<>();
    private final Map<VersionKey, Long> writtenAtMs = new LinkedHashMap<>();

    /** A version that is not there yet. */
    void add(SchemaVersion version) {
        subjects.computeIfAbsent(version.subject(), name -> new TreeMap<>()).put(version.version(), version);
        for (VersionKey used : referenced(version)) {
            referrers.computeIfAbsent(used, key -> new TreeSet<>()).add(version.key());
        }
    }

    /** The version that was there. */
    Optional<SchemaVersion> remove(VersionKey key) {
        Optional<SchemaVersion> removed = find(key);
        removed.ifPresent(version -> {
            NavigableMap<Integer, SchemaVersion> versions = subjects.get(key.subject());
            versions.remove(key.version());
            if (versions.isEmpty()) {
                subjects.remove(key.subject());
            }
            writtenAtMs.remove(key);
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
        of(subject).stream()
                .filter(version -> version.version() <= lastVersion)
                .forEach(version -> subjects.get(subject).put(version.version(), version.softlyDeleted()));
    }

    void stamp(VersionKey key, long timestampMs) {
        if (find(key).isPresent()) {
            writtenAtMs.put(key, timestampMs);
        }
    }

    OptionalLong writtenAtMs(VersionKey key) {
        Long timestampMs = writtenAtMs.get(key);
        return timestampMs == null ? OptionalLong.empty() : OptionalLong.of(timestampMs);
    }

    List<String> subjects(SubjectPrefix prefix, Visibility visibility) {
        String common = prefix.commonPrefix();
        List<String> names = new ArrayList<>();
        for (Map.Entry<String, NavigableMap<Integer, SchemaVersion>> subject :
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

    private static boolean shows(Visibility visibility, NavigableMap<Integer, SchemaVersion> versions) {
        boolean anyLive = versions.values().stream().anyMatch(version -> !version.deleted());
        return visibility == Visibility.WITH_DELETED || (visibility == Visibility.LIVE) == anyLive;
    }

    /** All versions of a subject, oldest first. */
    List<SchemaVersion> of(String subject) {
        NavigableMap<Integer, SchemaVersion> versions = subjects.get(subject);
        return versions == null ? List.of() : List.copyOf(versions.values());
    }

    Optional<SchemaVersion> find(VersionKey key) {
        return Optional.ofNullable(subjects.get(key.subject())).map(versions -> versions.get(key.version()));
    }

    Optional<SchemaVersion> latestLive(String subject) {
        NavigableMap<Integer, SchemaVersion> versions = subjects.get(subject);
        if (versions == null) {
            return Optional.empty();
        }
        return versions.descendingMap().values().stream()
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
