package io.millrace.registry.model.record;

import io.millrace.registry.model.Association;
import io.millrace.registry.model.AssociationKey;
import io.millrace.registry.model.RegistryMode;
import io.millrace.registry.model.SchemaVersion;
import io.millrace.registry.model.SubjectConfig;
import io.millrace.registry.model.VersionKey;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** One record of {@code _schemas}; the state is nothing but the fold of them. Global scopes have the subject "". */
public sealed interface RegistryRecord {
    /** Tells the fold what this record says. */
    Outcome replay(RecordFold fold);

    /** What became of a record. */
    enum Outcome {
        APPLIED,
        /** The id already stands for another schema; the first one wins, so the record changes nothing. */
        ID_CONFLICT
    }

    /** A version exists in this condition. */
    record VersionWritten(SchemaVersion version) implements RegistryRecord {
        @Override
        public Outcome replay(RecordFold fold) {
            return fold.versionWritten(version);
        }
    }

    /** A version is gone for good. */
    record VersionErased(VersionKey key) implements RegistryRecord {
        @Override
        public Outcome replay(RecordFold fold) {
            fold.versionErased(key);
            return Outcome.APPLIED;
        }
    }

    /** All versions up to the given one are softly deleted; written by peers. */
    record SubjectDeleted(String subject, int lastVersion) implements RegistryRecord {
        @Override
        public Outcome replay(RecordFold fold) {
            fold.subjectDeleted(subject, lastVersion);
            return Outcome.APPLIED;
        }
    }

    /** All softly deleted versions are gone for good; written by peers. */
    record SubjectCleared(String subject) implements RegistryRecord {
        @Override
        public Outcome replay(RecordFold fold) {
            fold.subjectCleared(subject);
            return Outcome.APPLIED;
        }
    }

    /** The settings of a scope are these, or none any more. */
    record ConfigWritten(String subject, Optional<SubjectConfig> config) implements RegistryRecord {
        @Override
        public Outcome replay(RecordFold fold) {
            fold.configWritten(subject, config);
            return Outcome.APPLIED;
        }
    }

    /** The mode of a scope is this, or none any more. */
    record ModeWritten(String subject, Optional<RegistryMode> mode) implements RegistryRecord {
        @Override
        public Outcome replay(RecordFold fold) {
            fold.modeWritten(subject, mode);
            return Outcome.APPLIED;
        }
    }

    /** A context exists. */
    record ContextWritten(String context, boolean present) implements RegistryRecord {
        @Override
        public Outcome replay(RecordFold fold) {
            fold.contextWritten(context, present);
            return Outcome.APPLIED;
        }
    }

    /** An association is this. */
    record AssociationWritten(Association association) implements RegistryRecord {
        @Override
        public Outcome replay(RecordFold fold) {
            fold.associationWritten(association);
            return Outcome.APPLIED;
        }
    }

    /** There is no such association any more. */
    record AssociationErased(AssociationKey key) implements RegistryRecord {
        @Override
        public Outcome replay(RecordFold fold) {
            fold.associationErased(key);
            return Outcome.APPLIED;
        }
    }

    /** Marks the end of the log. It carries the leader that claims all later writes; those of peers claim nothing. */
    record EndMarked(Optional<LeaderClaim> claim) implements RegistryRecord {
        @Override
        public Outcome replay(RecordFold fold) {
            fold.endMarked(claim);
            return Outcome.APPLIED;
        }
    }

    /**
     * The highest ids ever given, by context. They must outlive the compaction of erased schemas, for an id is never used
     * twice; so they have a key of their own, which peers read as another mark of the end but never write.
     */
    record HighestIdsMarked(SortedMap<String, Integer> highestIds) implements RegistryRecord {
        public HighestIdsMarked {
            highestIds = Collections.unmodifiableSortedMap(new TreeMap<>(highestIds));
        }

        @Override
        public Outcome replay(RecordFold fold) {
            highestIds.forEach(fold::highestIdMarked);
            return Outcome.APPLIED;
        }
    }
}
