package io.millrace.registry.model.command;

import io.millrace.registry.model.CompatibilityLevel;
import io.millrace.registry.model.Decision;
import io.millrace.registry.model.RegistryErrorCode;
import io.millrace.registry.model.RegistryMode;
import io.millrace.registry.model.SchemaContent;
import io.millrace.registry.model.SchemaVersion;
import io.millrace.registry.model.SubjectName;
import io.millrace.registry.model.Visibility;
import io.millrace.registry.model.record.RegistryRecord;
import io.millrace.registry.model.schema.ReadSchema;
import io.millrace.registry.model.schema.Strictness;
import io.millrace.registry.model.state.RegistryState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Registers a schema under a subject: finds it, or checks it and gives it a version and an id. */
public final class RegisterSchema {
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
        if (!SubjectName.parse(subject).isValid()) {
            return Decision.refuse(
                    RegistryErrorCode.INVALID_SUBJECT, "The subject '" + subject + "' is not a valid name");
        }
        return References.pin(state, subject, withInheritedText(candidate.content()))
                .then(pinned -> wantsNormalForm(candidate)
                        ? LookUpSchema.normal(reader, subject, pinned)
                        : Decision.accept(pinned))
                .then(pinned -> LookUpSchema.canonical(reader, subject, pinned)
                        .then(canonical -> findOrRegister(candidate, pinned, canonical)));
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

    private Decision<Proposal<SchemaVersion>> findOrRegister(
            SchemaCandidate candidate, SchemaContent asWritten, SchemaContent canonical) {
        Optional<SchemaVersion> existing =
                LookUpSchema.match(state, subject, List.of(asWritten, canonical), Visibility.LIVE);
        int next = nextVersion();
        boolean sameVersion = candidate.version() <= 0
                || existing.filter(found -> found.version() == candidate.version())
                        .isPresent();
        boolean sameId = candidate.id() <= 0
                || existing.filter(found -> found.id() == candidate.id()).isPresent();
        if (existing.isPresent() && sameVersion && sameId) {
            return Decision.accept(Proposal.unchanged(existing.get()));
        }
        RegistryMode mode = Scopes.mode(state, subject);
        if (mode == RegistryMode.IMPORT) {
            return importing(candidate, asWritten, next);
        }
        if (candidate.id() > 0) {
            return notPermitted("Subject " + subject + " is not in import mode, so it takes no id from outside");
        }
        if (candidate.version() > 0 && candidate.version() != next) {
            return Decision.refuse(
                    RegistryErrorCode.INVALID_SCHEMA,
                    "Version " + candidate.version() + " was asked for, but the next version of subject '" + subject
                            + "' is " + next);
        }
        return Scopes.writable(state, subject)
                .then(name -> reader.read(subject, asWritten, Strictness.STRICT))
                .then(this::compatible)
                .then(read -> register(asWritten.withText(read.parsed().canonicalText()), next));
    }

    private Decision<ReadSchema<?>> compatible(ReadSchema<?> read) {
        CompatibilityRules rules = Scopes.rules(state, subject, defaultLevel);
        return CheckCompatibility.check(reader, read, state.versions(subject, Visibility.LIVE), rules)
                .then(verdict -> verdict.compatible()
                        ? Decision.accept(read)
                        : Decision.refuse(
                                RegistryErrorCode.INCOMPATIBLE_SCHEMA,
                                "The schema is incompatible with an earlier one of subject \"" + subject
                                        + "\", details: " + verdict.messages()));
    }

    private Decision<Proposal<SchemaVersion>> register(SchemaContent content, int version) {
        String context = SubjectName.contextOf(subject);
        int id = state.idOf(context, content.guid()).orElse(state.highestId(context) + 1);
        SchemaVersion registered = new SchemaVersion(subject, version, id, content, false);
        List<RegistryRecord> records = new ArrayList<>();
        records.add(new RegistryRecord.VersionWritten(registered));
        // The older deleted rows of the same schema are now superfluous, unless something still refers to them.
        state.versions(subject, Visibility.ONLY_DELETED).stream()
                .filter(old -> old.id() == id && state.referrers(old.key()).isEmpty())
                .forEach(old -> records.add(new RegistryRecord.VersionErased(old.key())));
        return Decision.accept(new Proposal<>(records, registered));
    }

    private Decision<Proposal<SchemaVersion>> importing(SchemaCandidate candidate, SchemaContent content, int next) {
        if (candidate.id() <= 0) {
            return notPermitted("Subject " + subject + " is in import mode, so the id must be given");
        }
        int version = candidate.version() > 0 ? candidate.version() : next;
        Optional<SchemaContent> holder = state.content(SubjectName.contextOf(subject), candidate.id());
        if (holder.isPresent() && !holder.get().equals(content)) {
            return notPermitted("Id " + candidate.id() + " already stands for another schema");
        }
        SchemaVersion imported = new SchemaVersion(subject, version, candidate.id(), content, false);
        return Decision.accept(new Proposal<>(List.of(new RegistryRecord.VersionWritten(imported)), imported));
    }

    private int nextVersion() {
        List<SchemaVersion> all = state.versions(subject);
        return all.isEmpty() ? 1 : all.get(all.size() - 1).version() + 1;
    }

    private static <T> Decision<T> notPermitted(String message) {
        return Decision.refuse(RegistryErrorCode.OPERATION_NOT_PERMITTED, message);
    }
}
