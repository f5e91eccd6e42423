package io.millrace.registry.model.command;

import io.millrace.registry.model.Decision;
import io.millrace.registry.model.RegistryErrorCode;
import io.millrace.registry.model.SubjectName;
import io.millrace.registry.model.SubjectPrefix;
import io.millrace.registry.model.Visibility;
import io.millrace.registry.model.record.RegistryRecord;
import io.millrace.registry.model.state.RegistryState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Deletes a context that holds no schemas any more, with all settings in it. */
public final class DeleteContext {
    private DeleteContext() {}

    /**
     * Decides; answers the context's name. A context that does not exist is deleted already; one with modes, which would
     * end with it, stays where modes may not change.
     */
    public static Decision<Proposal<String>> decide(RegistryState state, String context, boolean modesMayChange) {
        if (context.equals(SubjectName.DEFAULT_CONTEXT)) {
            return Decision.refuse(RegistryErrorCode.OPERATION_NOT_PERMITTED, "The default context cannot be deleted");
        }
        if (SubjectName.scopeOf(context).equals(SubjectName.GLOBAL_SCOPE)) {
            return Decision.refuse(
                    RegistryErrorCode.OPERATION_NOT_PERMITTED,
                    "'" + context + "' is the scope above all contexts and cannot be deleted; delete its config or mode"
                            + " under the subject " + SubjectName.GLOBAL_SCOPE);
        }
        if (!modesMayChange && !state.scopesWithMode(context).isEmpty()) {
            return Decision.refuse(
                    RegistryErrorCode.OPERATION_NOT_PERMITTED,
                    "The context '" + context + "' has modes, which are fixed here (mode.mutability=false)");
        }
        if (!state.subjects(SubjectPrefix.ofContext(context), Visibility.WITH_DELETED)
                .isEmpty()) {
            return Decision.refuse(
                    RegistryErrorCode.CONTEXT_NOT_EMPTY,
                    "The context '" + context + "' is not empty; delete its subjects for good first");
        }
        return Scopes.writable(state, SubjectName.scopeOf(context))
                .map(scope -> new Proposal<>(records(state, context), context));
    }

    private static List<RegistryRecord> records(RegistryState state, String context) {
        List<RegistryRecord> records = new ArrayList<>();
        state.configuredScopes(context)
                .forEach(scope -> records.add(new RegistryRecord.ConfigWritten(scope, Optional.empty())));
        state.scopesWithMode(context)
                .forEach(scope -> records.add(new RegistryRecord.ModeWritten(scope, Optional.empty())));
        if (state.hasContext(context)) {
            records.add(new RegistryRecord.ContextWritten(context, false));
        }
        return records;
    }
}
