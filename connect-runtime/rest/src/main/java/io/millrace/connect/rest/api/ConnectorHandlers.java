package io.millrace.connect.rest.api;

import io.millrace.connect.plan.TaskId;
import io.millrace.connect.plugins.secrets.SecretKeys;
import io.millrace.connect.rest.access.Caller;
import io.millrace.connect.rest.access.Role;
import io.millrace.connect.rest.http.Answer;
import io.millrace.connect.rest.http.Exchange;
import io.millrace.connect.rest.http.HttpProblemException;
import io.millrace.connect.rest.http.Route;
import io.millrace.connect.worker.control.ConnectControl;
import io.millrace.connect.worker.control.ConnectorInfo;
import io.millrace.connect.worker.control.ControlException;
import io.millrace.connect.worker.control.NamedConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Connectors: list, create, read, change, delete. */
final class ConnectorHandlers {
    private final ConnectControl control;
    private final Supplier<String> advertisedUrl;

    ConnectorHandlers(ConnectControl control, Supplier<String> advertisedUrl) {
        this.control = control;
        this.advertisedUrl = advertisedUrl;
    }

    List<Route> routes() {
        return List.of(
                Route.on("GET", "/connectors", this::list),
                Route.on("POST", "/connectors", this::create).repeated(this::createdBefore),
                Route.on("GET", "/connectors/{connector}", this::read),
                Route.on("DELETE", "/connectors/{connector}", this::delete).repeated(ConnectorHandlers::deletedBefore),
                Route.on("GET", "/connectors/{connector}/config", this::config),
                Route.on("PUT", "/connectors/{connector}/config", this::putConfig),
                Route.on("PATCH", "/connectors/{connector}/config", this::patchConfig),
                Route.on("GET", "/connectors/{connector}/status", this::status),
                Route.on("GET", "/connectors/{connector}/tasks", this::tasks),
                Route.on("GET", "/connectors/{connector}/tasks/{task}/status", this::taskStatus));
    }

    private CompletionStage<Answer> list(Exchange exchange) {
        List<String> expand = exchange.all("expand");
        if (expand.isEmpty()) {
            return control.connectors().thenApply(names -> Answer.ok(seen(exchange.caller(), names)));
        }
        return control.connectors().thenCompose(names -> expanded(seen(exchange.caller(), names), expand));
    }

    private static SortedSet<String> seen(Caller caller, SortedSet<String> names) {
        SortedSet<String> seen = new TreeSet<>(names);
        seen.removeIf(name -> !caller.is(Role.VIEWER, name));
        return seen;
    }

    private CompletionStage<Answer> expanded(SortedSet<String> names, List<String> expand) {
        Map<String, CompletableFuture<Map<String, Object>>> parts = new LinkedHashMap<>();
        for (String name : names) {
            parts.put(name, expanded(name, expand));
        }
        return CompletableFuture.allOf(parts.values().toArray(CompletableFuture[]::new))
                .thenApply(done -> {
                    Map<String, Object> document = new LinkedHashMap<>();
                    parts.forEach((name, part) -> {
                        // A connector deleted meanwhile is left out, not an error of the whole list.
                        if (part.join() != null) {
                            document.put(name, part.join());
                        }
                    });
                    return Answer.ok(document);
                });
    }

    private CompletableFuture<Map<String, Object>> expanded(String name, List<String> expand) {
        CompletableFuture<Map<String, Object>> document = CompletableFuture.completedFuture(new LinkedHashMap<>());
        if (expand.contains("status")) {
            document = document.thenCombine(control.connectorStatus(name), (parts, status) -> {
                parts.put("status", Documents.status(status));
                return parts;
            });
        }
        if (expand.contains("info")) {
            document = document.thenCombine(control.connectorInfo(name), (parts, info) -> {
                parts.put("info", Documents.connector(info));
                return parts;
            });
        }
        return document.exceptionally(failure -> {
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            if (cause instanceof ControlException refusal && refusal.reason() == ControlException.Reason.NOT_FOUND) {
                return null;
            }
            throw new CompletionException(cause);
        });
    }

    private CompletionStage<Answer> create(Exchange exchange) {
        Bodies.Creation creation = Bodies.creation(exchange.object());
        if (!exchange.caller().is(Role.ADMIN, creation.name())) {
            throw HttpProblemException.forbidden(exchange.caller(), Role.ADMIN, Optional.of(creation.name()));
        }
        return control.createConnector(creation.name(), creation.config(), creation.initialState())
                .thenApply(this::created);
    }

    private CompletionStage<Answer> read(Exchange exchange) {
        return control.connectorInfo(exchange.part("connector")).thenApply(info -> told(200, info));
    }

    private static Answer told(int status, ConnectorInfo info) {
        return MaskedKeys.told(Answer.of(status, Documents.connector(info)), info.config());
    }

    private CompletionStage<Answer> delete(Exchange exchange) {
        String name = exchange.part("connector");
        if (!exchange.flag("deleteOffsets", false)) {
            return control.deleteConnector(name).thenApply(done -> Answer.empty(204));
        }
        // While its tasks end the reset is a conflict that passes, and all three are asked for again.
        return control.stopConnector(name)
                .thenCompose(stopped -> control.resetOffsets(name))
                .thenCompose(reset -> control.deleteConnector(name))
                .thenApply(done -> Answer.empty(204));
    }

    private static CompletionStage<Optional<Answer>> deletedBefore(Exchange exchange, int status) {
        return CompletableFuture.completedFuture(status == 404 ? Optional.of(Answer.empty(204)) : Optional.empty());
    }

    /** The connector that is there is the one asked for, or else the conflict is real. */
    private CompletionStage<Optional<Answer>> createdBefore(Exchange exchange, int status) {
        if (status != 409) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        Bodies.Creation creation = Bodies.creation(exchange.object());
        return control.connectorInfo(creation.name())
                .thenApply(info -> asWritten(info.config(), NamedConfig.of(creation.name(), creation.config()))
                        ? Optional.of(created(info))
                        : Optional.empty());
    }

    /** As far as can be seen where secrets are hidden. */
    static boolean asWritten(Map<String, String> found, Map<String, String> written) {
        return found.keySet().equals(written.keySet())
                && found.entrySet().stream()
                        .allMatch(entry -> SecretKeys.HIDDEN.equals(entry.getValue())
                                || Objects.equals(entry.getValue(), written.get(entry.getKey())));
    }

    /** The answer to a creation. */
    Answer created(ConnectorInfo info) {
        return told(201, info).with("Location", location(info.name()));
    }

    private CompletionStage<Answer> config(Exchange exchange) {
        return control.connectorConfig(exchange.part("connector"))
                .thenApply(config -> MaskedKeys.told(Answer.ok(config), config));
    }

    private CompletionStage<Answer> putConfig(Exchange exchange) {
        String name = exchange.part("connector");
        Names.refuseUnreachable(name);
        Map<String, String> config = Bodies.flat(exchange.object());
        return control.putConnectorConfig(name, config)
                .thenApply(result -> result.created() ? created(result.info()) : told(200, result.info()));
    }

    private CompletionStage<Answer> patchConfig(Exchange exchange) {
        String name = exchange.part("connector");
        Map<String, String> patch = Bodies.flat(exchange.object());
        return control.patchConnectorConfig(name, patch).thenApply(info -> told(200, info));
    }

    private CompletionStage<Answer> status(Exchange exchange) {
        return control.connectorStatus(exchange.part("connector"))
                .thenApply(status -> Answer.ok(Documents.status(status)));
    }

    private CompletionStage<Answer> tasks(Exchange exchange) {
        return control.taskConfigs(exchange.part("connector"))
                .thenApply(
                        tasks -> Answer.ok(tasks.stream().map(Documents::task).toList()));
    }

    private CompletionStage<Answer> taskStatus(Exchange exchange) {
        return control.taskStatus(task(exchange)).thenApply(status -> Answer.ok(Documents.taskStatus(status)));
    }

    static TaskId task(Exchange exchange) {
        try {
            return new TaskId(exchange.part("connector"), Integer.parseInt(exchange.part("task")));
        } catch (NumberFormatException e) {
            throw new HttpProblemException(404, "HTTP 404 Not Found");
        }
    }

    private String location(String name) {
        return advertisedUrl.get() + "/connectors/" + Names.encoded(name);
    }
}
