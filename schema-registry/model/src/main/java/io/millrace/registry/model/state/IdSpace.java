package io.millrace.registry.model.state;

import io.millrace.registry.model.SchemaContent;
import io.millrace.registry.model.SchemaVersion;
import io.millrace.registry.model.VersionKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** The ids of one context: each stands for one content, and is used by some versions. */
final class IdSpace {
    private record Entry(SchemaContent content, UUID guid, TreeSet<VersionKey> users) {}

    private final Map<Integer, Entry> entries = new LinkedHashMap<>();
    private final Map<UUID, TreeSet<Integer>> byGuid = new LinkedHashMap<>();
    private int highestId;
    private int markedId;

    int highestId() {
        return highestId;
    }

    void mark(int id) {
        markedId = id;
        highestId = Math.max(highestId, id);
    }

    void forgetAbove(int id) {
        highestId = id;
    }

    /** Whether neither a mark nor a schema in the log holds the highest id. */
    boolean needsMark() {
        return markedId < highestId && !entries.containsKey(highestId);
    }

    Optional<SchemaContent> content(int id) {
        return Optional.ofNullable(entries.get(id)).map(Entry::content);
    }

    Set<VersionKey> users(int id) {
        Entry entry = entries.get(id);
        return entry == null ? Set.of() : entry.users();
    }

    OptionalInt lowestIdOf(UUID guid) {
        TreeSet<Integer> ids = byGuid.get(guid);
        return ids == null ? OptionalInt.empty() : OptionalInt.of(ids.first());
    }

    OptionalInt idOf(SchemaContent content) {
        return byGuid.getOrDefault(content.guid(), new TreeSet<>()).stream()
                .filter(id -> entries.get(id).content().equals(content))
                .mapToInt(Integer::intValue)
                .findFirst();
    }

    /** Whether the id already stands for something else that somebody but this version uses. */
    boolean conflicts(SchemaVersion version) {
        Entry entry = entries.get(version.id());
        return entry != null
                && !entry.content().equals(version.content())
                && !entry.users().equals(Set.of(version.key()));
    }

    void link(SchemaVersion version) {
        UUID guid = version.content().guid();
        entries.computeIfAbsent(version.id(), id -> new Entry(version.content(), guid, new TreeSet<>()))
                .users()
                .add(version.key());
        byGuid.computeIfAbsent(guid, key -> new TreeSet<>()).add(version.id());
        highestId = Math.max(highestId, version.id());
    }

    void unlink(SchemaVersion version) {
        Entry entry = entries.get(version.id());
        if (entry == null) {
            return;
        }
        entry.users().remove(version.key());
        if (entry.users().isEmpty()) {
            entries.remove(version.id());
            TreeSet<Integer> ids = byGuid.get(entry.guid());
            ids.remove(version.id());
            if (ids.isEmpty()) {
                byGuid.remove(entry.guid());
            }
        }
    }
}
