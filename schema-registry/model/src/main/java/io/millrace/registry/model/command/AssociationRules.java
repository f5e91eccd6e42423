package io.millrace.registry.model.command;

import io.millrace.registry.model.Association;
import io.millrace.registry.model.Association.Lifecycle;
import io.millrace.registry.model.Decision;
import io.millrace.registry.model.RegistryErrorCode;
import io.millrace.registry.model.RegistryMode;
import io.millrace.registry.model.SchemaVersion;
import io.millrace.registry.model.SubjectName;
import io.millrace.registry.model.Visibility;
import io.millrace.registry.model.command.AssociationRequest.Wish;
import io.millrace.registry.model.command.ChangeAssociations.Settled;
import io.millrace.registry.model.record.RegistryRecord;
import io.millrace.registry.model.state.RegistryState;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Which associations there may be, one by one. What is being imported was settled where it comes from. */
final class AssociationRules {
    private final SchemaReader reader;
    private final RegistryState state;
    private final AssociationRequest request;

    AssociationRules(SchemaReader reader, AssociationRequest request) {
        this.reader = reader;
        this.state = reader.state();
        this.request = request;
    }

    static <T> Decision<T> invalid(String property, String detail) {
        return Decision.refuse(
                RegistryErrorCode.INVALID_ASSOCIATION,
                "The association has an invalid value for property '" + property + "': " + detail);
    }

    private static <T> Decision<T> frozen(Association association) {
        return Decision.refuse(
                RegistryErrorCode.ASSOCIATION_FROZEN,
                "The association of type '" + association.key().associationType() + "' is frozen for subject '"
                        + association.key().subject() + "'");
    }

    /** What ends the subject of an association that goes, if it goes too; the association is still to be erased. */
    static Decision<List<RegistryRecord>> ending(RegistryState state, Association association, boolean cascade) {
        return Scopes.writable(state, association.key().subject()).then(subject -> {
            if (association.frozen() && !cascade) {
                return frozen(association);
            }
            return cascade && endsWithResource(state, association)
                    ? new DeleteVersions(state, subject).ending()
                    : Decision.accept(List.of());
        });
    }

    private static boolean endsWithResource(RegistryState state, Association association) {
        String subject = association.key().subject();
        return association.lifecycle() == Lifecycle.STRONG
                && Scopes.mode(state, subject) != RegistryMode.IMPORT
                && !state.versions(subject).isEmpty();
    }

    /** What one wish comes to, given what there is; by itself, not beside others. */
    Decision<Settled> settle(Wish wish, Optional<Association> existing) {
        boolean makes = wish.create() || existing.isEmpty();
        if (wish.schema().isPresent() && !wish.create() && existing.isEmpty()) {
            return invalid("schema", "cannot be given for a topic that is there; create the association with it");
        }
        Lifecycle otherwise = makes
                ? (wish.schema().isPresent() ? Lifecycle.STRONG : Lifecycle.WEAK)
                : existing.orElseThrow().lifecycle();
        Lifecycle lifecycle = wish.lifecycle().orElse(otherwise);
        if (lifecycle == Lifecycle.WEAK && wish.schema().isPresent()) {
            return invalid("lifecycle", "cannot be WEAK when a schema is given");
        }
        boolean frozen = wish.frozen()
                .orElse(
                        makes
                                ? lifecycle == Lifecycle.STRONG
                                : existing.orElseThrow().frozen());
        if (frozen != (lifecycle == Lifecycle.STRONG)) {
            return invalid("frozen", "an association with lifecycle " + lifecycle + " cannot be frozen=" + frozen);
        }
        String own = request.ownSubject(wish);
        Optional<String> subject = wish.subject()
                .map(name -> Scopes.target(state, name))
                .or(() -> wish.create()
                        ? Optional.empty()
                        : existing.map(each -> each.key().subject()))
                .or(() -> lifecycle == Lifecycle.STRONG ? Optional.of(own) : Optional.empty());
        if (subject.isEmpty()) {
            return invalid("subject", "must be given for WEAK associations");
        }
        if (subject.get().equals(own) != (lifecycle == Lifecycle.STRONG)) {
            return invalid(
                    "subject",
                    lifecycle == Lifecycle.STRONG
                            ? "STRONG associations must use subject '" + own + "'"
                            : "WEAK associations cannot use subject '" + own + "'");
        }
        Settled settled = new Settled(wish, subject.get(), lifecycle, frozen, existing, false);
        return Scopes.writable(state, subject.get())
                .then(name -> existing.isEmpty() ? making(settled) : changing(settled, existing.get()));
    }

    private Decision<Settled> making(Settled settled) {
        if (settled.lifecycle() == Lifecycle.WEAK || isImported(settled)) {
            return Decision.accept(settled);
        }
        if (!settled.wish().create()) {
            return invalid("lifecycle", "cannot be STRONG here; create the association together with its topic");
        }
        if (settled.wish().schema().isEmpty()) {
            return invalid("schema", "must be given when a frozen association is created");
        }
        Optional<SchemaVersion> latest = state.latest(settled.subject());
        return latest.isEmpty() || (latest.get().version() == 1 && isRegistered(settled))
                ? Decision.accept(settled)
                : invalid("frozen", "the subject of a frozen association must not have other schemas");
    }

    private Decision<Settled> changing(Settled settled, Association existing) {
        Wish wish = settled.wish();
        boolean same = existing.key().subject().equals(settled.subject())
                && settled.lifecycle() == existing.lifecycle()
                && settled.frozen() == existing.frozen();
        if (same && (wish.schema().isEmpty() || isRegistered(settled))) {
            return Decision.accept(new Settled(
                    wish, settled.subject(), settled.lifecycle(), settled.frozen(), Optional.of(existing), true));
        }
        if (wish.create()) {
            return Decision.refuse(
                    RegistryErrorCode.RESOURCE_ASSOCIATED,
                    "An association of type '" + wish.associationType() + "' already exists for resource '"
                            + request.resourceName() + "'");
        }
        if (existing.frozen()) {
            return frozen(existing);
        }
        return existing.key().subject().equals(settled.subject())
                ? invalid("frozen", "of an association cannot be changed")
                : invalid(
                        "subject",
                        "of an association cannot be changed from '"
                                + existing.key().subject() + "' to '" + settled.subject() + "'");
    }

    private boolean isImported(Settled settled) {
        return Scopes.mode(state, settled.subject()) == RegistryMode.IMPORT;
    }

    private boolean isRegistered(Settled settled) {
        return settled.wish().schema().isPresent()
                && LookUpSchema.find(
                                reader,
                                settled.subject(),
                                settled.wish().schema().get(),
                                Visibility.LIVE)
                        .isAccepted();
    }

    /** Whether the subject is there, and free for it beside the other associations of the subject. */
    Decision<Settled> free(Settled settled, List<Association> others) {
        String subject = settled.subject();
        if (settled.wish().schema().isPresent() && isImported(settled)) {
            return invalid("schema", "cannot be given while subject '" + subject + "' is in IMPORT mode");
        }
        if (settled.wish().schema().isEmpty() && state.latest(subject).isEmpty()) {
            return Decision.refuse(
                    RegistryErrorCode.NO_LIVE_VERSION,
                    "No active (non-deleted) version exists for subject '" + subject + "'");
        }
        if (settled.lifecycle() == Lifecycle.WEAK) {
            return others.stream().anyMatch(each -> each.lifecycle() == Lifecycle.STRONG)
                    ? Decision.refuse(
                            RegistryErrorCode.SUBJECT_OWNED,
                            "A strong association already exists for subject '" + subject + "'")
                    : Decision.accept(settled);
        }
        if (!others.isEmpty()) {
            return Decision.refuse(
                    RegistryErrorCode.SUBJECT_ASSOCIATED,
                    "An association already exists for subject '" + subject + "'");
        }
        return Stream.concat(registeredReferences(subject), requestedReferences())
                        .anyMatch(subject::equals)
                ? Decision.refuse(
                        RegistryErrorCode.REFERENCE_EXISTS,
                        "Subject '" + subject + "' is referenced, so no topic can own it")
                : Decision.accept(settled);
    }

    private Stream<String> registeredReferences(String subject) {
        return state.versions(subject).stream()
                .flatMap(version -> state.referrers(version.key()).stream())
                .map(referrer -> subject);
    }

    /** The subjects that the schemas of this very request refer to. */
    private Stream<String> requestedReferences() {
        return request.wishes().stream().flatMap(wish -> {
            String context = SubjectName.contextOf(wish.subject().orElseGet(() -> request.ownSubject(wish)));
            return wish.schema().stream()
                    .flatMap(schema -> schema.content().references().stream())
                    .map(reference ->
                            SubjectName.parseIn(context, reference.subject()).qualified());
        });
    }
}
