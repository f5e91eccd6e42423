package io.millrace.connect.rest.api;

import io.millrace.connect.rest.http.Answer;
import io.millrace.connect.rest.http.Exchange;
import io.millrace.connect.rest.http.Route;
import io.millrace.connect.worker.control.ConnectControl;
import io.millrace.connect.worker.control.WorkerHealth;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.utils.AppInfoParser;

/** The server itself: who it is and how it feels. Answered from memory. */
final class ServerHandlers {
    private final ConnectControl control;

    ServerHandlers(ConnectControl control) {
        this.control = control;
    }

    List<Route> routes() {
        return List.of(Route.on("GET", "/", this::root), Route.on("GET", "/health", this::health));
    }

    private CompletionStage<Answer> root(Exchange exchange) {
        Map<String, Object> document = new LinkedHashMap<>();
        // Tools read this as the version of the API, which is that of the Kafka it implements.
        document.put("version", AppInfoParser.getVersion());
        document.put("commit", AppInfoParser.getCommitId());
        document.put("kafka_cluster_id", control.kafkaClusterId());
        return CompletableFuture.completedFuture(Answer.ok(document));
    }

    private CompletionStage<Answer> health(Exchange exchange) {
        WorkerHealth health = control.health();
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("status", health.condition().name().toLowerCase(Locale.ROOT));
        document.put("message", health.message());
        int status =
                switch (health.condition()) {
                    case HEALTHY -> 200;
                    case STARTING -> 503;
                    case UNHEALTHY -> 500;
                };
        return CompletableFuture.completedFuture(Answer.of(status, document));
    }
}
