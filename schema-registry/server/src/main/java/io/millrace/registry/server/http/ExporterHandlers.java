package io.millrace.registry.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.registry.model.Decision;
import io.millrace.registry.model.exporter.Exporter;
import io.millrace.registry.model.exporter.ExporterStatus;
import io.millrace.registry.server.exporter.ExporterSecrets;
import io.millrace.registry.server.storage.ExporterStore;
import java.util.List;
import java.util.UUID;

/**
 * {@code /exporters}: what copies schemas to other registries. They are in no context, so that of a path says nothing. A
 * body or an answer never shows a secret of a config.
 */
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

    private final Registry registry;

    ExporterHandlers(Registry registry) {
        this.registry = registry;
    }

    List<Route> routes() {
        return List.of(
                Route.on("GET", EXPORTERS, this::list),
                Route.changing(Change.CREATE_EXPORTER, "POST", EXPORTERS, this::create),
                Route.on("GET", EXPORTER, this::get),
                Route.changing(Change.CHANGE_EXPORTER, "PUT", EXPORTER, this::change),
                Route.changing(Change.DELETE_EXPORTER, "DELETE", EXPORTER, this::delete),
                Route.on("GET", EXPORTER + "/status", this::status),
                Route.on("GET", EXPORTER + "/config", this::config),
                Route.changing(Change.CHANGE_EXPORTER, "PUT", EXPORTER + "/config", this::changeConfig),
                Route.changing(
                        Change.PAUSE_EXPORTER,
                        "PUT",
                        EXPORTER + "/pause",
                        exchange -> done(exporters().pause(name(exchange)))),
                Route.changing(
                        Change.RESUME_EXPORTER,
                        "PUT",
                        EXPORTER + "/resume",
                        exchange -> done(exporters().resume(name(exchange)))),
                Route.changing(
                        Change.RESET_EXPORTER,
                        "PUT",
                        EXPORTER + "/reset",
                        exchange -> done(exporters().reset(name(exchange)))));
    }

    private ExporterStore exporters() {
        registry.requireTime();
        return registry.store().exporters();
    }

    private static String name(Exchange exchange) {
        return exchange.part("exporter");
    }

    private Exporter found(Exchange exchange) {
        return HttpProblemException.orEnd(exporters().find(name(exchange)));
    }

    private Answer list(Exchange exchange) {
        return Answer.names(exchange.page(exporters().names()));
    }

    private Answer create(Exchange exchange) {
        Exporter wanted =
                ExporterBody.created(exchange.json(), UUID.randomUUID().toString());
        return done(exporters().create(wanted));
    }

    private Answer get(Exchange exchange) {
        Exporter exporter = found(exchange);
        ObjectNode body = Answer.object().put("name", exporter.name());
        exporter.subjects().forEach(body.putArray("subjects")::add);
        body.put("contextType", exporter.contextType().name())
                .put("context", exporter.context())
                .put("subjectRenameFormat", exporter.subjectRenameFormat());
        return Answer.ok(body.set("config", shownConfig(exporter)));
    }

    private Answer config(Exchange exchange) {
        return Answer.ok(shownConfig(found(exchange)));
    }

    private static ObjectNode shownConfig(Exporter exporter) {
        ObjectNode config = Answer.object();
        ExporterSecrets.shown(exporter.config()).forEach(config::put);
        return config;
    }

    private Answer status(Exchange exchange) {
        Exporter exporter = found(exchange);
        ExporterStatus status = exporters().status(exporter);
        return Answer.ok(Answer.object()
                .put("name", exporter.name())
                .put("state", status.state().name())
                .put("offset", status.offset())
                .put("ts", status.tsMs())
                .put("trace", status.trace()));
    }

    private Answer change(Exchange exchange) {
        JsonNode body = exchange.json();
        // What is wrong with the body is wrong for any exporter, or is found out while its own is changed.
        return done(exporters()
                .change(name(exchange), before -> ExporterBody.changed(body, before), ExporterHandlers::anew));
    }

    private Answer changeConfig(Exchange exchange) {
        JsonNode body = exchange.json();
        return done(exporters()
                .change(name(exchange), before -> ExporterBody.reconfigured(body, before), ExporterHandlers::anew));
    }

    /** What was copied so far says nothing of another destination, or of other subjects. */
    private static boolean anew(Exporter before, Exporter wanted) {
        return !before.copiesAs(wanted) || ExporterSecrets.leadsElsewhere(before.config(), wanted.config());
    }

    private Answer delete(Exchange exchange) {
        HttpProblemException.orEnd(exporters().delete(name(exchange)));
        return Answer.empty();
    }

    private static Answer done(Decision<Exporter> changed) {
        return Answer.ok(
                Answer.object().put("name", HttpProblemException.orEnd(changed).name()));
    }
}
