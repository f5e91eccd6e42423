package io.millrace.registry.model.exporter;

import io.millrace.registry.model.VersionKey;
import io.millrace.registry.model.Visibility;
import io.millrace.registry.model.record.RegistryRecord;
import io.millrace.registry.model.state.RegistryState;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What records of the log are about, among the subjects that are taken. What they say counts only in the state: a record
 * may have been overtaken, or be of a writer that was deposed.
 */
public final class Touched {
    private final SubjectSelection selection;
    private final Set<VersionKey> versions = new LinkedHashSet<>();
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
        if (record instanceof RegistryRecord.VersionWritten written) {
            add(written.version().key());
        } else if (record instanceof RegistryRecord.VersionErased erased) {
            add(erased.key());
        } else if (record instanceof RegistryRecord.ConfigWritten config && selection.matches(config.subject())) {
            configs.add(config.subject());
        } else if (record instanceof RegistryRecord.SubjectDeleted deleted && selection.matches(deleted.subject())) {
            deletedUpTo.merge(deleted.subject(), deleted.lastVersion(), Math::max);
        } else if (record instanceof RegistryRecord.SubjectCleared gone && selection.matches(gone.subject())) {
            cleared.add(gone.subject());
        }
    }

    private void add(VersionKey key) {
        if (selection.matches(key.subject())) {
            versions.add(key);
        }
    }

    /** The versions, those of deleted subjects too as far as the state still knows them. */
    Set<VersionKey> versions(RegistryState state) {
        Set<VersionKey> all = new LinkedHashSet<>(versions);
        deletedUpTo.forEach((subject, last) -> state.versions(subject, Visibility.ONLY_DELETED).stream()
                .filter(each -> each.version() <= last)
                .forEach(each -> all.add(each.key())));
        return all;
    }

    Set<String> configs() {
        return configs;
    }

    Set<String> cleared() {
        return cleared;
    }
}
