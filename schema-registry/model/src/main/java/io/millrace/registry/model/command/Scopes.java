package io.millrace.registry.model.command;

import io.millrace.registry.model.CompatibilityLevel;
import io.millrace.registry.model.Decision;
import io.millrace.registry.model.RegistryErrorCode;
import io.millrace.registry.model.RegistryMode;
import io.millrace.registry.model.SubjectConfig;
import io.millrace.registry.model.SubjectName;
import io.millrace.registry.model.schema.CompatibilityPolicy;
import io.millrace.registry.model.state.RegistryState;
import java.util.List;
import java.util.stream.Stream;

/** Which settings hold for a subject: its own, then those of its context, then the global ones, then the default. */
public final class Scopes {
    private Scopes() {}

    /** The level that a subject is checked with. */
    public static CompatibilityLevel level(RegistryState state, String subject, CompatibilityLevel otherwise) {
        return chain(subject).stream()
                .flatMap(scope -> state.config(scope).flatMap(SubjectConfig::compatibilityLevel).stream())
                .findFirst()
                .orElse(otherwise);
    }

    /** What new schemas of a subject are measured by. */
    public static CompatibilityRules rules(RegistryState state, String subject, CompatibilityLevel otherwise) {
        CompatibilityPolicy policy = chain(subject).stream()
                .flatMap(scope -> state.config(scope).stream())
                .flatMap(config -> config.text("compatibilityPolicy").stream())
                .findFirst()
                .flatMap(CompatibilityPolicy::find)
                .orElse(CompatibilityPolicy.STRICT);
        return new CompatibilityRules(level(state, subject, otherwise), policy);
    }

    /** Whether the schemas of a subject are kept in normal form. */
    public static boolean normalizes(RegistryState state, String subject) {
        return chain(subject).stream()
                .flatMap(scope -> state.config(scope).flatMap(SubjectConfig::normalize).stream())
                .findFirst()
                .orElse(false);
    }

    /** The mode that a subject is in. */
    public static RegistryMode mode(RegistryState state, String subject) {
        return chain(subject).stream()
                .flatMap(scope -> state.mode(scope).stream())
                .findFirst()
                .orElse(RegistryMode.READWRITE);
    }

    /** Refuses if the subject takes no writes. */
    static Decision<String> writable(RegistryState state, String subject) {
        if (mode(state, subject).isReadOnly()) {
            return Decision.refuse(
                    RegistryErrorCode.OPERATION_NOT_PERMITTED, "Subject " + subject + " is in read-only mode");
        }
        return Decision.accept(subject);
    }

    private static List<String> chain(String subject) {
        String context = SubjectName.scopeOf(SubjectName.contextOf(subject));
        return Stream.of(subject, context, "").distinct().toList();
    }
}
