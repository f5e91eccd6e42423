package io.millrace.registry.server.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A method and a path like {@code /subjects/{subject}/versions}, who answers it, and what it changes, if anything.
 *
 * @param shortcut answers those requests for which nothing needs to be changed, on any instance; tried first
 * @param quick whether most of its requests, or of those that need no change, can be answered without waiting
 */
record Route(
        String method,
        List<String> pattern,
        Handler handler,
        Optional<Change> change,
        Function<Exchange, Optional<Answer>> shortcut,
        boolean quick) {
    /** Answers requests of one route. */
    @FunctionalInterface
    interface Handler {
        Answer handle(Exchange exchange);
    }

    static Route on(String method, String path, Handler handler) {
        return new Route(method, split(path), handler, Optional.empty(), exchange -> Optional.empty(), false);
    }

    /** A route whose requests change something. */
    static Route changing(Change change, String method, String path, Handler handler) {
        return new Route(method, split(path), handler, Optional.of(change), exchange -> Optional.empty(), false);
    }

    /** The same route, with a way to answer what needs no change. */
    Route unless(Function<Exchange, Optional<Answer>> unchanged) {
        return new Route(method, pattern, handler, change, unchanged, quick);
    }

    /** The same route, which is asked often and mostly for what can be said at once. */
    Route quickly() {
        return new Route(method, pattern, handler, change, shortcut, true);
    }

    /** Splits a path at its slashes; the root has no segments. */
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
        for (int i = 0; i < pattern.size(); i++) {
            if (!isName(pattern.get(i)) && !pattern.get(i).equals(segments.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(named(segments));
    }

    private Map<String, String> named(List<String> segments) {
        Map<String, String> parts = new LinkedHashMap<>();
        for (int i = 0; i < pattern.size(); i++) {
            if (isName(pattern.get(i))) {
                parts.put(pattern.get(i).substring(1, pattern.get(i).length() - 1), segments.get(i));
            }
        }
        return parts;
    }

    private static boolean isName(String segment) {
        return segment.charAt(0) == '{';
    }
}
