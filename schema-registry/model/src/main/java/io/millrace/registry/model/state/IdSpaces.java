package io.millrace.registry.model.state;

import io.millrace.registry.model.SchemaContent;
import io.millrace.registry.model.SchemaVersion;
import io.millrace.registry.model.SubjectName;
import io.millrace.registry.model.VersionKey;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/** The ids of all contexts. Questions about a context that has none make none. */
final class IdSpaces {
    private final NavigableMap<String, IdSpace> spaces = new TreeMap<>();

    private IdSpace of(String context) {
        return spaces.computeIfAbsent(context, name -> new IdSpace());
    }

    private IdSpace of(SchemaVersion version) {
        return of(SubjectName.contextOf(version.subject()));
    }

    private Optional<IdSpace> find(String context) {
        return Optional.ofNullable(spaces.get(context));
    }

    boolean conflicts(SchemaVersion version) {
        return of(version).conflicts(version);
    }

    void link(SchemaVersion version) {
        of(version).link(version);
    }

    void unlink(SchemaVersion version) {
        of(version).unlink(version);
    }

    void mark(String context, int highestId) {
        of(context).mark(highestId);
    }

    boolean has(String context) {
        return spaces.containsKey(context);
    }

    /** As if no id above had ever been given in a context that has ids. */
    void forgetAbove(String context, int highestId) {
        of(context).forgetAbove(highestId);
    }

    void forget(String context) {
        spaces.remove(context);
    }

    Optional<SchemaContent> content(String context, int id) {
        return find(context).flatMap(ids -> ids.content(id));
    }

    Set<VersionKey> users(String context, int id) {
        return find(context).map(ids -> ids.users(id)).orElse(Set.of());
    }

    OptionalInt idOf(String context, SchemaContent content) {
        return find(context).map(ids -> ids.idOf(content)).orElse(OptionalInt.empty());
    }

    OptionalInt lowestIdOf(String context, UUID guid) {
        return find(context).map(ids -> ids.lowestIdOf(guid)).orElse(OptionalInt.empty());
    }

    int highestId(String context) {
        return find(context).map(IdSpace::highestId).orElse(0);
    }

    SortedMap<String, Integer> highestIds() {
        SortedMap<String, Integer> highest = new TreeMap<>();
        spaces.forEach((context, ids) -> highest.put(context, ids.highestId()));
        return highest;
    }

    boolean needsMark() {
        return spaces.values().stream().anyMatch(IdSpace::needsMark);
    }
}
