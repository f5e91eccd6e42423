package io.millrace.connect.rest.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

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
                Route.split(rawPath).stream().map(Router::decode).toList();
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
        if (method.equals("OPTIONS")) {
            return new Found(Route.on("OPTIONS", "/", exchange -> options(allowed)), Map.of());
        }
        throw new HttpProblemException(405, "HTTP 405 Method Not Allowed");
    }

    private static CompletionStage<Answer> options(Set<String> allowed) {
        TreeSet<String> methods = new TreeSet<>(allowed);
        methods.add("OPTIONS");
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        return CompletableFuture.completedFuture(Answer.empty(200).with("Allow", String.join(", ", methods)));
    }

    private static String decode(String segment) {
        try {
            // In a path, unlike in a query, a plus sign is a plus sign.
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new HttpProblemException(400, "The path is not percent-encoded correctly");
        }
    }
}
