package io.millrace.connect.rest.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/**
 * Finds the route of a request. A path is split before it is decoded, so that a connector's name may hold an encoded
 * slash; stock Kafka Connect creates such connectors and can never delete them.
 */
final class Router {
    /** A route that fits, with the named parts of the path, decoded. */
    record Found(Route route, Map<String, String> path) {}

    private final List<Route> routes;

    Router(List<Route> routes) {
        this.routes = List.copyOf(routes);
    }

    Found find(String method, String rawPath) {
        List<String> segments =
                Route.split(rawPath).stream().map(Utf8::decodedSegment).toList();
        TreeSet<String> allowed = new TreeSet<>();
        for (Route route : routes) {
            Optional<Map<String, String>> parts = route.match(segments);
            if (parts.isPresent()) {
                allowed.add(route.method());
                if (route.method().equals(method)
                        || (method.equals("HEAD") && route.method().equals("GET"))) {
                    return new Found(route, parts.get());
                }
            }
        }
        if (allowed.isEmpty()) {
            throw new HttpProblemException(404, "HTTP 404 Not Found");
        }
        String allow = allow(allowed);
        if (method.equals("OPTIONS")) {
            Answer answer = Answer.empty(200).with("Allow", allow);
            return new Found(Route.on("OPTIONS", "/", exchange -> CompletableFuture.completedFuture(answer)), Map.of());
        }
        throw HttpProblemException.methodNotAllowed(allow);
    }

    private static String allow(Set<String> routed) {
        TreeSet<String> methods = new TreeSet<>(routed);
        methods.add("OPTIONS");
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        return String.join(", ", methods);
    }
}
