package io.millrace.registry.model.state;

import io.millrace.registry.model.SchemaContent;
import io.millrace.registry.model.SchemaVersion;
import io.millrace.registry.model.VersionKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;

/** The ids of one context: each stands for one content, and is used by some versions. */
final class IdSpace {
    private record Entry(SchemaContent content, FewSorted<VersionKey> users) {}

    private final Map<Integer, Entry> entries = new HashMap<>();
    private final Map<UUID, FewSorted<Integer>> byGuid = new HashMap<>();
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
        return entry == null ? Set.of() : entry.users().all();
    }

    OptionalInt lowestIdOf(UUID guid) {
        FewSorted<Integer> ids = byGuid.get(guid);
        return ids == null ? OptionalInt.empty() : OptionalInt.of(ids.first());
    }

    OptionalInt idOf(SchemaContent content) {
        FewSorted<Integer> ids = byGuid.get(content.guid());
        return ids == null
                ? OptionalInt.empty()
                : ids.all().stream()
                        .filter(id -> entries.get(id).content().equals(content))
                        .mapToInt(Integer::intValue)
                        .findFirst();
    }

    /** Whether the id already stands for something else that somebody but this version uses. */
    boolean conflicts(SchemaVersion version) {
        Entry entry = entries.get(version.id());
        return entry != null
                && !entry.content().equals(version.content())
                && !entry.users().all().equals(Set.of(version.key()));
    }

    void link(SchemaVersion version) {
        UUID guid = version.content().guid();
        entries.computeIfAbsent(version.id(), id -> new Entry(version.content(), new FewSorted<>()))
                .users()
                .add(version.key());
        byGuid.computeIfAbsent(guid, key -> new FewSorted<>()).add(version.id());
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
            UUID guid = entry.content().guid();
            FewSorted<Integer> ids = byGuid.get(guid);
            ids.remove(version.id());
            if (ids.isEmpty()) {
                byGuid.remove(guid);
            }
        }
    }
}
