package io.millrace.connect.rest.api;

import io.millrace.connect.plan.restart.Instance;
import io.millrace.connect.rest.http.Answer;
import io.millrace.connect.rest.http.Exchange;
import io.millrace.connect.rest.http.Route;
import io.millrace.connect.worker.control.ConnectControl;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** What makes connectors and tasks run, pause, stop and start again; and the topics they were seen to use. */
final class LifecycleHandlers {
    private final ConnectControl control;

    LifecycleHandlers(ConnectControl control) {
        this.control = control;
    }

    List<Route> routes() {
        return List.of(
                Route.on("POST", "/connectors/{connector}/restart", this::restart),
                Route.on("POST", "/connectors/{connector}/tasks/{task}/restart", this::restartTask),
                Route.on("GET", "/connectors/{connector}/failures", this::failures),
                Route.on("GET", "/connectors/{connector}/stack", this::stack),
                Route.on("GET", "/connectors/{connector}/tasks/{task}/stack", this::taskStack),
                Route.on("PUT", "/connectors/{connector}/pause", this::pause),
                Route.on("PUT", "/connectors/{connector}/resume", this::resume),
                Route.on("PUT", "/connectors/{connector}/stop", this::stop),
                Route.on("GET", "/connectors/{connector}/topics", this::topics),
                Route.on("PUT", "/connectors/{connector}/topics/reset", this::resetTopics));
    }

    private CompletionStage<Answer> restart(Exchange exchange) {
        boolean includeTasks = exchange.flag("includeTasks", false);
        boolean onlyFailed = exchange.flag("onlyFailed", false);
        return control.restartConnector(exchange.part("connector"), includeTasks, onlyFailed)
                .thenApply(planned ->
                        includeTasks || onlyFailed ? Answer.of(202, Documents.status(planned)) : Answer.empty(204));
    }

    private CompletionStage<Answer> restartTask(Exchange exchange) {
        return control.restartTask(ConnectorHandlers.task(exchange)).thenApply(done -> Answer.empty(204));
    }

    private CompletionStage<Answer> failures(Exchange exchange) {
        return control.failures(exchange.part("connector"))
                .thenApply(failures -> Answer.ok(FailureDocuments.of(failures)));
    }

    private CompletionStage<Answer> stack(Exchange exchange) {
        return stack(Instance.of(exchange.part("connector")));
    }

    private CompletionStage<Answer> taskStack(Exchange exchange) {
        return stack(Instance.of(ConnectorHandlers.task(exchange)));
    }

    private CompletionStage<Answer> stack(Instance instance) {
        return control.threadStacks(instance).thenApply(threads -> Answer.ok(StackDocuments.threads(threads)));
    }

    private CompletionStage<Answer> pause(Exchange exchange) {
        return control.pauseConnector(exchange.part("connector")).thenApply(done -> Answer.empty(202));
    }

    private CompletionStage<Answer> resume(Exchange exchange) {
        return control.resumeConnector(exchange.part("connector")).thenApply(done -> Answer.empty(202));
    }

    private CompletionStage<Answer> stop(Exchange exchange) {
        return control.stopConnector(exchange.part("connector")).thenApply(done -> Answer.empty(204));
    }

    private CompletionStage<Answer> topics(Exchange exchange) {
        String name = exchange.part("connector");
        return control.activeTopics(name).thenApply(topics -> Answer.ok(Map.of(name, Map.of("topics", topics))));
    }

    private CompletionStage<Answer> resetTopics(Exchange exchange) {
        return control.resetActiveTopics(exchange.part("connector")).thenApply(done -> Answer.empty(202));
    }
}
