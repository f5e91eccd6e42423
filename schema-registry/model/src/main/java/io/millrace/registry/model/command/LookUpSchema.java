package io.millrace.registry.model.command;

import io.millrace.registry.model.Decision;
import io.millrace.registry.model.RegistryErrorCode;
import io.millrace.registry.model.SchemaContent;
import io.millrace.registry.model.SchemaReference;
import io.millrace.registry.model.SchemaVersion;
import io.millrace.registry.model.Visibility;
import io.millrace.registry.model.contract.Metadata;
import io.millrace.registry.model.contract.RuleSet;
import io.millrace.registry.model.schema.Strictness;
import io.millrace.registry.model.state.RegistryState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds under which version of a subject a schema is registered. */
public final class LookUpSchema {
    private LookUpSchema() {}

    /**
     * Finds the schema, or says whether the subject or only the schema is missing. A spelling that nobody registered is
     * looked for in its normal form too; a subject that names no context is looked for in all of them.
     */
    public static Decision<SchemaVersion> find(
            SchemaReader reader, String subject, SchemaCandidate candidate, Visibility visibility) {
        Decision<SchemaVersion> here = findIn(reader, subject, candidate, visibility);
        if (here.isAccepted()) {
            return here;
        }
        return Scopes.everywhere(reader.state(), subject).stream()
                .skip(1)
                .map(elsewhere -> findIn(reader, elsewhere, candidate, visibility))
                .filter(Decision::isAccepted)
                .findFirst()
                .orElse(here);
    }

    private static Decision<SchemaVersion> findIn(
            SchemaReader reader, String subject, SchemaCandidate candidate, Visibility visibility) {
        RegistryState state = reader.state();
        if (state.versions(subject, visibility).isEmpty()) {
            return VersionSelector.subjectNotFound(subject);
        }
        return References.pin(state, subject, candidate.content())
                .then(pinned -> asWritten(reader, subject, candidate, pinned, visibility)
                        .then(found -> found.<Decision<SchemaVersion>>map(Decision::accept)
                                .orElseGet(() -> findNormal(reader, subject, pinned, visibility))));
    }

    private static Decision<Optional<SchemaVersion>> asWritten(
            SchemaReader reader,
            String subject,
            SchemaCandidate candidate,
            SchemaContent pinned,
            Visibility visibility) {
        if (candidate.normalize() || Scopes.normalizes(reader.state(), subject)) {
            return Decision.accept(Optional.empty());
        }
        return spelled(reader, subject, pinned, visibility);
    }

    /**
     * The version that holds the content in this spelling or in the registry's own, or else is what was sent: a descriptor has
     * no spelling, and an Avro schema may be sent with all that its references bring.
     */
    static Decision<Optional<SchemaVersion>> spelled(
            SchemaReader reader, String subject, SchemaContent content, Visibility visibility) {
        RegistryState state = reader.state();
        // No other spelling could be in a later version than the latest, so nothing has to be parsed to find that.
        Optional<SchemaVersion> latest =
                match(state, subject, List.of(content), last(state.versions(subject, visibility)));
        return latest.isPresent()
                ? Decision.accept(latest)
                : reader.read(subject, content, Strictness.LENIENT).map(read -> match(
                                state,
                                subject,
                                List.of(content, content.withText(read.parsed().canonicalText())),
                                visibility)
                        .or(() -> new SameMeaning(reader, subject, content, read).find(visibility)));
    }

    private static List<SchemaVersion> last(List<SchemaVersion> versions) {
        return versions.subList(Math.max(0, versions.size() - 1), versions.size());
    }

    private static Decision<SchemaVersion> findNormal(
            SchemaReader reader, String subject, SchemaContent pinned, Visibility visibility) {
        return normal(reader, subject, pinned)
                .then(normal -> match(reader.state(), subject, List.of(normal), visibility)
                        .or(() -> match(reader.state(), subject, earlier(reader, subject, pinned), visibility))
                        .<Decision<SchemaVersion>>map(Decision::accept)
                        .orElseGet(() -> Decision.refuse(RegistryErrorCode.SCHEMA_NOT_FOUND, "Schema not found")));
    }

    /** The content in the spellings that the registry had for it before. */
    private static List<SchemaContent> earlier(SchemaReader reader, String subject, SchemaContent content) {
        return reader.read(subject, content, Strictness.LENIENT)
                .fold(
                        read -> read.parsed().earlierTexts().stream()
                                .map(content::withText)
                                .toList(),
                        unreadable -> List.of());
    }

    /** The content in the one spelling that all spellings of the same schema share. */
    static Decision<SchemaContent> normal(SchemaReader reader, String subject, SchemaContent content) {
        List<SchemaReference> references = content.references().stream()
                .sorted(Comparator.comparing(SchemaReference::subject)
                        .thenComparing(SchemaReference::version)
                        .thenComparing(SchemaReference::name))
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

    /**
     * The latest version whose content is one of the spellings; peers may have stored what they were given. Metadata and
     * rules count as sent or as they would be completed, and only if they are sent.
     */
    private static Optional<SchemaVersion> match(
            RegistryState state, String subject, List<SchemaContent> spellings, Visibility visibility) {
        return match(state, subject, spellings, state.versions(subject, visibility));
    }

    static Optional<SchemaVersion> match(
            RegistryState state, String subject, List<SchemaContent> spellings, List<SchemaVersion> versions) {
        if (versions.isEmpty()) {
            return Optional.empty();
        }
        List<SchemaContent> wanted = new ArrayList<>();
        for (SchemaContent spelling : spellings) {
            wanted.add(spelling);
            if (spelling.metadata().isPresent() || spelling.ruleSet().isPresent()) {
                SchemaContent complete = Contracts.complete(state, subject, spelling);
                wanted.add(spelling.withSentContract(
                        spelling.metadata().map(sent -> complete.metadata().orElse(Metadata.NONE)),
                        spelling.ruleSet().map(sent -> complete.ruleSet().orElse(RuleSet.NONE))));
            }
        }
        for (int i = versions.size() - 1; i >= 0; i--) {
            SchemaContent stored = versions.get(i).content();
            if (wanted.stream().anyMatch(each -> fits(each, stored))) {
                return Optional.of(versions.get(i));
            }
        }
        return Optional.empty();
    }

    private static boolean fits(SchemaContent wanted, SchemaContent stored) {
        return wanted.text().equals(stored.text())
                && wanted.schemaType().equals(stored.schemaType())
                && wanted.references().equals(stored.references())
                && wanted.metadata()
                        .filter(sent -> !sent.equals(stored.metadata().orElse(Metadata.NONE)))
                        .isEmpty()
                && wanted.ruleSet()
                        .filter(sent -> !sent.equals(stored.ruleSet().orElse(RuleSet.NONE)))
                        .isEmpty();
    }
}
