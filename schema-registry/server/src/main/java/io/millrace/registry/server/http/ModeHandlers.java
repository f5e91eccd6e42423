package io.millrace.registry.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.registry.model.RegistryErrorCode;
import io.millrace.registry.model.RegistryMode;
import io.millrace.registry.model.command.ChangeSettings;
import io.millrace.registry.model.command.Scopes;
import java.util.ArrayList;
import java.util.List;

/** {@code /mode}: of a subject, of a context, or of everything. */
final class ModeHandlers {
    private final Registry registry;

    ModeHandlers(Registry registry) {
        this.registry = registry;
    }

    List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        for (String path : List.of("/mode", "/mode/{subject}")) {
            routes.add(Route.on("GET", path, this::get));
            routes.add(Route.changing(Change.SET_MODE, "PUT", path, this::put));
            routes.add(Route.changing(Change.DELETE_MODE, "DELETE", path, this::delete));
        }
        return routes;
    }

    private Answer get(Exchange exchange) {
        SettingScope scope = SettingScope.of(exchange);
        if (!scope.wantsEffective(exchange)
                && registry.read(state -> state.mode(scope.name())).isEmpty()) {
            throw new HttpProblemException(
                    RegistryErrorCode.SUBJECT_MODE_NOT_FOUND,
                    "Subject '" + scope.name() + "' does not have subject-level mode configured");
        }
        return shown(registry.read(state -> Scopes.mode(state, scope.name())));
    }

    private Answer put(Exchange exchange) {
        requireMutable();
        String scope = SettingScope.of(exchange).name();
        JsonNode wanted = exchange.json().path("mode");
        if (wanted.isNull()) {
            registry.write(state -> new ChangeSettings(state, scope).clearMode());
            return Answer.ok(Answer.object().putNull("mode"));
        }
        RegistryMode mode = RegistryMode.find(wanted.asText(""))
                .orElseThrow(() -> new HttpProblemException(
                        RegistryErrorCode.INVALID_MODE,
                        "Invalid mode. Valid values are READWRITE, READONLY, IMPORT, and FORWARD above all contexts"));
        boolean force = exchange.flag("force");
        return shown(registry.write(state -> new ChangeSettings(state, scope).mode(mode, force)));
    }

    private Answer delete(Exchange exchange) {
        requireMutable();
        String scope = SettingScope.of(exchange).name();
        boolean recursive = exchange.flag("recursive");
        return shown(registry.write(state -> new ChangeSettings(state, scope).deleteMode(recursive)));
    }

    private void requireMutable() {
        if (!registry.modesMayChange()) {
            throw new HttpProblemException(
                    RegistryErrorCode.OPERATION_NOT_PERMITTED, "Modes are fixed here (mode.mutability=false)");
        }
    }

    private static Answer shown(RegistryMode mode) {
        return Answer.ok(Answer.object().put("mode", mode.name()));
    }
}
