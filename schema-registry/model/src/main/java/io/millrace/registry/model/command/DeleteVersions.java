package io.millrace.registry.model.command;

import io.millrace.registry.model.Decision;
import io.millrace.registry.model.RegistryErrorCode;
import io.millrace.registry.model.SchemaVersion;
import io.millrace.registry.model.Visibility;
import io.millrace.registry.model.record.RegistryRecord;
import io.millrace.registry.model.state.RegistryState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Deletes one version or a whole subject: first softly, then for good. */
public final class DeleteVersions {
    private final RegistryState state;
    private final String subject;

    public DeleteVersions(RegistryState state, String subject) {
        this.state = state;
        this.subject = subject;
    }

    /** Deletes one version; answers its number. */
    public Decision<Proposal<Integer>> version(VersionSelector selector, boolean permanent) {
        Visibility visibility = selector.isLatest() && !permanent ? Visibility.LIVE : Visibility.WITH_DELETED;
        return selector.find(state, subject, visibility)
                .then(found -> permanent ? eraseOne(found) : deleteOne(found))
                .then(this::ifWritable);
    }

    private <T> Decision<Proposal<T>> ifWritable(Proposal<T> proposal) {
        return Scopes.writable(state, subject).map(name -> proposal);
    }

    private Decision<Proposal<Integer>> deleteOne(SchemaVersion version) {
        if (version.deleted()) {
            return Decision.refuse(
                    RegistryErrorCode.VERSION_SOFT_DELETED,
                    "Subject '" + subject + "' version " + version.version() + " was already deleted softly");
        }
        return unreferenced(version, Visibility.LIVE, false)
                .then(free -> AssociationGuards.versionDeletable(state, version.key(), version))
                .map(free -> new Proposal<>(
                        List.of(new RegistryRecord.VersionWritten(version.softlyDeleted())), version.version()));
    }

    private Decision<Proposal<Integer>> eraseOne(SchemaVersion version) {
        if (!version.deleted()) {
            return Decision.refuse(
                    RegistryErrorCode.VERSION_NOT_SOFT_DELETED,
                    "Subject '" + subject + "' version " + version.version()
                            + " must be deleted softly before it is deleted for good");
        }
        return unreferenced(version, Visibility.WITH_DELETED, false)
                .map(free -> new Proposal<>(erasing(List.of(version)), version.version()));
    }

    /** Deletes the subject; answers the numbers of the versions that it took. */
    public Decision<Proposal<List<Integer>>> subject(boolean permanent) {
        return (permanent ? eraseAll() : deleteAll())
                .then(proposal -> AssociationGuards.subjectDeletable(state, subject, proposal))
                .then(this::ifWritable);
    }

    /**
     * All that takes the subject for good, as if a client had deleted it twice; its associations go after it in the same
     * write. Takes up as well what a write that broke off has left.
     */
    Decision<List<RegistryRecord>> ending() {
        List<SchemaVersion> all = state.versions(subject);
        return allUnreferenced(all, Visibility.WITH_DELETED).map(free -> Stream.concat(
                        deleting(state.versions(subject, Visibility.LIVE)).stream(), erasingWhole(all).stream())
                .toList());
    }

    private Decision<Proposal<List<Integer>>> deleteAll() {
        List<SchemaVersion> live = state.versions(subject, Visibility.LIVE);
        if (state.versions(subject).isEmpty()) {
            return VersionSelector.subjectNotFound(subject);
        }
        if (live.isEmpty()) {
            return Decision.refuse(
                    RegistryErrorCode.SUBJECT_SOFT_DELETED, "Subject '" + subject + "' was already deleted softly");
        }
        return allUnreferenced(live, Visibility.LIVE).map(free -> new Proposal<>(deleting(live), numbers(live)));
    }

    private static List<RegistryRecord> deleting(List<SchemaVersion> live) {
        return live.stream()
                .<RegistryRecord>map(version -> new RegistryRecord.VersionWritten(version.softlyDeleted()))
                .toList();
    }

    private Decision<Proposal<List<Integer>>> eraseAll() {
        List<SchemaVersion> all = state.versions(subject);
        if (all.isEmpty()) {
            return VersionSelector.subjectNotFound(subject);
        }
        if (all.stream().anyMatch(version -> !version.deleted())) {
            return Decision.refuse(
                    RegistryErrorCode.SUBJECT_NOT_SOFT_DELETED,
                    "Subject '" + subject + "' must be deleted softly before it is deleted for good");
        }
        return allUnreferenced(all, Visibility.WITH_DELETED)
                .map(free -> new Proposal<>(erasingWhole(all), numbers(all)));
    }

    /** The settings go before the versions: where the write breaks off, there is still something to delete again. */
    private List<RegistryRecord> erasingWhole(List<SchemaVersion> all) {
        List<RegistryRecord> records = new ArrayList<>();
        state.config(subject)
                .ifPresent(config -> records.add(new RegistryRecord.ConfigWritten(subject, Optional.empty())));
        state.mode(subject).ifPresent(mode -> records.add(new RegistryRecord.ModeWritten(subject, Optional.empty())));
        records.addAll(erasing(all));
        return records;
    }

    /** The mark goes first: once the tombstones are compacted away, only it remembers which ids were given. */
    private List<RegistryRecord> erasing(List<SchemaVersion> versions) {
        List<RegistryRecord> records = new ArrayList<>();
        records.add(new RegistryRecord.HighestIdsMarked(state.highestIds()));
        versions.forEach(version -> records.add(new RegistryRecord.VersionErased(version.key())));
        return records;
    }

    private Decision<Boolean> allUnreferenced(List<SchemaVersion> versions, Visibility referrers) {
        for (SchemaVersion version : versions) {
            Decision<Boolean> free = unreferenced(version, referrers, true);
            if (!free.isAccepted()) {
                return free;
            }
        }
        return Decision.accept(true);
    }

    private Decision<Boolean> unreferenced(SchemaVersion version, Visibility referrers, boolean ignoreOwnSubject) {
        Optional<SchemaVersion> user = state.referrers(version.key()).stream()
                .filter(each -> referrers.shows(each.deleted()))
                .filter(each -> !ignoreOwnSubject || !each.subject().equals(subject))
                .findFirst();
        return user.isEmpty()
                ? Decision.accept(true)
                : Decision.refuse(
                        RegistryErrorCode.REFERENCE_EXISTS,
                        "Subject '" + subject + "' version " + version.version() + " is referenced by subject '"
                                + user.get().subject() + "' version "
                                + user.get().version());
    }

    private static List<Integer> numbers(List<SchemaVersion> versions) {
        return versions.stream().map(SchemaVersion::version).toList();
    }
}
