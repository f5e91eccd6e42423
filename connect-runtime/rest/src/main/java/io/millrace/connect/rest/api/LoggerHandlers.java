package io.millrace.connect.rest.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.connect.rest.http.Answer;
import io.millrace.connect.rest.http.Exchange;
import io.millrace.connect.rest.http.HttpProblemException;
import io.millrace.connect.rest.http.Route;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.LoggerFactory;

/** The levels of this worker's loggers. */
final class LoggerHandlers {
    private LoggerHandlers() {}

    /** None where the logging backend is not one whose levels we know how to set. */
    static List<Route> routes() {
        if (!LoggerFactory.getILoggerFactory().getClass().getName().startsWith("ch.qos.logback.")) {
            return List.of();
        }
        LogLevels levels = LogLevels.ofLogback();
        return List.of(
                Route.on("GET", "/admin/loggers", exchange -> all(levels)),
                Route.on("GET", "/admin/loggers/{logger}", exchange -> read(levels, exchange)),
                Route.on("PUT", "/admin/loggers/{logger}", exchange -> set(levels, exchange)));
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

    private static CompletionStage<Answer> set(LogLevels levels, Exchange exchange) {
        JsonNode level = exchange.object().get("level");
        if (level == null || !level.isTextual()) {
            throw new HttpProblemException(400, "Desired 'level' parameter was not specified in request.");
        }
        if (!LogLevels.isLevel(level.asText())) {
            throw new HttpProblemException(404, "invalid log level '" + level.asText() + "'.");
        }
        String scope = exchange.text("scope", "worker").toLowerCase(Locale.ROOT);
        if (!scope.equals("worker")) {
            throw new HttpProblemException(
                    400, "The scope '" + scope + "' is not served; set the level on each worker with scope=worker");
        }
        List<String> affected = levels.set(exchange.part("logger"), level.asText(), System.currentTimeMillis());
        return CompletableFuture.completedFuture(Answer.ok(affected));
    }

    private static Map<String, Object> document(LogLevels.LoggerLevel level) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("level", level.level());
        document.put("last_modified", level.lastModifiedMs());
        return document;
    }
}
