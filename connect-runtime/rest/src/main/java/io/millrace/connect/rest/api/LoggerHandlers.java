package io.millrace.connect.rest.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.connect.rest.http.Answer;
import io.millrace.connect.rest.http.Exchange;
import io.millrace.connect.rest.http.HttpProblemException;
import io.millrace.connect.rest.http.Route;
import io.millrace.connect.worker.control.ConnectControl;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.LoggerFactory;

/** The levels of this worker's loggers, and of all workers' (KIP-976). */
final class LoggerHandlers {
    private LoggerHandlers() {}

    /** None where the logging backend is not one whose levels we know how to set. */
    static List<Route> routes(ConnectControl control) {
        if (!LoggerFactory.getILoggerFactory().getClass().getName().startsWith("ch.qos.logback.")) {
            return List.of();
        }
        LogLevels levels = LogLevels.ofLogback();
        control.listenToLoggerLevels((logger, level) -> {
            if (LogLevels.isLevel(level)) {
                levels.set(logger, level, System.currentTimeMillis());
            }
        });
        return List.of(
                Route.on("GET", "/admin/loggers", exchange -> all(levels)),
                Route.on("GET", "/admin/loggers/{logger}", exchange -> read(levels, exchange)),
                Route.on("PUT", "/admin/loggers/{logger}", exchange -> set(control, levels, exchange)));
    }

    private static CompletionStage<Answer> all(LogLevels levels) {
        Map<String, Object> document = new LinkedHashMap<>();
        levels.all().forEach((name, level) -> document.put(name, document(level)));
        return CompletableFuture.completedFuture(Answer.ok(document));
    }

    private static CompletionStage<Answer> read(LogLevels levels, Exchange exchange) {
        String name = exchange.part("logger");
        return CompletableFuture.completedFuture(levels.of(name)
                .map(level -> Answer.ok(document(level)))
                .orElseThrow(() -> new HttpProblemException(404, "Logger " + name + " not found.")));
    }

    private static CompletionStage<Answer> set(ConnectControl control, LogLevels levels, Exchange exchange) {
        JsonNode level = exchange.object().get("level");
        if (level == null || !level.isTextual()) {
            throw new HttpProblemException(400, "Desired 'level' parameter was not specified in request.");
        }
        if (!LogLevels.isLevel(level.asText())) {
            throw new HttpProblemException(404, "invalid log level '" + level.asText() + "'.");
        }
        String scope = exchange.text("scope", "worker").toLowerCase(Locale.ROOT);
        String logger = exchange.part("logger");
        return switch (scope) {
            case "worker" ->
                CompletableFuture.completedFuture(
                        Answer.ok(levels.set(logger, level.asText(), System.currentTimeMillis())));
            case "cluster" ->
                control.setClusterLoggerLevel(logger, level.asText().toUpperCase(Locale.ROOT))
                        .thenApply(set -> Answer.empty(204));
            default -> throw new HttpProblemException(400, "The scope is worker or cluster, not '" + scope + "'");
        };
    }

    private static Map<String, Object> document(LogLevels.LoggerLevel level) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("level", level.level());
        document.put("last_modified", level.lastModifiedMs());
        return document;
    }
}
