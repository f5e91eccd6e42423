package io.millrace.registry.model.command;

import io.millrace.registry.model.Decision;
import io.millrace.registry.model.RegistryErrorCode;
import io.millrace.registry.model.SchemaContent;
import io.millrace.registry.model.SchemaReference;
import io.millrace.registry.model.SchemaVersion;
import io.millrace.registry.model.Visibility;
import io.millrace.registry.model.schema.Strictness;
import io.millrace.registry.model.state.RegistryState;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Finds under which version of a subject a schema is registered. */
public final class LookUpSchema {
    private LookUpSchema() {}

    /**
     * Finds the schema, or says whether the subject or only the schema is missing. A spelling that nobody registered is
     * looked for in its normal form too.
     */
    public static Decision<SchemaVersion> find(
            SchemaReader reader, String subject, SchemaCandidate candidate, Visibility visibility) {
        RegistryState state = reader.state();
        if (state.versions(subject, visibility).isEmpty()) {
            return VersionSelector.subjectNotFound(subject);
        }
        return References.pin(state, subject, candidate.content())
                .then(pinned -> asWritten(reader, subject, candidate, pinned)
                        .then(spellings -> match(state, subject, spellings, visibility)
                                .<Decision<SchemaVersion>>map(Decision::accept)
                                .orElseGet(() -> findNormal(reader, subject, pinned, visibility))));
    }

    private static Decision<List<SchemaContent>> asWritten(
            SchemaReader reader, String subject, SchemaCandidate candidate, SchemaContent pinned) {
        return candidate.normalize() || Scopes.normalizes(reader.state(), subject)
                ? Decision.accept(List.of())
                : canonical(reader, subject, pinned).map(canonical -> List.of(pinned, canonical));
    }

    private static Decision<SchemaVersion> findNormal(
            SchemaReader reader, String subject, SchemaContent pinned, Visibility visibility) {
        return normal(reader, subject, pinned)
                .then(normal -> match(reader.state(), subject, List.of(normal), visibility)
                        .<Decision<SchemaVersion>>map(Decision::accept)
                        .orElseGet(() -> Decision.refuse(RegistryErrorCode.SCHEMA_NOT_FOUND, "Schema not found")));
    }

    /** The content in the one spelling that all spellings of the same schema share. */
    static Decision<SchemaContent> normal(SchemaReader reader, String subject, SchemaContent content) {
        List<SchemaReference> references = content.references().stream()
                .sorted(Comparator.comparing(SchemaReference::subject).thenComparing(SchemaReference::version))
                .distinct()
                .toList();
        return reader.read(subject, content, Strictness.LENIENT)
                .map(read -> content.withText(read.parsed().normalText()).withReferences(references))
                .then(normal -> canonical(reader, subject, normal));
    }

    /** The content in the registry's own spelling. */
    static Decision<SchemaContent> canonical(SchemaReader reader, String subject, SchemaContent content) {
        return reader.read(subject, content, Strictness.LENIENT)
                .map(read -> content.withText(read.parsed().canonicalText()));
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
