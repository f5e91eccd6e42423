package io.millrace.registry.server.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A method and a path like {@code /subjects/{subject}/versions}, who answers it, and what it changes, if anything. */
record Route(String method, List<String> pattern, Handler handler, Optional<Change> change) {
    /** Answers requests of one route. */
    @FunctionalInterface
    interface Handler {
        Answer handle(Exchange exchange);
    }

    static Route on(String method, String path, Handler handler) {
        return new Route(method, split(path), handler, Optional.empty());
    }

    /** A route whose requests change something. */
    static Route changing(Change change, String method, String path, Handler handler) {
        return new Route(method, split(path), handler, Optional.of(change));
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
