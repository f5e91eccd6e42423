package io.millrace.registry.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.registry.model.CompatibilityLevel;
import io.millrace.registry.model.RegistryErrorCode;
import io.millrace.registry.model.RegistryMode;
import io.millrace.registry.model.SubjectConfig;
import io.millrace.registry.model.SubjectName;
import io.millrace.registry.model.command.ChangeSettings;
import io.millrace.registry.model.command.ConfigChange;
import io.millrace.registry.model.command.Scopes;
import io.millrace.registry.model.record.ConfigJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code /config} and {@code /mode}: of a subject, or of everything. */
final class SettingHandlers {
    private final Registry registry;

    SettingHandlers(Registry registry) {
        this.registry = registry;
    }

    List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        for (String scope : List.of("", "/{subject}")) {
            routes.add(Route.on("GET", "/config" + scope, this::config));
            routes.add(Route.on("PUT", "/config" + scope, this::putConfig));
            routes.add(Route.on("DELETE", "/config" + scope, this::deleteConfig));
            routes.add(Route.on("GET", "/mode" + scope, this::mode));
            routes.add(Route.on("PUT", "/mode" + scope, this::putMode));
            routes.add(Route.on("DELETE", "/mode" + scope, this::deleteMode));
        }
        return routes;
    }

    private static String scope(Exchange exchange) {
        return exchange.part("subject") == null ? SubjectName.scopeOf(exchange.context()) : exchange.subject();
    }

    private static boolean wantsEffective(Exchange exchange) {
        return exchange.part("subject") == null || exchange.flag("defaultToGlobal");
    }

    private Answer config(Exchange exchange) {
        String scope = scope(exchange);
        SubjectConfig own = registry.read(state -> state.config(scope)).orElseGet(SubjectConfig::empty);
        if (own.equals(SubjectConfig.empty()) && !wantsEffective(exchange)) {
            throw new HttpProblemException(
                    RegistryErrorCode.SUBJECT_CONFIG_NOT_FOUND,
                    "Subject '" + scope + "' does not have subject-level compatibility configured");
        }
        CompatibilityLevel level = registry.read(state -> Scopes.level(state, scope, registry.defaultLevel()));
        Optional<CompatibilityLevel> shown = wantsEffective(exchange) ? Optional.of(level) : own.compatibilityLevel();
        return Answer.ok(ConfigJson.write(new SubjectConfig(shown, own.others())));
    }

    private Answer putConfig(Exchange exchange) {
        JsonNode body = exchange.json();
        ConfigChange change = change(body);
        registry.write(state -> new ChangeSettings(state, scope(exchange)).config(change));
        return Answer.ok(body);
    }

    private static ConfigChange change(JsonNode body) {
        Map<String, String> others = new LinkedHashMap<>();
        List<String> cleared = new ArrayList<>();
        for (String name : ConfigJson.OTHERS) {
            if (body.hasNonNull(name)) {
                others.put(name, body.get(name).toString());
            } else if (body.has(name)) {
                cleared.add(name);
            }
        }
        JsonNode level = body.path(ConfigChange.LEVEL);
        if (level.isNull()) {
            cleared.add(ConfigChange.LEVEL);
        }
        Optional<CompatibilityLevel> wanted = CompatibilityLevel.find(level.asText(""));
        boolean written = !level.isMissingNode() && !level.isNull();
        if (wanted.isEmpty() && (written || (others.isEmpty() && cleared.isEmpty()))) {
            throw new HttpProblemException(
                    RegistryErrorCode.INVALID_COMPATIBILITY_LEVEL,
                    "Invalid compatibility level. Valid values are NONE, BACKWARD, FORWARD, FULL, BACKWARD_TRANSITIVE,"
                            + " FORWARD_TRANSITIVE, and FULL_TRANSITIVE");
        }
        return new ConfigChange(wanted, others, cleared);
    }

    private Answer deleteConfig(Exchange exchange) {
        SubjectConfig before = registry.write(state -> new ChangeSettings(state, scope(exchange)).deleteConfig());
        return Answer.ok(ConfigJson.write(before));
    }

    private Answer mode(Exchange exchange) {
        String scope = scope(exchange);
        if (!wantsEffective(exchange)
                && registry.read(state -> state.mode(scope)).isEmpty()) {
            throw new HttpProblemException(
                    RegistryErrorCode.SUBJECT_MODE_NOT_FOUND,
                    "Subject '" + scope + "' does not have subject-level mode configured");
        }
        return shown(registry.read(state -> Scopes.mode(state, scope)));
    }

    private Answer putMode(Exchange exchange) {
        requireMutableModes();
        JsonNode wanted = exchange.json().path("mode");
        if (wanted.isNull()) {
            return deleteMode(exchange);
        }
        RegistryMode mode = RegistryMode.find(wanted.asText(""))
                .orElseThrow(() -> new HttpProblemException(
                        RegistryErrorCode.INVALID_MODE, "Invalid mode. Valid values are READWRITE, READONLY, IMPORT"));
        return shown(
                registry.write(state -> new ChangeSettings(state, scope(exchange)).mode(mode, exchange.flag("force"))));
    }

    private Answer deleteMode(Exchange exchange) {
        requireMutableModes();
        return shown(registry.write(state -> new ChangeSettings(state, scope(exchange)).deleteMode()));
    }

    private void requireMutableModes() {
        if (!registry.modesMayChange()) {
            throw new HttpProblemException(
                    RegistryErrorCode.OPERATION_NOT_PERMITTED, "Modes are fixed here (mode.mutability=false)");
        }
    }

    private static Answer shown(RegistryMode mode) {
        return Answer.ok(Answer.object().put("mode", mode.name()));
    }
}
