package io.millrace.connect.rest.http;

import com.linecorp.armeria.common.MediaType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A method and a path like {@code /connectors/{connector}/status}, and who answers it. */
public record Route(String method, List<String> pattern, Handler handler, Recheck recheck, MediaType produces) {
    /** Answers requests of one route, now or later. */
    @FunctionalInterface
    public interface Handler {
        CompletionStage<Answer> handle(Exchange exchange);
    }

    /**
     * Judges the answer to a request that was sent before, to a worker that fell silent: a 404 to a repeated deletion is
     * its success. Empty leaves the answer as it is.
     */
    @FunctionalInterface
    public interface Recheck {
        CompletionStage<Optional<Answer>> settle(Exchange exchange, int status);
    }

    /** A route; names in braces match any one segment. */
    public static Route on(String method, String path, Handler handler) {
        return of(method, path, handler, MediaTypes.JSON);
    }

    /** A GET route whose answers are plain text. */
    public static Route onText(String path, Handler handler) {
        return of("GET", path, handler, MediaType.PLAIN_TEXT);
    }

    private static Route of(String method, String path, Handler handler, MediaType produces) {
        return new Route(
                method,
                split(path),
                handler,
                (exchange, status) -> CompletableFuture.completedFuture(Optional.empty()),
                produces);
    }

    /** The same with a judgement on repeated requests. */
    public Route repeated(Recheck judge) {
        return new Route(method, pattern, handler, judge, produces);
    }

    /** Splits a path at its slashes; the root has no segments, and a slash at the end adds none. */
    static List<String> split(String path) {
        List<String> segments = new ArrayList<>();
        for (String segment : path.split("/", -1)) {
            if (!segment.isEmpty()) {
                segments.add(segment);
            }
        }
        return segments;
    }

    /** The named parts of the path if it fits. */
    Optional<Map<String, String>> match(List<String> segments) {
        if (segments.size() != pattern.size()) {
            return Optional.empty();
        }
        Map<String, String> parts = new LinkedHashMap<>();
        for (int i = 0; i < pattern.size(); i++) {
            String expected = pattern.get(i);
            if (expected.startsWith("{")) {
                parts.put(expected.substring(1, expected.length() - 1), segments.get(i));
            } else if (!expected.equals(segments.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(parts);
    }
}
