package io.millrace.registry.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.registry.model.Decision;
import io.millrace.registry.model.RegistryErrorCode;
import io.millrace.registry.model.SchemaContent;
import io.millrace.registry.model.SchemaVersion;
import io.millrace.registry.model.SubjectName;
import io.millrace.registry.model.Visibility;
import io.millrace.registry.model.state.RegistryState;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** {@code /schemas}: by id, by guid, and the list of all. */
final class SchemaHandlers {
    private static final int MAX_LISTED = 1000;

    /** What an id stands for, and the context in which it was found. */
    private record Found(String context, SchemaContent content) {}

    private final Registry registry;

    SchemaHandlers(Registry registry) {
        this.registry = registry;
    }

    List<Route> routes() {
        return List.of(
                Route.on("GET", "/schemas", this::list),
                Route.on(
                        "GET",
                        "/schemas/types",
                        exchange -> Answer.names(registry.kinds().types())),
                Route.on("GET", "/schemas/ids/{id}", this::byId),
                Route.on("GET", "/schemas/ids/{id}/schema", this::textById),
                Route.on("GET", "/schemas/ids/{id}/subjects", this::subjects),
                Route.on("GET", "/schemas/ids/{id}/versions", this::versions),
                Route.on("GET", "/schemas/guids/{guid}", this::byGuid),
                Route.on("GET", "/schemas/guids/{guid}/ids", this::idsOfGuid));
    }

    private Answer list(Exchange exchange) {
        String prefix = SubjectName.parseIn(exchange.context(), exchange.text("subjectPrefix", ""))
                .qualified();
        boolean latestOnly = exchange.flag("latestOnly");
        Visibility visibility = exchange.flag("deleted") ? Visibility.WITH_DELETED : Visibility.LIVE;
        List<SchemaVersion> all = registry.read(state -> {
            List<SchemaVersion> found = new ArrayList<>();
            for (String subject : state.subjects(prefix, visibility)) {
                List<SchemaVersion> versions = state.versions(subject, visibility);
                found.addAll(latestOnly ? versions.subList(versions.size() - 1, versions.size()) : versions);
            }
            return found;
        });
        return Answer.nodes(
                exchange.page(all, MAX_LISTED).stream().map(SchemaBody::version).toList());
    }

    private Answer byId(Exchange exchange) {
        Found found = find(exchange);
        ObjectNode body = SchemaBody.content(found.content());
        if (exchange.flag("fetchMaxId")) {
            int maxId = registry.read(state -> state.highestId(found.context()));
            body.put("maxId", maxId);
        }
        return Answer.ok(body);
    }

    private Answer textById(Exchange exchange) {
        return Answer.text(find(exchange).content().text());
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
        Found found = registry.ask(state -> state.contexts().stream()
                .flatMap(context -> contents(state, context, guid))
                .findFirst()
                .<Decision<Found>>map(Decision::accept)
                .orElseGet(() -> notFound(guid.toString())));
        return Answer.ok(SchemaBody.content(found.content()));
    }

    private Answer idsOfGuid(Exchange exchange) {
        UUID guid = guid(exchange);
        List<ObjectNode> ids = registry.read(state -> state.contexts().stream()
                .filter(context -> state.idOf(context, guid).isPresent())
                .map(context -> Answer.object()
                        .put("context", context)
                        .put("id", state.idOf(context, guid).getAsInt()))
                .toList());
        if (ids.isEmpty()) {
            HttpProblemException.orEnd(notFound(guid.toString()));
        }
        return Answer.nodes(ids);
    }

    private static Stream<Found> contents(RegistryState state, String context, UUID guid) {
        return state.idOf(context, guid).stream()
                .mapToObj(id -> new Found(context, state.content(context, id).orElseThrow()));
    }

    private List<SchemaVersion> users(Exchange exchange) {
        Found found = find(exchange);
        String subject = exchange.text("subject", "");
        return registry.read(state -> state.users(found.context(), id(exchange))).stream()
                .filter(user -> exchange.visibility().shows(user.deleted()))
                .filter(user -> subject.isEmpty() || user.subject().equals(SubjectName.qualify(subject)))
                .toList();
    }

    /** Looks in the context of the subject or the path first, then in all others. */
    private Found find(Exchange exchange) {
        int id = id(exchange);
        String subject = exchange.text("subject", "");
        String first = SubjectName.parseIn(exchange.context(), subject).context();
        return registry.ask(state -> Stream.concat(Stream.of(first), state.contexts().stream())
                .flatMap(context -> state.content(context, id).stream().map(content -> new Found(context, content)))
                .findFirst()
                .<Decision<Found>>map(Decision::accept)
                .orElseGet(() -> notFound(Integer.toString(id))));
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
