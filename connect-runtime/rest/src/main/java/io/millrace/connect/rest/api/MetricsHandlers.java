package io.millrace.connect.rest.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.connect.rest.access.Caller;
import io.millrace.connect.rest.http.Answer;
import io.millrace.connect.rest.http.Exchange;
import io.millrace.connect.rest.http.HttpProblemException;
import io.millrace.connect.rest.http.Outgoing;
import io.millrace.connect.rest.http.Peers;
import io.millrace.connect.rest.http.Route;
import io.millrace.connect.worker.control.ConnectControl;
import io.millrace.connect.worker.control.ConnectorFigures;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * Figures: those of the worker for Prometheus, and those of a connector, gathered from all workers that have tasks of
 * it. A worker that does not answer in time is named in the answer, and nobody waits for it.
 */
final class MetricsHandlers {
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

    private final ConnectControl control;
    private final Peers peers;

    MetricsHandlers(ConnectControl control, Outgoing outgoing) {
        this.control = control;
        this.peers = new Peers(outgoing);
    }

    List<Route> routes() {
        return List.of(
                Route.onText("/metrics", this::worker), Route.on("GET", "/connectors/{connector}/metrics", this::read));
    }

    private CompletionStage<Answer> worker(Exchange exchange) {
        return CompletableFuture.completedFuture(Answer.text(PROMETHEUS, control.metricsText()));
    }

    private CompletionStage<Answer> read(Exchange exchange) {
        String scope = exchange.text("scope", "cluster");
        CompletableFuture<ConnectorFigures> figures = control.connectorFigures(exchange.part("connector"));
        return switch (scope) {
            case "worker" ->
                figures.thenApply(own -> Answer.ok(FigureDocuments.connector(own, tasksHere(own), List.of())));
            case "cluster" -> figures.thenCompose(own -> gathered(exchange.caller(), own));
            default ->
                throw new HttpProblemException(
                        400, "The query parameter scope is cluster or worker, not '" + scope + "'");
        };
    }

    private static List<Object> tasksHere(ConnectorFigures figures) {
        return figures.here().stream()
                .map(task -> (Object) FigureDocuments.task(task))
                .toList();
    }

    /** The answer of another worker, or why there is none. */
    private record Told(String workerId, JsonNode document, String failure) {}

    private CompletionStage<Answer> gathered(Caller caller, ConnectorFigures own) {
        String path = "/connectors/"
                + URLEncoder.encode(own.name(), StandardCharsets.UTF_8).replace("+", "%20") + "/metrics?scope=worker";
        List<CompletableFuture<Told>> asked = new ArrayList<>();
        own.elsewhere().forEach((worker, address) -> asked.add(ask(caller, worker, address, path)));
        return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
                .thenApply(done -> Answer.ok(
                        merged(own, asked.stream().map(CompletableFuture::join).toList())));
    }

    private CompletableFuture<Told> ask(Caller caller, String worker, URI address, String path) {
        return peers.get(caller, address, path).handle((document, failure) -> {
            if (failure == null) {
                return new Told(worker, document, null);
            }
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            return new Told(worker, null, cause.getMessage());
        });
    }

    private static Map<String, Object> merged(ConnectorFigures own, List<Told> others) {
        Map<Integer, Object> tasks = new TreeMap<>();
        // What nobody tells more of is there with its status, so that no task is missing.
        own.tasks().forEach(task -> tasks.put(task.id(), FigureDocuments.silent(task)));
        List<Map<String, Object>> unanswered = new ArrayList<>();
        for (Told told : others) {
            if (told.document() == null) {
                Map<String, Object> silent = new LinkedHashMap<>();
                silent.put("worker_id", told.workerId());
                silent.put("reason", "The worker " + told.failure());
                unanswered.add(silent);
            } else {
                told.document()
                        .path("tasks")
                        .forEach(task -> tasks.put(task.path("id").asInt(), task));
            }
        }
        own.here().forEach(task -> tasks.put(task.task().task(), FigureDocuments.task(task)));
        return FigureDocuments.connector(own, new ArrayList<>(tasks.values()), unanswered);
    }
}
