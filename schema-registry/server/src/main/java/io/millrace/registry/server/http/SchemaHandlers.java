package io.millrace.registry.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.registry.model.Decision;
import io.millrace.registry.model.RegistryErrorCode;
import io.millrace.registry.model.SchemaVersion;
import io.millrace.registry.model.command.FindById;
import io.millrace.registry.model.command.FindById.Found;
import io.millrace.registry.model.command.Scopes;
import java.util.List;
import java.util.UUID;

/** {@code /schemas}: by id and by guid. */
final class SchemaHandlers {
    private final Registry registry;

    SchemaHandlers(Registry registry) {
        this.registry = registry;
    }

    List<Route> routes() {
        return List.of(
                Route.on(
                        "GET",
                        "/schemas/types",
                        exchange -> Answer.names(registry.kinds().types())),
                Route.on("GET", "/schemas/ids/{id}", this::byId).quickly(),
                Route.on("GET", "/schemas/ids/{id}/schema", this::textById).quickly(),
                Route.on("GET", "/schemas/ids/{id}/subjects", this::subjects),
                Route.on("GET", "/schemas/ids/{id}/versions", this::versions),
                Route.on("GET", "/schemas/guids/{guid}", this::byGuid).quickly(),
                Route.on("GET", "/schemas/guids/{guid}/ids", this::idsOfGuid));
    }

    private Answer byId(Exchange exchange) {
        Found found = find(exchange);
        ObjectNode body = body(exchange, found);
        if (exchange.flag("fetchMaxId")) {
            int maxId = registry.read(state -> state.highestId(found.context()));
            body.put("maxId", maxId);
        }
        return Answer.ok(body);
    }

    private ObjectNode body(Exchange exchange, Found found) {
        SchemaView view = SchemaView.of(registry, exchange);
        ObjectNode body = view.content(found.context(), found.content());
        found.user().filter(user -> exchange.judge().mayRead(user.subject())).ifPresent(user -> {
            body.put("subject", user.subject()).put("version", user.version());
            view.putTimestamp(body, user);
        });
        return body;
    }

    private Answer textById(Exchange exchange) {
        Found found = find(exchange);
        return Answer.text(SchemaView.of(registry, exchange).text(found.context(), found.content()));
    }

    private Answer subjects(Exchange exchange) {
        return Answer.names(exchange.page(
                users(exchange).stream().map(SchemaVersion::subject).distinct().toList()));
    }

    private Answer versions(Exchange exchange) {
        return Answer.nodes(exchange.page(users(exchange)).stream()
                .map(user -> Answer.object().put("subject", user.subject()).put("version", user.version()))
                .toList());
    }

    private Answer byGuid(Exchange exchange) {
        UUID guid = guid(exchange);
        Found found = registry.ask(state -> FindById.ofGuid(state, guid)
                .<Decision<Found>>map(Decision::accept)
                .orElseGet(() -> notFound(guid.toString())));
        int id = registry.read(state -> FindById.idsOfGuid(state, guid)).getOrDefault(found.context(), 0);
        requireReadable(exchange, found.context(), id);
        return Answer.ok(body(exchange, found));
    }

    private Answer idsOfGuid(Exchange exchange) {
        UUID guid = guid(exchange);
        ArrayNode ids = Answer.array();
        registry.read(state -> FindById.idsOfGuid(state, guid)).forEach((context, id) -> {
            if (isReadable(exchange, context, id)) {
                ids.addObject().put("context", context).put("id", id);
            }
        });
        if (ids.isEmpty()) {
            HttpProblemException.orEnd(notFound(guid.toString()));
        }
        return Answer.ok(ids);
    }

    private List<SchemaVersion> users(Exchange exchange) {
        Found found = find(exchange);
        String subject = subject(exchange);
        return registry.read(state -> state.users(found.context(), id(exchange))).stream()
                .filter(user -> exchange.visibility().shows(user.deleted()))
                .filter(user -> exchange.judge().mayRead(user.subject()))
                .filter(user -> exchange.text("subject", "").isEmpty() || FindById.isNamed(user, subject))
                .toList();
    }

    private Found find(Exchange exchange) {
        int id = id(exchange);
        String subject = subject(exchange);
        Found found = registry.ask(state -> FindById.of(state, id, subject)
                .<Decision<Found>>map(Decision::accept)
                .orElseGet(() -> notFound(Integer.toString(id))));
        requireReadable(exchange, found.context(), id);
        return found;
    }

    /**
     * A schema may be seen by whoever may read one of its subjects; one that no version uses any more, by whoever may see
     * the cluster.
     */
    private boolean isReadable(Exchange exchange, String context, int id) {
        List<SchemaVersion> users = registry.read(state -> state.users(context, id));
        return users.isEmpty()
                ? exchange.judge().mayDescribeCluster()
                : users.stream().anyMatch(user -> exchange.judge().mayRead(user.subject()));
    }

    private void requireReadable(Exchange exchange, String context, int id) {
        if (!isReadable(exchange, context, id)) {
            List<SchemaVersion> users = registry.read(state -> state.users(context, id));
            if (users.isEmpty()) {
                HttpProblemException.orEnd(notFound(Integer.toString(id)));
            }
            exchange.judge().requireRead(users.get(0).subject());
        }
    }

    /** The subject that the query names, or an empty one in the context of the path. */
    private String subject(Exchange exchange) {
        String written = exchange.inContext(exchange.text("subject", ""));
        return registry.read(state -> Scopes.target(state, written));
    }

    private static int id(Exchange exchange) {
        try {
            return Integer.parseInt(exchange.part("id"));
        } catch (NumberFormatException e) {
            throw new HttpProblemException(404, "HTTP 404 Not Found");
        }
    }

    private static UUID guid(Exchange exchange) {
        try {
            return UUID.fromString(exchange.part("guid"));
        } catch (IllegalArgumentException e) {
            return HttpProblemException.orEnd(notFound(exchange.part("guid")));
        }
    }

    private static <T> Decision<T> notFound(String id) {
        return Decision.refuse(RegistryErrorCode.SCHEMA_NOT_FOUND, "Schema " + id + " not found");
    }
}
