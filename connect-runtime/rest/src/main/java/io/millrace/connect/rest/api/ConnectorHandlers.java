package io.millrace.connect.rest.api;

import io.millrace.connect.plan.TaskId;
import io.millrace.connect.rest.http.Answer;
import io.millrace.connect.rest.http.Exchange;
import io.millrace.connect.rest.http.HttpProblemException;
import io.millrace.connect.rest.http.Route;
import io.millrace.connect.worker.control.ConnectControl;
import io.millrace.connect.worker.control.ControlException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
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
                Route.on("POST", "/connectors", this::create),
                Route.on("GET", "/connectors/{connector}", this::read),
                Route.on("DELETE", "/connectors/{connector}", this::delete),
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
            return control.connectors().thenApply(Answer::ok);
        }
        return control.connectors().thenCompose(names -> expanded(names, expand));
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
        return control.createConnector(creation.name(), creation.config(), creation.initialState())
                .thenApply(info -> Answer.of(201, Documents.connector(info)).with("Location", location(info.name())));
    }

    private CompletionStage<Answer> read(Exchange exchange) {
        return control.connectorInfo(exchange.part("connector"))
                .thenApply(info -> Answer.ok(Documents.connector(info)));
    }

    private CompletionStage<Answer> delete(Exchange exchange) {
        return control.deleteConnector(exchange.part("connector")).thenApply(done -> Answer.empty(204));
    }

    private CompletionStage<Answer> config(Exchange exchange) {
        return control.connectorConfig(exchange.part("connector")).thenApply(Answer::ok);
    }

    private CompletionStage<Answer> putConfig(Exchange exchange) {
        String name = exchange.part("connector");
        Map<String, String> config = Bodies.flat(exchange.object());
        return control.putConnectorConfig(name, config).thenApply(result -> {
            Object document = Documents.connector(result.info());
            return result.created() ? Answer.of(201, document).with("Location", location(name)) : Answer.ok(document);
        });
    }

    private CompletionStage<Answer> patchConfig(Exchange exchange) {
        String name = exchange.part("connector");
        Map<String, String> patch = Bodies.flat(exchange.object());
        return control.patchConnectorConfig(name, patch).thenApply(info -> Answer.ok(Documents.connector(info)));
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
        return advertisedUrl.get() + "/connectors/"
                + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
