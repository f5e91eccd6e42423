package io.millrace.registry.model.state;

import io.millrace.registry.model.Association;
import io.millrace.registry.model.AssociationKey;
import io.millrace.registry.model.RegistryMode;
import io.millrace.registry.model.SchemaContent;
import io.millrace.registry.model.SchemaReference;
import io.millrace.registry.model.SchemaVersion;
import io.millrace.registry.model.SubjectConfig;
import io.millrace.registry.model.SubjectName;
import io.millrace.registry.model.SubjectPrefix;
import io.millrace.registry.model.VersionKey;
import io.millrace.registry.model.Visibility;
import io.millrace.registry.model.record.LeaderClaim;
import io.millrace.registry.model.record.RecordFold;
import io.millrace.registry.model.record.RegistryRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/** Everything the registry knows. It changes only by {@link RegistryRecord#replay}. Global scopes are the subject "". */
public final class RegistryState implements RecordFold {
    private final NavigableMap<String, NavigableMap<Integer, SchemaVersion>> subjects = new TreeMap<>();
    private final NavigableMap<String, IdSpace> idSpaces = new TreeMap<>();
    private final Map<VersionKey, TreeSet<VersionKey>> referrers = new TreeMap<>();
    private final Map<String, SubjectConfig> configs = new TreeMap<>();
    private final Map<String, RegistryMode> modes = new TreeMap<>();
    private final NavigableSet<String> contexts = new TreeSet<>(Set.of(SubjectName.DEFAULT_CONTEXT));
    private final Map<VersionKey, Long> writtenAtMs = new LinkedHashMap<>();
    private final AssociationTable associations = new AssociationTable();
    private Optional<LeaderClaim> leader = Optional.empty();

    @Override
    public RegistryRecord.Outcome versionWritten(SchemaVersion version) {
        String context = SubjectName.contextOf(version.subject());
        IdSpace ids = ids(context);
        if (ids.conflicts(version)) {
            return RegistryRecord.Outcome.ID_CONFLICT;
        }
        versionErased(version.key());
        subjects.computeIfAbsent(version.subject(), name -> new TreeMap<>()).put(version.version(), version);
        ids.link(version);
        contexts.add(context);
        referenced(version)
                .forEach(used ->
                        referrers.computeIfAbsent(used, key -> new TreeSet<>()).add(version.key()));
        return RegistryRecord.Outcome.APPLIED;
    }

    @Override
    public void versionErased(VersionKey key) {
        NavigableMap<Integer, SchemaVersion> versions = subjects.get(key.subject());
        SchemaVersion version = versions == null ? null : versions.remove(key.version());
        if (version == null) {
            return;
        }
        if (versions.isEmpty()) {
            subjects.remove(key.subject());
        }
        writtenAtMs.remove(key);
        ids(SubjectName.contextOf(key.subject())).unlink(version);
        for (VersionKey used : referenced(version)) {
            TreeSet<VersionKey> users = referrers.get(used);
            if (users != null && users.remove(key) && users.isEmpty()) {
                referrers.remove(used);
            }
        }
    }

    @Override
    public void subjectDeleted(String subject, int lastVersion) {
        versions(subject).stream()
                .filter(version -> version.version() <= lastVersion)
                .forEach(version -> subjects.get(subject).put(version.version(), version.softlyDeleted()));
    }

    @Override
    public void subjectCleared(String subject) {
        versions(subject).stream().filter(SchemaVersion::deleted).forEach(version -> versionErased(version.key()));
    }

    @Override
    public void configWritten(String subject, Optional<SubjectConfig> config) {
        config.ifPresentOrElse(value -> configs.put(subject, value), () -> configs.remove(subject));
    }

    @Override
    public void modeWritten(String subject, Optional<RegistryMode> mode) {
        mode.ifPresentOrElse(value -> modes.put(subject, value), () -> modes.remove(subject));
    }

    @Override
    public void contextWritten(String context, boolean present) {
        if (present) {
            contexts.add(context);
        } else if (!context.equals(SubjectName.DEFAULT_CONTEXT)) {
            contexts.remove(context);
        }
    }

    @Override
    public void associationWritten(Association association) {
        associations.put(association);
    }

    @Override
    public void associationErased(AssociationKey key) {
        associations.remove(key);
    }

    @Override
    public void endMarked(Optional<LeaderClaim> claim) {
        leader = claim;
    }

    @Override
    public void highestIdMarked(String context, int highestId) {
        ids(context).mark(highestId);
    }

    /** Notes when the record of a version was written, in milliseconds since 1970, as the log says. */
    public void stamp(VersionKey key, long timestampMs) {
        if (version(key).isPresent()) {
            writtenAtMs.put(key, timestampMs);
        }
    }

    /** The same for the record of an association. */
    public void stamp(AssociationKey key, long timestampMs) {
        associations.stamp(key, timestampMs);
    }

    /** Which resources have their schemas under which subjects; to be read only. */
    public AssociationTable associations() {
        return associations;
    }

    /** When the record of a version was written, in milliseconds since 1970. */
    public OptionalLong writtenAtMs(VersionKey key) {
        Long timestampMs = writtenAtMs.get(key);
        return timestampMs == null ? OptionalLong.empty() : OptionalLong.of(timestampMs);
    }

    /** Who owns the writes now. */
    public Optional<LeaderClaim> leader() {
        return leader;
    }

    /** The names of all subjects that have a version in the wanted condition, in order. */
    public List<String> subjects(SubjectPrefix prefix, Visibility visibility) {
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

    /** All versions of a subject, softly deleted ones too, oldest first; empty if the subject is unknown. */
    public List<SchemaVersion> versions(String subject) {
        NavigableMap<Integer, SchemaVersion> versions = subjects.get(subject);
        return versions == null ? List.of() : List.copyOf(versions.values());
    }

    /** The versions of a subject in the wanted condition, oldest first. */
    public List<SchemaVersion> versions(String subject, Visibility visibility) {
        return versions(subject).stream()
                .filter(version -> visibility.shows(version.deleted()))
                .toList();
    }

    /** One version, in whichever condition. */
    public Optional<SchemaVersion> version(VersionKey key) {
        return Optional.ofNullable(subjects.get(key.subject())).map(versions -> versions.get(key.version()));
    }

    /** The latest live version. */
    public Optional<SchemaVersion> latest(String subject) {
        NavigableMap<Integer, SchemaVersion> versions = subjects.get(subject);
        if (versions == null) {
            return Optional.empty();
        }
        return versions.descendingMap().values().stream()
                .filter(version -> !version.deleted())
                .findFirst();
    }

    /** What an id of a context stands for. */
    public Optional<SchemaContent> content(String context, int id) {
        return Optional.ofNullable(idSpaces.get(context)).flatMap(ids -> ids.content(id));
    }

    /** The versions that carry an id. */
    public List<SchemaVersion> users(String context, int id) {
        IdSpace ids = idSpaces.get(context);
        return ids == null
                ? List.of()
                : ids.users(id).stream().map(key -> version(key).orElseThrow()).toList();
    }

    /** The id that a content already has in a context, the lowest if it has several; equal guids do not suffice. */
    public OptionalInt idOf(String context, SchemaContent content) {
        IdSpace ids = idSpaces.get(context);
        return ids == null ? OptionalInt.empty() : ids.idOf(content);
    }

    /** The lowest id in a context whose content has the guid; different contents may share one. */
    public OptionalInt lowestIdOf(String context, UUID guid) {
        IdSpace ids = idSpaces.get(context);
        return ids == null ? OptionalInt.empty() : ids.lowestIdOf(guid);
    }

    /** The highest id ever given in a context. */
    public int highestId(String context) {
        IdSpace ids = idSpaces.get(context);
        return ids == null ? 0 : ids.highestId();
    }

    /** The highest ids ever given in all contexts. */
    public SortedMap<String, Integer> highestIds() {
        SortedMap<String, Integer> highest = new TreeMap<>();
        idSpaces.forEach((context, ids) -> highest.put(context, ids.highestId()));
        return highest;
    }

    /** Whether compaction would make the state forget a highest id, because no schema has it and no mark tells it. */
    public boolean needsMark() {
        return idSpaces.values().stream().anyMatch(IdSpace::needsMark);
    }

    /** The versions that refer to the given one. */
    public List<SchemaVersion> referrers(VersionKey key) {
        return referrers.getOrDefault(key, new TreeSet<>()).stream()
                .map(user -> version(user).orElseThrow())
                .toList();
    }

    /** The settings of exactly this scope. */
    public Optional<SubjectConfig> config(String subject) {
        return Optional.ofNullable(configs.get(subject));
    }

    /** The mode of exactly this scope. */
    public Optional<RegistryMode> mode(String subject) {
        return Optional.ofNullable(modes.get(subject));
    }

    /** The settings of all scopes that have any. */
    public Map<String, SubjectConfig> configs() {
        return Collections.unmodifiableMap(configs);
    }

    /** The modes of all scopes that have one. */
    public Map<String, RegistryMode> modes() {
        return Collections.unmodifiableMap(modes);
    }

    /** The scopes inside a context, that of the context itself too, which have a config. */
    public List<String> configuredScopes(String context) {
        return scopesIn(configs.keySet(), context);
    }

    /** The scopes inside a context, that of the context itself too, which have a mode. */
    public List<String> scopesWithMode(String context) {
        return scopesIn(modes.keySet(), context);
    }

    private static List<String> scopesIn(Set<String> scopes, String context) {
        return scopes.stream()
                .filter(scope -> SubjectName.contextOf(scope).equals(context))
                .toList();
    }

    /** Whether a context exists. */
    public boolean hasContext(String context) {
        return contexts.contains(context);
    }

    /** All contexts. */
    public List<String> contexts() {
        return List.copyOf(contexts);
    }

    private IdSpace ids(String context) {
        return idSpaces.computeIfAbsent(context, name -> new IdSpace());
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
}
