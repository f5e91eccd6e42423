package io.millrace.registry.model.command;

import io.millrace.registry.model.CompatibilityLevel;
import io.millrace.registry.model.Decision;
import io.millrace.registry.model.RegistryErrorCode;
import io.millrace.registry.model.RegistryMode;
import io.millrace.registry.model.SubjectConfig;
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
        boolean live = subject.isEmpty()
                ? !state.subjects("", Visibility.LIVE).isEmpty()
                : !state.versions(subject, Visibility.LIVE).isEmpty();
        if (mode == RegistryMode.IMPORT && live && !force) {
            return Decision.refuse(
                    RegistryErrorCode.OPERATION_NOT_PERMITTED,
                    "Import mode is for a scope without schemas; delete them or pass force=true");
        }
        return Decision.accept(
                new Proposal<>(List.of(new RegistryRecord.ModeWritten(subject, Optional.of(mode))), mode));
    }

    /** Removes the mode; answers what was set. */
    public Decision<Proposal<RegistryMode>> deleteMode() {
        Optional<RegistryMode> before = state.mode(subject);
        if (before.isEmpty() && !subject.isEmpty()) {
            return VersionSelector.subjectNotFound(subject);
        }
        return Decision.accept(new Proposal<>(
                List.of(new RegistryRecord.ModeWritten(subject, Optional.empty())),
                before.orElse(RegistryMode.READWRITE)));
    }
}
