package io.millrace.registry.model.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.registry.model.CompatibilityLevel;
import io.millrace.registry.model.Decision;
import io.millrace.registry.model.RegistryErrorCode;
import io.millrace.registry.model.RegistryMode;
import io.millrace.registry.model.SubjectConfig;
import io.millrace.registry.model.SubjectName;
import io.millrace.registry.model.schema.CompatibilityPolicy;
import io.millrace.registry.model.state.RegistryState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Which settings hold for a subject: its own, then those of its context, then those above all contexts, then the default.
 * Each setting is looked for alone.
 */
public final class Scopes {
    private static final String ALIAS = "alias";

    private Scopes() {}

    /** The level that a subject is checked with. */
    public static CompatibilityLevel level(RegistryState state, String subject, CompatibilityLevel otherwise) {
        return first(state, subject, SubjectConfig::compatibilityLevel).orElse(otherwise);
    }

    /** What new schemas of a subject are measured by. */
    public static CompatibilityRules rules(RegistryState state, String subject, CompatibilityLevel otherwise) {
        return new CompatibilityRules(
                level(state, subject, otherwise),
                first(state, subject, config -> config.text("compatibilityPolicy"))
                        .flatMap(CompatibilityPolicy::find)
                        .orElse(CompatibilityPolicy.STRICT),
                first(state, subject, config -> config.text("compatibilityGroup")),
                first(state, subject, config -> config.flag("validateFields")).orElse(false));
    }

    /** Whether the schemas of a subject are kept in normal form. */
    public static boolean normalizes(RegistryState state, String subject) {
        return first(state, subject, SubjectConfig::normalize).orElse(false);
    }

    /** All settings that hold for a subject, as if they were its own; an alias is nobody else's. */
    public static SubjectConfig config(RegistryState state, String subject, CompatibilityLevel otherwise) {
        Map<String, String> others = new TreeMap<>();
        for (String scope : chain(subject)) {
            state.config(scope).ifPresent(config -> config.others().forEach((name, value) -> {
                if (!name.equals(ALIAS) || scope.equals(subject)) {
                    others.putIfAbsent(name, value);
                }
            }));
        }
        return new SubjectConfig(Optional.of(level(state, subject, otherwise)), others);
    }

    static Optional<JsonNode> setting(RegistryState state, String subject, String name) {
        return first(state, subject, config -> config.json(name));
    }

    /** The subject that a name stands for: itself, or the one that its config names as its alias. */
    public static String target(RegistryState state, String subject) {
        return state.config(subject)
                .flatMap(config -> config.text(ALIAS))
                .map(alias -> SubjectName.parseIn(SubjectName.contextOf(subject), alias)
                        .qualified())
                .orElse(subject);
    }

    /** The names that stand for a subject beside its own. */
    public static List<String> aliases(RegistryState state, String subject) {
        return state.configuredScopes(SubjectName.contextOf(subject)).stream()
                .filter(scope -> !scope.equals(subject) && target(state, scope).equals(subject))
                .toList();
    }

    /** The names by which a read looks for a subject: in its context, and for one that names none, in all others. */
    public static List<String> everywhere(RegistryState state, String subject) {
        SubjectName name = SubjectName.parse(subject);
        if (!name.context().equals(SubjectName.DEFAULT_CONTEXT)) {
            return List.of(subject);
        }
        List<String> names = new ArrayList<>(List.of(subject));
        for (String context : state.contexts()) {
            if (!context.equals(SubjectName.DEFAULT_CONTEXT)) {
                names.add(new SubjectName(context, name.name()).qualified());
            }
        }
        return names;
    }

    /** The mode that a subject is in. */
    public static RegistryMode mode(RegistryState state, String subject) {
        for (String scope : chain(subject)) {
            Optional<RegistryMode> mode = state.mode(scope);
            if (mode.isPresent()) {
                return mode.get();
            }
        }
        return RegistryMode.READWRITE;
    }

    /** Refuses if the subject takes no writes. */
    static Decision<String> writable(RegistryState state, String subject) {
        RegistryMode mode = mode(state, subject);
        if (mode.isReadOnly()) {
            return Decision.refuse(
                    RegistryErrorCode.OPERATION_NOT_PERMITTED,
                    "Subject " + subject + " is in read-only mode (" + mode + ")");
        }
        return Decision.accept(subject);
    }

    private static <T> Optional<T> first(
            RegistryState state, String subject, Function<SubjectConfig, Optional<T>> setting) {
        for (String scope : chain(subject)) {
            Optional<T> found = state.config(scope).flatMap(setting);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** The nearest first; a whole context comes twice. */
    private static List<String> chain(String subject) {
        return List.of(subject, SubjectName.scopeOf(SubjectName.contextOf(subject)), SubjectName.GLOBAL_SCOPE);
    }
}
