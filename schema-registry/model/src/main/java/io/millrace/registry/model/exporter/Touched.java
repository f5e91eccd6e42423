package io.millrace.registry.model.exporter;

import io.millrace.registry.model.SchemaVersion;
import io.millrace.registry.model.VersionKey;
import io.millrace.registry.model.Visibility;
import io.millrace.registry.model.record.RegistryRecord;
import io.millrace.registry.model.state.RegistryState;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What records of the log say, among the subjects that are taken. What there is counts only in the state: a record may
 * have been overtaken, or be of a writer that was deposed. That something was deleted counts when its record comes, for
 * deletions are in the log in an order in which they can be made: what refers to a schema goes before it.
 */
public final class Touched {
    private final SubjectSelection selection;
    /** The ids of the versions that were written last. */
    private final Map<VersionKey, Integer> written = new LinkedHashMap<>();
    /** Those of them that were deleted softly. */
    private final Set<VersionKey> softly = new LinkedHashSet<>();

    private final Set<VersionKey> erased = new LinkedHashSet<>();
    private final Set<String> configs = new LinkedHashSet<>();
    /** Up to which version whole subjects were deleted; written by peers. */
    private final Map<String, Integer> deletedUpTo = new LinkedHashMap<>();
    /** Subjects whose softly deleted versions went for good, without saying which; written by peers. */
    private final Set<String> cleared = new LinkedHashSet<>();

    public Touched(SubjectSelection selection) {
        this.selection = selection;
    }

    /** Notes what a record is about. Modes are not: what an exporter keeps up to date is in mode IMPORT. */
    public void add(RegistryRecord record) {
        if (record instanceof RegistryRecord.VersionWritten version) {
            add(version.version());
        } else if (record instanceof RegistryRecord.VersionErased version
                && selection.matches(version.key().subject())) {
            erased.add(version.key());
            written.remove(version.key());
            softly.remove(version.key());
        } else if (record instanceof RegistryRecord.ConfigWritten config && selection.matches(config.subject())) {
            configs.add(config.subject());
        } else if (record instanceof RegistryRecord.SubjectDeleted deleted && selection.matches(deleted.subject())) {
            deletedUpTo.merge(deleted.subject(), deleted.lastVersion(), Math::max);
        } else if (record instanceof RegistryRecord.SubjectCleared gone && selection.matches(gone.subject())) {
            cleared.add(gone.subject());
        }
    }

    private void add(SchemaVersion version) {
        if (!selection.matches(version.subject())) {
            return;
        }
        written.put(version.key(), version.id());
        if (version.deleted()) {
            softly.add(version.key());
        } else {
            softly.remove(version.key());
        }
    }

    /** Whether the subject is taken for its own sake, and not only because another refers to it. */
    boolean selects(String subject) {
        return selection.matches(subject);
    }

    /** The versions that were written, with their ids then; those of subjects that a peer deleted as the state has them. */
    Map<VersionKey, Integer> written(RegistryState state) {
        Map<VersionKey, Integer> all = new LinkedHashMap<>(written);
        deletedUpTo.forEach(
                (subject, last) -> deletedOf(state, subject, last).forEach(each -> all.put(each.key(), each.id())));
        return all;
    }

    /** Those of them that were deleted softly. */
    Set<VersionKey> softly(RegistryState state) {
        Set<VersionKey> all = new LinkedHashSet<>(softly);
        deletedUpTo.forEach((subject, last) -> deletedOf(state, subject, last).forEach(each -> all.add(each.key())));
        return all;
    }

    private static List<SchemaVersion> deletedOf(RegistryState state, String subject, int last) {
        return state.versions(subject, Visibility.ONLY_DELETED).stream()
                .filter(each -> each.version() <= last)
                .toList();
    }

    /** Versions that went for good, whatever came under their numbers after that. */
    Set<VersionKey> erased() {
        return erased;
    }

    Set<String> configs() {
        return configs;
    }

    Set<String> cleared() {
        return cleared;
    }
}
