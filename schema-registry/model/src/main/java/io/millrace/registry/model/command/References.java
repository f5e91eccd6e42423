package io.millrace.registry.model.command;

import io.millrace.registry.model.Decision;
import io.millrace.registry.model.RegistryErrorCode;
import io.millrace.registry.model.SchemaContent;
import io.millrace.registry.model.SchemaReference;
import io.millrace.registry.model.SchemaVersion;
import io.millrace.registry.model.SubjectName;
import io.millrace.registry.model.VersionKey;
import io.millrace.registry.model.schema.SchemaSource;
import io.millrace.registry.model.schema.SchemaSource.Dependency;
import io.millrace.registry.model.state.RegistryState;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Follows references to the texts that they stand for. */
final class References {
    private static final int MAX_DEPTH = 100;

    private final RegistryState state;
    private final Set<String> seen = new LinkedHashSet<>();
    private final List<Dependency> dependencies = new ArrayList<>();

    private References(RegistryState state) {
        this.state = state;
    }

    /** Replaces "the latest" by its number, and refuses what is missing or softly deleted. */
    static Decision<SchemaContent> pin(RegistryState state, String subject, SchemaContent content) {
        String context = SubjectName.contextOf(subject);
        List<SchemaReference> pinned = new ArrayList<>();
        for (SchemaReference reference : content.references()) {
            String target = SubjectName.parseIn(context, reference.subject()).qualified();
            Optional<SchemaVersion> found = reference.version() == -1
                    ? state.latest(target)
                    : state.version(new VersionKey(target, reference.version())).filter(version -> !version.deleted());
            if (found.isEmpty()) {
                return Decision.refuse(
                        RegistryErrorCode.INVALID_SCHEMA,
                        "The schema refers to version " + reference.version() + " of subject '" + reference.subject()
                                + "', which does not exist or is deleted");
            }
            pinned.add(new SchemaReference(
                    reference.name(), reference.subject(), found.get().version()));
        }
        return Decision.accept(content.withReferences(pinned));
    }

    /**
     * The text together with all that it refers to, directly and indirectly. A name stands for one text: of two versions
     * under the same name the first counts.
     */
    static Decision<SchemaSource> resolve(RegistryState state, String subject, SchemaContent content) {
        References walk = new References(state);
        return walk.visit(SubjectName.contextOf(subject), content, 0)
                .map(done -> new SchemaSource(content.text(), walk.dependencies));
    }

    private Decision<Boolean> visit(String context, SchemaContent content, int depth) {
        if (depth > MAX_DEPTH) {
            return Decision.refuse(RegistryErrorCode.INVALID_SCHEMA, "References go deeper than " + MAX_DEPTH);
        }
        for (SchemaReference reference : content.references()) {
            if (!seen.add(reference.name())) {
                continue;
            }
            VersionKey key = new VersionKey(
                    SubjectName.parseIn(context, reference.subject()).qualified(), reference.version());
            Optional<SchemaVersion> target = state.version(key);
            if (target.isEmpty()) {
                return Decision.refuse(
                        RegistryErrorCode.INVALID_SCHEMA,
                        "Referenced schema " + key.subject() + " version " + key.version() + " does not exist");
            }
            SchemaContent used = target.get().content();
            Decision<Boolean> deeper = visit(SubjectName.contextOf(key.subject()), used, depth + 1);
            if (!deeper.isAccepted()) {
                return deeper;
            }
            dependencies.add(new Dependency(reference.name(), used.text()));
        }
        return Decision.accept(true);
    }
}
