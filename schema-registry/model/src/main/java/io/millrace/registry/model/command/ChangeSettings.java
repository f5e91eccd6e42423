package io.millrace.registry.model.command;

import io.millrace.registry.model.CompatibilityLevel;
import io.millrace.registry.model.Decision;
import io.millrace.registry.model.RegistryErrorCode;
import io.millrace.registry.model.RegistryMode;
import io.millrace.registry.model.SubjectConfig;
import io.millrace.registry.model.SubjectName;
import io.millrace.registry.model.SubjectPrefix;
import io.millrace.registry.model.Visibility;
import io.millrace.registry.model.record.RegistryRecord;
import io.millrace.registry.model.state.RegistryState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Changes the config or the mode of a subject, or of everything ({@code ""}). */
public final class ChangeSettings {
    private final RegistryState state;
    private final String subject;

    public ChangeSettings(RegistryState state, String subject) {
        this.state = state;
        this.subject = subject;
    }

    /** Merges a change into the config; answers what is set afterwards. */
    public Decision<Proposal<SubjectConfig>> config(ConfigChange change) {
        SubjectConfig before = state.config(subject).orElseGet(SubjectConfig::empty);
        Map<String, String> others = new TreeMap<>(before.others());
        others.putAll(change.others());
        change.cleared().forEach(others::remove);
        Optional<CompatibilityLevel> level = change.cleared().contains(ConfigChange.LEVEL)
                ? Optional.empty()
                : change.level().or(before::compatibilityLevel);
        SubjectConfig after = new SubjectConfig(level, others);
        return Scopes.writable(state, subject)
                .map(name ->
                        new Proposal<>(List.of(new RegistryRecord.ConfigWritten(subject, Optional.of(after))), after));
    }

    /** Removes the config; answers what was set. */
    public Decision<Proposal<SubjectConfig>> deleteConfig() {
        Optional<SubjectConfig> before = state.config(subject);
        if (before.isEmpty() && !subject.isEmpty()) {
            return VersionSelector.subjectNotFound(subject);
        }
        return Scopes.writable(state, subject)
                .map(name -> new Proposal<>(
                        List.of(new RegistryRecord.ConfigWritten(subject, Optional.empty())),
                        before.orElseGet(SubjectConfig::empty)));
    }

    /** Sets the mode; import mode wants a scope without live schemas, unless forced. */
    public Decision<Proposal<RegistryMode>> mode(RegistryMode mode, boolean force) {
        if (mode == RegistryMode.FORWARD && !subject.equals(SubjectName.GLOBAL_SCOPE)) {
            return Decision.refuse(
                    RegistryErrorCode.INVALID_MODE,
                    "Invalid mode. FORWARD is only for the scope above all contexts, " + SubjectName.GLOBAL_SCOPE);
        }
        if (mode == RegistryMode.IMPORT && !force && holdsLiveSchemas()) {
            return Decision.refuse(
                    RegistryErrorCode.OPERATION_NOT_PERMITTED,
                    "Import mode is for a scope without schemas; delete them or pass force=true");
        }
        return Decision.accept(
                new Proposal<>(List.of(new RegistryRecord.ModeWritten(subject, Optional.of(mode))), mode));
    }

    private boolean holdsLiveSchemas() {
        if (subject.equals(SubjectName.GLOBAL_SCOPE)) {
            return !state.subjects(SubjectPrefix.everything(), Visibility.LIVE).isEmpty();
        }
        SubjectName name = SubjectName.parse(subject);
        return name.isContext()
                ? !state.subjects(SubjectPrefix.ofContext(name.context()), Visibility.LIVE)
                        .isEmpty()
                : state.latest(subject).isPresent();
    }

    /** Removes the mode as a change to no mode: it is no error if there is none. */
    public Decision<Proposal<Optional<RegistryMode>>> clearMode() {
        List<RegistryRecord> records = state.mode(subject).isPresent() ? List.of(withoutMode(subject)) : List.of();
        return Decision.accept(new Proposal<>(records, Optional.empty()));
    }

    /** Removes the mode, and if wanted, the modes of all subjects of a context with it; answers what was set. */
    public Decision<Proposal<RegistryMode>> deleteMode(boolean recursive) {
        Optional<RegistryMode> before = state.mode(subject);
        SubjectName name = SubjectName.parse(subject);
        List<String> scopes = recursive && name.isContext() ? state.scopesWithMode(name.context()) : List.of(subject);
        if (before.isEmpty() && !subject.isEmpty() && (scopes.isEmpty() || !recursive)) {
            return VersionSelector.subjectNotFound(subject);
        }
        List<RegistryRecord> records =
                scopes.stream().map(ChangeSettings::withoutMode).toList();
        return Decision.accept(new Proposal<>(records, before.orElse(RegistryMode.READWRITE)));
    }

    private static RegistryRecord withoutMode(String scope) {
        return new RegistryRecord.ModeWritten(scope, Optional.empty());
    }
}
