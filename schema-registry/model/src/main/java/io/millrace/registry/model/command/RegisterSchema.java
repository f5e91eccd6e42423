package io.millrace.registry.model.command;

import io.millrace.registry.model.CompatibilityLevel;
import io.millrace.registry.model.Decision;
import io.millrace.registry.model.RegistryErrorCode;
import io.millrace.registry.model.RegistryMode;
import io.millrace.registry.model.SchemaContent;
import io.millrace.registry.model.SchemaVersion;
import io.millrace.registry.model.SubjectName;
import io.millrace.registry.model.VersionKey;
import io.millrace.registry.model.Visibility;
import io.millrace.registry.model.record.RegistryRecord;
import io.millrace.registry.model.schema.ReadSchema;
import io.millrace.registry.model.schema.SchemaTags;
import io.millrace.registry.model.schema.Strictness;
import io.millrace.registry.model.state.RegistryState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Registers a schema under a subject: finds it, or checks it and gives it a version and an id. Both end one below the
 * greatest integer, so that the next one is always a number; only a peer may have written a greater.
 */
public final class RegisterSchema {
    private static final int MAX_NUMBER = Integer.MAX_VALUE - 1;

    private final SchemaReader reader;
    private final RegistryState state;
    private final CompatibilityLevel defaultLevel;
    private final String subject;

    public RegisterSchema(SchemaReader reader, CompatibilityLevel defaultLevel, String subject) {
        this.reader = reader;
        this.state = reader.state();
        this.defaultLevel = defaultLevel;
        this.subject = subject;
    }

    /** Decides about a candidate. */
    public Decision<Proposal<SchemaVersion>> decide(SchemaCandidate candidate) {
        return asWritten(candidate).then(content -> existing(candidate, content)
                .then(existing -> existing.map(found -> Decision.accept(Proposal.unchanged(found)))
                        .orElseGet(() -> AssociationGuards.referable(state, subject, content)
                                .then(written -> registerNew(candidate, written)))));
    }

    /** The version that the candidate is already, if nothing needs to be written for it. */
    public Optional<SchemaVersion> known(SchemaCandidate candidate) {
        return asWritten(candidate)
                .then(content -> existing(candidate, content))
                .fold(existing -> existing, refused -> Optional.empty());
    }

    /** The content that a candidate asks for, in its own spelling unless it asks for the normal one. */
    private Decision<SchemaContent> asWritten(SchemaCandidate candidate) {
        if (!SubjectName.parse(subject).isValid()) {
            return Decision.refuse(
                    RegistryErrorCode.INVALID_SUBJECT, "The subject '" + subject + "' is not a valid name");
        }
        return References.pin(state, subject, withInheritedText(candidate.content()))
                .then(pinned -> candidate.propagateTags() ? withEarlierTags(pinned) : Decision.accept(pinned))
                .then(pinned -> withTags(pinned, candidate.tags()))
                .then(pinned -> wantsNormalForm(candidate)
                        ? LookUpSchema.normal(reader, subject, pinned)
                        : Decision.accept(pinned));
    }

    /** What is imported has its tags already. */
    private Decision<SchemaContent> withEarlierTags(SchemaContent content) {
        Optional<SchemaContent> previous = state.latest(subject).map(SchemaVersion::content);
        if (previous.isEmpty() || Scopes.mode(state, subject) == RegistryMode.IMPORT) {
            return Decision.accept(content);
        }
        List<SchemaTags> tags = reader.read(subject, previous.get(), Strictness.LENIENT)
                .fold(ReadSchema::tags, unreadable -> List.of());
        return tags.isEmpty()
                ? Decision.accept(content)
                : reader.read(subject, content, Strictness.STRICT)
                        .map(read -> content.withText(read.withTagsWhereDefined(tags)));
    }

    private Decision<SchemaContent> withTags(SchemaContent content, SchemaTags.Change change) {
        return change.isNone()
                ? Decision.accept(content)
                : reader.read(subject, content, Strictness.STRICT)
                        .then(read -> read.withTags(change))
                        .map(content::withText);
    }

    /** What is imported stays as its registry wrote it. */
    private boolean wantsNormalForm(SchemaCandidate candidate) {
        return Scopes.mode(state, subject) != RegistryMode.IMPORT
                && (candidate.normalize() || Scopes.normalizes(state, subject));
    }

    /** An empty text means the previous one: only the metadata or the rules change. */
    private SchemaContent withInheritedText(SchemaContent content) {
        Optional<SchemaVersion> latest = state.latest(subject);
        if (!content.text().isEmpty() || latest.isEmpty()) {
            return content;
        }
        SchemaContent previous = latest.get().content();
        return new SchemaContent(
                previous.schemaType(),
                previous.text(),
                content.references().isEmpty() ? previous.references() : content.references(),
                content.metadata(),
                content.ruleSet());
    }

    private Decision<Optional<SchemaVersion>> existing(SchemaCandidate candidate, SchemaContent content) {
        return LookUpSchema.spelled(reader, subject, content, Visibility.LIVE).map(spelled -> spelled.filter(
                        found -> candidate.version() <= 0 || candidate.version() == found.version())
                .filter(found -> candidate.id() <= 0 || candidate.id() == found.id()));
    }

    private Decision<Proposal<SchemaVersion>> registerNew(SchemaCandidate candidate, SchemaContent asWritten) {
        RegistryMode mode = Scopes.mode(state, subject);
        if (mode == RegistryMode.IMPORT) {
            return importing(candidate, asWritten.withContract(asWritten.metadata(), asWritten.ruleSet()));
        }
        if (candidate.id() > 0) {
            return notPermitted("Subject " + subject + " is not in import mode, so it takes no id from outside");
        }
        if (highestVersion() >= MAX_NUMBER) {
            return noVersionLeft();
        }
        int next = highestVersion() + 1;
        if (candidate.version() > 0 && candidate.version() != next) {
            return Decision.refuse(
                    RegistryErrorCode.INVALID_SCHEMA,
                    "Version " + candidate.version() + " was asked for, but the next version of subject '" + subject
                            + "' is " + next);
        }
        SchemaContent complete = Contracts.complete(state, subject, asWritten);
        return Scopes.writable(state, subject)
                .then(name -> reader.read(subject, asWritten, Strictness.STRICT))
                .then(read -> candidate.force() ? Decision.accept(read) : compatible(read, complete))
                .then(read -> register(complete.withText(read.parsed().canonicalText()), next));
    }

    private Decision<ReadSchema<?>> compatible(ReadSchema<?> read, SchemaContent complete) {
        CompatibilityRules rules = Scopes.rules(state, subject, defaultLevel);
        List<SchemaVersion> earlier = state.versions(subject, Visibility.LIVE);
        return ReservedFields.check(read, complete, earlier, rules)
                .orElseGet(() -> CheckCompatibility.check(reader, read, rules.comparable(complete, earlier), rules))
                .then(verdict -> verdict.compatible()
                        ? Decision.accept(read)
                        : Decision.refuse(
                                RegistryErrorCode.INCOMPATIBLE_SCHEMA,
                                "The schema is incompatible with an earlier one of subject \"" + subject
                                        + "\", details: " + verdict.messages()));
    }

    private Decision<Proposal<SchemaVersion>> register(SchemaContent content, int version) {
        String context = SubjectName.contextOf(subject);
        OptionalInt known = state.idOf(context, content);
        int highest = state.highestId(context);
        if (known.isEmpty() && highest >= MAX_NUMBER) {
            return notPermitted("Context '" + context + "' has no id left: its highest one is " + highest
                    + "; register the schema in another context");
        }
        int id = known.orElse(highest + 1);
        SchemaVersion registered = new SchemaVersion(subject, version, id, content, false);
        List<RegistryRecord> records = writing(registered);
        // The older deleted rows of the same schema are now superfluous, unless something still refers to them.
        state.versions(subject, Visibility.ONLY_DELETED).stream()
                .filter(old -> old.id() == id && state.referrers(old.key()).isEmpty())
                .forEach(old -> records.add(new RegistryRecord.VersionErased(old.key())));
        return Decision.accept(new Proposal<>(records, registered));
    }

    private Decision<Proposal<SchemaVersion>> importing(SchemaCandidate candidate, SchemaContent content) {
        if (candidate.id() <= 0) {
            return notPermitted("Subject " + subject + " is in import mode, so the id must be given");
        }
        if (candidate.id() > MAX_NUMBER) {
            return notPermitted("Id " + candidate.id() + " is too high; the highest one is " + MAX_NUMBER);
        }
        if (candidate.version() > MAX_NUMBER) {
            return Decision.refuse(
                    RegistryErrorCode.INVALID_VERSION,
                    "Version " + candidate.version() + " is too high; the highest one is " + MAX_NUMBER);
        }
        if (candidate.version() <= 0 && highestVersion() >= MAX_NUMBER) {
            return noVersionLeft();
        }
        int version = candidate.version() > 0 ? candidate.version() : highestVersion() + 1;
        Optional<SchemaContent> holder = state.content(SubjectName.contextOf(subject), candidate.id());
        if (holder.isPresent() && !holder.get().equals(content)) {
            return notPermitted("Id " + candidate.id() + " already stands for another schema");
        }
        Optional<SchemaVersion> taken = state.version(new VersionKey(subject, version));
        if (taken.isPresent() && !taken.get().content().equals(content)) {
            return notPermitted("Version " + version + " of subject " + subject + " already holds another schema");
        }
        SchemaVersion imported = new SchemaVersion(subject, version, candidate.id(), content, false);
        return Decision.accept(new Proposal<>(writing(imported), imported));
    }

    /** The first version in a context brings the context with it. */
    private List<RegistryRecord> writing(SchemaVersion version) {
        List<RegistryRecord> records = new ArrayList<>();
        String context = SubjectName.contextOf(subject);
        if (!state.hasContext(context)) {
            records.add(new RegistryRecord.ContextWritten(context, true));
        }
        records.add(new RegistryRecord.VersionWritten(version));
        return records;
    }

    private int highestVersion() {
        List<SchemaVersion> all = state.versions(subject);
        return all.isEmpty() ? 0 : all.get(all.size() - 1).version();
    }

    private <T> Decision<T> noVersionLeft() {
        return notPermitted("Subject '" + subject + "' has no version left: its highest one is " + highestVersion()
                + "; register the schema under another subject");
    }

    private static <T> Decision<T> notPermitted(String message) {
        return Decision.refuse(RegistryErrorCode.OPERATION_NOT_PERMITTED, message);
    }
}
