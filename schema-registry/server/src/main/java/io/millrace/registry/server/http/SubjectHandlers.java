package io.millrace.registry.server.http;

import io.millrace.registry.model.Decision;
import io.millrace.registry.model.SchemaVersion;
import io.millrace.registry.model.SubjectName;
import io.millrace.registry.model.Visibility;
import io.millrace.registry.model.command.DeleteVersions;
import io.millrace.registry.model.command.LookUpSchema;
import io.millrace.registry.model.command.RegisterSchema;
import io.millrace.registry.model.command.SchemaCandidate;
import io.millrace.registry.model.command.VersionSelector;
import java.util.ArrayList;
import java.util.List;

/** {@code /subjects}: names, versions, registering, looking up, deleting. */
final class SubjectHandlers {
    private static final String ALL_CONTEXTS = ":*:";

    private final Registry registry;

    SubjectHandlers(Registry registry) {
        this.registry = registry;
    }

    List<Route> routes() {
        return List.of(
                Route.on("GET", "/subjects", this::list),
                Route.on("POST", "/subjects/{subject}", this::lookUp),
                Route.on("DELETE", "/subjects/{subject}", this::deleteSubject),
                Route.on("GET", "/subjects/{subject}/versions", this::versions),
                Route.on("POST", "/subjects/{subject}/versions", this::register),
                Route.on("GET", "/subjects/{subject}/versions/{version}", this::version),
                Route.on("GET", "/subjects/{subject}/versions/{version}/schema", this::text),
                Route.on("GET", "/subjects/{subject}/versions/{version}/referencedby", this::referencedBy),
                Route.on("DELETE", "/subjects/{subject}/versions/{version}", this::deleteVersion));
    }

    private Answer list(Exchange exchange) {
        String written = exchange.text("subjectPrefix", ALL_CONTEXTS);
        String prefix = written.startsWith(ALL_CONTEXTS)
                ? written.substring(ALL_CONTEXTS.length())
                : SubjectName.parseIn(exchange.context(), written).qualified();
        boolean everywhere =
                written.startsWith(ALL_CONTEXTS) && exchange.context().equals(SubjectName.DEFAULT_CONTEXT);
        String scope = everywhere
                ? prefix
                : SubjectName.parseIn(exchange.context(), prefix).qualified();
        return Answer.names(exchange.page(registry.read(state -> state.subjects(scope, exchange.visibility()))));
    }

    private Answer lookUp(Exchange exchange) {
        Visibility visibility = exchange.flag("deleted") ? Visibility.WITH_DELETED : Visibility.LIVE;
        SchemaCandidate candidate = SchemaBody.candidate(exchange);
        SchemaVersion found =
                registry.ask((state, reader) -> LookUpSchema.find(reader, exchange.subject(), candidate, visibility));
        return Answer.ok(SchemaBody.version(found));
    }

    private Answer register(Exchange exchange) {
        SchemaCandidate candidate = SchemaBody.candidate(exchange);
        SchemaVersion registered = registry.write((state, reader) ->
                new RegisterSchema(reader, registry.defaultLevel(), exchange.subject()).decide(candidate));
        return Answer.ok(SchemaBody.version(registered));
    }

    private Answer deleteSubject(Exchange exchange) {
        boolean permanent = exchange.flag("permanent");
        return Answer.numbers(
                registry.write(state -> new DeleteVersions(state, exchange.subject()).subject(permanent)));
    }

    private Answer versions(Exchange exchange) {
        List<SchemaVersion> visible = registry.ask(state -> {
            List<SchemaVersion> found = state.versions(exchange.subject(), exchange.visibility());
            return found.isEmpty()
                    ? new VersionSelector(0)
                            .find(state, exchange.subject(), exchange.visibility())
                            .map(List::of)
                    : Decision.accept(found);
        });
        boolean negative = exchange.flag("deletedAsNegative");
        List<Integer> numbers = new ArrayList<>();
        visible.forEach(each -> numbers.add(negative && each.deleted() ? -each.version() : each.version()));
        return Answer.numbers(exchange.page(numbers));
    }

    private Answer version(Exchange exchange) {
        return Answer.ok(SchemaBody.version(find(exchange)));
    }

    private Answer text(Exchange exchange) {
        return Answer.text(find(exchange).content().text());
    }

    private Answer referencedBy(Exchange exchange) {
        SchemaVersion target = find(exchange);
        List<Integer> ids = registry.read(state -> state.referrers(target.key())).stream()
                .filter(user -> exchange.visibility().shows(user.deleted()))
                .map(SchemaVersion::id)
                .distinct()
                .sorted()
                .toList();
        return Answer.numbers(exchange.page(ids));
    }

    private Answer deleteVersion(Exchange exchange) {
        boolean permanent = exchange.flag("permanent");
        return Answer.number(registry.write(state -> VersionSelector.parse(exchange.part("version"))
                .then(selector -> new DeleteVersions(state, exchange.subject()).version(selector, permanent))));
    }

    private SchemaVersion find(Exchange exchange) {
        Visibility visibility = exchange.flag("deleted") ? Visibility.WITH_DELETED : Visibility.LIVE;
        return registry.ask(state -> VersionSelector.parse(exchange.part("version"))
                .then(selector -> selector.find(state, exchange.subject(), visibility)));
    }
}
