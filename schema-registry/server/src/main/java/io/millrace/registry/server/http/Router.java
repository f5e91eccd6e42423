package io.millrace.registry.server.http;

import io.millrace.registry.model.SubjectName;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the route of a request. Paths are split before they are decoded, so a name may contain an encoded slash. */
final class Router {
    /** A route that fits, with the context and the named parts of the path. */
    record Found(Route route, String context, Map<String, String> path) {}

    private final List<Route> routes;

    Router(List<Route> routes) {
        this.routes = List.copyOf(routes);
    }

    Found find(String method, String rawPath) {
        List<String> segments =
                Route.split(rawPath).stream().map(Router::decode).toList();
        Optional<Found> direct = find(method, SubjectName.DEFAULT_CONTEXT, segments);
        if (direct.isPresent()) {
            return direct.get();
        }
        if (segments.size() > 2 && segments.get(0).equals("contexts")) {
            String context = SubjectName.contextNamed(segments.get(1));
            Optional<Found> inside = find(method, context, segments.subList(2, segments.size()));
            if (inside.isPresent()) {
                return inside.get();
            }
        }
        throw new HttpProblemException(404, "HTTP 404 Not Found");
    }

    private Optional<Found> find(String method, String context, List<String> segments) {
        boolean pathKnown = false;
        for (Route route : routes) {
            Optional<Map<String, String>> parts = route.match(segments);
            if (parts.isPresent()) {
                pathKnown = true;
                if (route.method().equals(method)) {
                    return Optional.of(new Found(route, context, parts.get()));
                }
            }
        }
        if (pathKnown) {
            throw new HttpProblemException(405, "HTTP 405 Method Not Allowed");
        }
        return Optional.empty();
    }

    private static String decode(String segment) {
        try {
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new HttpProblemException(400, "The path is not encoded correctly");
        }
    }
}
