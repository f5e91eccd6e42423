package io.millrace.registry.model.record;

import io.millrace.registry.model.Association;
import io.millrace.registry.model.AssociationKey;
import io.millrace.registry.model.RegistryMode;
import io.millrace.registry.model.SchemaVersion;
import io.millrace.registry.model.SubjectConfig;
import io.millrace.registry.model.VersionKey;
import java.util.Optional;

/** What records can say to the state that they make up. */
public interface RecordFold {
    RegistryRecord.Outcome versionWritten(SchemaVersion version);

    void versionErased(VersionKey key);

    void subjectDeleted(String subject, int lastVersion);

    void subjectCleared(String subject);

    void configWritten(String subject, Optional<SubjectConfig> config);

    void modeWritten(String subject, Optional<RegistryMode> mode);

    void contextWritten(String context, boolean present);

    void associationWritten(Association association);

    void associationErased(AssociationKey key);

    void endMarked(Optional<LeaderClaim> claim);

    void highestIdMarked(String context, int highestId);
}
