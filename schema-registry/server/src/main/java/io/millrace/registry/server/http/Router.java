package io.millrace.registry.server.http;

import io.millrace.registry.model.SubjectName;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Finds the route of a request. Paths are split before they are decoded, so a name may contain an encoded slash. */
final class Router {
    /** A route that fits, with the context and the named parts of the path. */
    record Found(Route route, String context, Map<String, String> path) {}

    private final List<Route> routes;

    Router(List<Route> routes) {
        this.routes = List.copyOf(routes);
    }

    /** Ends the request if there is no such path, or not for this method. */
    Found find(String method, String rawPath) {
        return seek(method, rawPath)
                .orElseThrow(() -> isPathKnown(rawPath)
                        ? new HttpProblemException(405, "HTTP 405 Method Not Allowed")
                        : new HttpProblemException(404, "HTTP 404 Not Found"));
    }

    /** The same without a verdict on what no route fits. */
    Optional<Found> seek(String method, String rawPath) {
        return seek(rawPath, route -> route.method().equals(method));
    }

    private boolean isPathKnown(String rawPath) {
        return seek(rawPath, route -> true).isPresent();
    }

    /** The path as it stands, then what is behind its context. */
    private Optional<Found> seek(String rawPath, Predicate<Route> wanted) {
        List<String> segments = Route.split(rawPath);
        segments.replaceAll(Router::decode);
        Optional<Found> direct = seek(SubjectName.DEFAULT_CONTEXT, segments, wanted);
        if (direct.isPresent() || segments.size() <= 2 || !segments.get(0).equals("contexts")) {
            return direct;
        }
        return seek(SubjectName.contextNamed(segments.get(1)), segments.subList(2, segments.size()), wanted);
    }

    private Optional<Found> seek(String context, List<String> segments, Predicate<Route> wanted) {
        for (Route route : routes) {
            if (wanted.test(route)) {
                Optional<Map<String, String>> parts = route.match(segments);
                if (parts.isPresent()) {
                    return Optional.of(new Found(route, context, parts.get()));
                }
            }
        }
        return Optional.empty();
    }

    private static String decode(String segment) {
        if (segment.indexOf('%') < 0) {
            return segment;
        }
        try {
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new HttpProblemException(400, "The path is not encoded correctly");
        }
    }
}
