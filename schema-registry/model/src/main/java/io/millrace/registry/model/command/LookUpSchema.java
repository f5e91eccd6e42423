package io.millrace.registry.model.command;

import io.millrace.registry.model.Decision;
import io.millrace.registry.model.RegistryErrorCode;
import io.millrace.registry.model.SchemaContent;
import io.millrace.registry.model.SchemaVersion;
import io.millrace.registry.model.Visibility;
import io.millrace.registry.model.avro.AvroParsing.Strictness;
import io.millrace.registry.model.state.RegistryState;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Finds under which version of a subject a schema is registered. */
public final class LookUpSchema {
    private LookUpSchema() {}

    /** Finds the schema, or says whether the subject or only the schema is missing. */
    public static Decision<SchemaVersion> find(
            SchemaReader reader, String subject, SchemaContent content, Visibility visibility) {
        RegistryState state = reader.state();
        if (state.versions(subject, visibility).isEmpty()) {
            return VersionSelector.subjectNotFound(subject);
        }
        return References.pin(state, subject, content).then(pinned -> canonical(reader, subject, pinned)
                .then(canonical -> match(state, subject, List.of(pinned, canonical), visibility)
                        .<Decision<SchemaVersion>>map(Decision::accept)
                        .orElseGet(() -> Decision.refuse(RegistryErrorCode.SCHEMA_NOT_FOUND, "Schema not found"))));
    }

    /** The content in the registry's own spelling. */
    static Decision<SchemaContent> canonical(SchemaReader reader, String subject, SchemaContent content) {
        return reader.read(subject, content, Strictness.LENIENT)
                .map(parsed -> content.withText(parsed.canonicalText()));
    }

    /** The latest version whose content is one of the spellings; peers may have stored what they were given. */
    static Optional<SchemaVersion> match(
            RegistryState state, String subject, List<SchemaContent> spellings, Visibility visibility) {
        List<UUID> guids = spellings.stream().map(SchemaContent::guid).toList();
        List<SchemaVersion> versions = state.versions(subject, visibility);
        for (int i = versions.size() - 1; i >= 0; i--) {
            SchemaVersion version = versions.get(i);
            if (spellings.contains(version.content())
                    || guids.contains(version.content().guid())) {
                return Optional.of(version);
            }
        }
        return Optional.empty();
    }
}
