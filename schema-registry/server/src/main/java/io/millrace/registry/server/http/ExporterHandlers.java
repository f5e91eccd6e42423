package io.millrace.registry.server.http;

import java.util.ArrayList;
import java.util.List;

/** {@code /exporters}, which is not built: each path says so, and what to use instead. */
final class ExporterHandlers {
    static final String EXPORTERS = "/exporters";
    static final String EXPORTER = EXPORTERS + "/{exporter}";
    /** Each as a method and a path. */
    static final List<String> PATHS = List.of(
            "GET " + EXPORTERS,
            "POST " + EXPORTERS,
            "GET " + EXPORTER,
            "PUT " + EXPORTER,
            "DELETE " + EXPORTER,
            "GET " + EXPORTER + "/status",
            "GET " + EXPORTER + "/config",
            "PUT " + EXPORTER + "/config",
            "PUT " + EXPORTER + "/pause",
            "PUT " + EXPORTER + "/resume",
            "PUT " + EXPORTER + "/reset");

    private static final int NOT_IMPLEMENTED = 501;

    List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        for (String each : PATHS) {
            String[] parts = each.split(" ", 2);
            routes.add(Route.on(parts[0], parts[1], exchange -> refuse()));
        }
        return routes;
    }

    private static Answer refuse() {
        throw new HttpProblemException(
                NOT_IMPLEMENTED,
                "This registry exports nothing by itself: read GET /schemas:export, and register what it says in the"
                        + " other registry, in mode IMPORT");
    }
}
