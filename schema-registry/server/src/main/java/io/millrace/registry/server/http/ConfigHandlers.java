package io.millrace.registry.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.registry.model.RegistryErrorCode;
import io.millrace.registry.model.SubjectConfig;
import io.millrace.registry.model.command.ChangeSettings;
import io.millrace.registry.model.command.ConfigChange;
import io.millrace.registry.model.command.Scopes;
import io.millrace.registry.model.record.ConfigJson;
import java.util.ArrayList;
import java.util.List;

/** {@code /config}: of a subject, of a context, or of everything. */
final class ConfigHandlers {
    private final Registry registry;

    ConfigHandlers(Registry registry) {
        this.registry = registry;
    }

    List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        for (String path : List.of("/config", "/config/{subject}")) {
            routes.add(Route.on("GET", path, this::get));
            routes.add(Route.changing(Change.SET_CONFIG, "PUT", path, this::put));
            routes.add(Route.changing(Change.DELETE_CONFIG, "DELETE", path, this::delete));
        }
        return routes;
    }

    private Answer get(Exchange exchange) {
        SettingScope scope = SettingScope.of(exchange);
        if (scope.wantsEffective(exchange)) {
            return Answer.ok(ConfigJson.write(
                    registry.read(state -> Scopes.config(state, scope.name(), registry.defaultLevel()))));
        }
        SubjectConfig own = registry.read(state -> state.config(scope.name())).orElseGet(SubjectConfig::empty);
        if (own.equals(SubjectConfig.empty())) {
            throw new HttpProblemException(
                    RegistryErrorCode.SUBJECT_CONFIG_NOT_FOUND,
                    "Subject '" + scope.name() + "' does not have subject-level compatibility configured");
        }
        return Answer.ok(ConfigJson.write(own));
    }

    /** Echoes what was understood of the request. */
    private Answer put(Exchange exchange) {
        JsonNode body = exchange.json();
        ConfigChange change = ConfigBody.change(body);
        String scope = SettingScope.of(exchange).name();
        registry.write(state -> new ChangeSettings(state, scope).config(change));
        ObjectNode echo = Answer.object();
        change.level().ifPresent(level -> echo.put(ConfigChange.LEVEL, level.name()));
        for (String name : ConfigJson.OTHERS) {
            if (body.hasNonNull(name)) {
                echo.set(name, body.get(name));
            }
        }
        return Answer.ok(echo);
    }

    private Answer delete(Exchange exchange) {
        String scope = SettingScope.of(exchange).name();
        SubjectConfig before = registry.write(state -> new ChangeSettings(state, scope).deleteConfig());
        return Answer.ok(ConfigJson.write(before));
    }
}
