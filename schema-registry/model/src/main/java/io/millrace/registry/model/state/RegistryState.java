package io.millrace.registry.model.state;

import io.millrace.registry.model.Association;
import io.millrace.registry.model.AssociationKey;
import io.millrace.registry.model.RegistryMode;
import io.millrace.registry.model.SchemaContent;
import io.millrace.registry.model.SchemaVersion;
import io.millrace.registry.model.SubjectConfig;
import io.millrace.registry.model.SubjectName;
import io.millrace.registry.model.SubjectPrefix;
import io.millrace.registry.model.VersionKey;
import io.millrace.registry.model.Visibility;
import io.millrace.registry.model.record.LeaderClaim;
import io.millrace.registry.model.record.RecordFold;
import io.millrace.registry.model.record.RegistryRecord;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Everything the registry knows. It changes only by {@link RegistryRecord#replay}, and for a while by {@link TriedRecords}.
 * Global scopes are the subject "".
 */
public final class RegistryState implements RecordFold {
    private final VersionTable versions = new VersionTable();
    private final IdSpaces ids = new IdSpaces();
    private final ScopedSettings<SubjectConfig> configs = new ScopedSettings<>();
    private final ScopedSettings<RegistryMode> modes = new ScopedSettings<>();
    private final NavigableSet<String> contexts = new TreeSet<>(Set.of(SubjectName.DEFAULT_CONTEXT));
    private final AssociationTable associations = new AssociationTable();
    private Optional<LeaderClaim> leader = Optional.empty();

    @Override
    public RegistryRecord.Outcome versionWritten(SchemaVersion version) {
        if (ids.conflicts(version)) {
            return RegistryRecord.Outcome.ID_CONFLICT;
        }
        versionErased(version.key());
        ids.link(versions.add(version));
        contexts.add(SubjectName.contextOf(version.subject()));
        return RegistryRecord.Outcome.APPLIED;
    }

    @Override
    public void versionErased(VersionKey key) {
        versions.remove(key).ifPresent(ids::unlink);
    }

    @Override
    public void subjectDeleted(String subject, int lastVersion) {
        versions.deleteSoftly(subject, lastVersion);
    }

    @Override
    public void subjectCleared(String subject) {
        versions(subject, Visibility.ONLY_DELETED).forEach(version -> versionErased(version.key()));
    }

    @Override
    public void configWritten(String subject, Optional<SubjectConfig> config) {
        configs.put(subject, config);
    }

    @Override
    public void modeWritten(String subject, Optional<RegistryMode> mode) {
        modes.put(subject, mode);
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
        ids.mark(context, highestId);
    }

    /** What is known about ids, for what takes back what never was in the log. */
    IdSpaces ids() {
        return ids;
    }

    /** Notes when the record of a version was written, in milliseconds since 1970, as the log says. */
    public void stamp(VersionKey key, long timestampMs) {
        versions.stamp(key, timestampMs);
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
        return versions.writtenAtMs(key);
    }

    /** Who owns the writes now. */
    public Optional<LeaderClaim> leader() {
        return leader;
    }

    /** The names of all subjects that have a version in the wanted condition, in order. */
    public List<String> subjects(SubjectPrefix prefix, Visibility visibility) {
        return versions.subjects(prefix, visibility);
    }

    /** All versions of a subject, softly deleted ones too, oldest first; empty if the subject is unknown. */
    public List<SchemaVersion> versions(String subject) {
        return versions.of(subject);
    }

    /** The versions of a subject in the wanted condition, oldest first. */
    public List<SchemaVersion> versions(String subject, Visibility visibility) {
        return versions(subject).stream()
                .filter(version -> visibility.shows(version.deleted()))
                .toList();
    }

    /** One version, in whichever condition. */
    public Optional<SchemaVersion> version(VersionKey key) {
        return versions.find(key);
    }

    /** The latest live version. */
    public Optional<SchemaVersion> latest(String subject) {
        return versions.latestLive(subject);
    }

    /** What an id of a context stands for. */
    public Optional<SchemaContent> content(String context, int id) {
        return ids.content(context, id);
    }

    /** The versions that carry an id. */
    public List<SchemaVersion> users(String context, int id) {
        return versions.all(ids.users(context, id));
    }

    /** The id that a content already has in a context, the lowest if it has several; equal guids do not suffice. */
    public OptionalInt idOf(String context, SchemaContent content) {
        return ids.idOf(context, content);
    }

    /** The lowest id in a context whose content has the guid; different contents may share one. */
    public OptionalInt lowestIdOf(String context, UUID guid) {
        return ids.lowestIdOf(context, guid);
    }

    /** The highest id ever given in a context. */
    public int highestId(String context) {
        return ids.highestId(context);
    }

    /** The highest ids ever given in all contexts. */
    public SortedMap<String, Integer> highestIds() {
        return ids.highestIds();
    }

    /** Whether compaction would make the state forget a highest id, because no schema has it and no mark tells it. */
    public boolean needsMark() {
        return ids.needsMark();
    }

    /** The versions that refer to the given one. */
    public List<SchemaVersion> referrers(VersionKey key) {
        return versions.referrers(key);
    }

    /** The settings of exactly this scope. */
    public Optional<SubjectConfig> config(String subject) {
        return configs.find(subject);
    }

    /** The mode of exactly this scope. */
    public Optional<RegistryMode> mode(String subject) {
        return modes.find(subject);
    }

    /** The settings of all scopes that have any. */
    public Map<String, SubjectConfig> configs() {
        return configs.all();
    }

    /** The modes of all scopes that have one. */
    public Map<String, RegistryMode> modes() {
        return modes.all();
    }

    /** The scopes inside a context, that of the context itself too, which have a config. */
    public List<String> configuredScopes(String context) {
        return configs.scopesIn(context);
    }

    /** The scopes inside a context, that of the context itself too, which have a mode. */
    public List<String> scopesWithMode(String context) {
        return modes.scopesIn(context);
    }

    /** Whether a context exists. */
    public boolean hasContext(String context) {
        return contexts.contains(context);
    }

    /** All contexts. */
    public List<String> contexts() {
        return List.copyOf(contexts);
    }
}
