package io.millrace.registry.server.http;

import io.millrace.registry.model.Decision;
import io.millrace.registry.model.SchemaVersion;
import io.millrace.registry.model.SubjectName;
import io.millrace.registry.model.SubjectPrefix;
import io.millrace.registry.model.Visibility;
import io.millrace.registry.model.command.DeleteVersions;
import io.millrace.registry.model.command.LookUpSchema;
import io.millrace.registry.model.command.SchemaCandidate;
import io.millrace.registry.model.command.Scopes;
import io.millrace.registry.model.command.VersionSelector;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code /subjects}: names, versions, looking up, deleting. */
final class SubjectHandlers {
    private final Registry registry;

    SubjectHandlers(Registry registry) {
        this.registry = registry;
    }

    List<Route> routes() {
        return List.of(
                Route.on("GET", "/subjects", this::list),
                Route.on("POST", "/subjects/{subject}", this::lookUp).quickly(),
                Route.changing(Change.DELETE_SUBJECT, "DELETE", "/subjects/{subject}", this::deleteSubject),
                Route.on("GET", "/subjects/{subject}/metadata", this::withMetadata),
                Route.on("GET", "/subjects/{subject}/versions", this::versions),
                Route.on("GET", "/subjects/{subject}/versions/{version}", this::version)
                        .quickly(),
                Route.on("GET", "/subjects/{subject}/versions/{version}/schema", this::text)
                        .quickly(),
                Route.on("GET", "/subjects/{subject}/versions/{version}/referencedby", this::referencedBy),
                Route.changing(
                        Change.DELETE_VERSION,
                        "DELETE",
                        "/subjects/{subject}/versions/{version}",
                        this::deleteVersion));
    }

    private Answer list(Exchange exchange) {
        SubjectPrefix prefix = SubjectPrefix.parseIn(exchange.context(), exchange.text("subjectPrefix", ":*:"));
        return Answer.names(exchange.page(registry.read(state -> state.subjects(prefix, exchange.visibility())).stream()
                .filter(exchange.judge()::mayRead)
                .toList()));
    }

    private Answer lookUp(Exchange exchange) {
        String subject = registry.subject(exchange);
        SchemaCandidate candidate = SchemaBody.candidate(exchange);
        SchemaVersion found = registry.ask(
                (state, reader) -> LookUpSchema.find(reader, subject, candidate, exchange.liveOrWithDeleted()));
        exchange.judge().requireRead(found.subject());
        return Answer.ok(SchemaView.of(registry, exchange).version(found));
    }

    private Answer deleteSubject(Exchange exchange) {
        boolean permanent = exchange.flag("permanent");
        return Answer.numbers(registry.write(
                state -> new DeleteVersions(state, Registry.subject(state, exchange)).subject(permanent)));
    }

    private Answer withMetadata(Exchange exchange) {
        List<String> keys = exchange.query().getAll("key");
        List<String> values = exchange.query().getAll("value");
        if (keys.size() != values.size()) {
            throw new HttpProblemException(
                    400, "There are " + keys.size() + " keys and " + values.size() + " values; they must go in pairs");
        }
        Map<String, String> wanted = new LinkedHashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            wanted.put(keys.get(i), values.get(i));
        }
        String subject = registry.subject(exchange);
        SchemaVersion found =
                registry.ask(state -> VersionSelector.latestWith(state, subject, wanted, exchange.liveOrWithDeleted()));
        return Answer.ok(SchemaView.of(registry, exchange).version(found));
    }

    private Answer versions(Exchange exchange) {
        String subject = registry.subject(exchange);
        Visibility visibility = exchange.visibility();
        List<SchemaVersion> visible = registry.ask(state -> {
            List<SchemaVersion> found = state.versions(subject, visibility);
            return found.isEmpty()
                    ? new VersionSelector(0).find(state, subject, visibility).map(List::of)
                    : Decision.accept(found);
        });
        boolean negative = exchange.flag("deletedAsNegative");
        List<Integer> numbers = new ArrayList<>();
        visible.forEach(each -> numbers.add(negative && each.deleted() ? -each.version() : each.version()));
        return Answer.numbers(exchange.page(numbers));
    }

    private Answer version(Exchange exchange) {
        return Answer.ok(SchemaView.of(registry, exchange).version(find(exchange)));
    }

    private Answer text(Exchange exchange) {
        SchemaVersion found = find(exchange);
        return Answer.text(
                SchemaView.of(registry, exchange).text(SubjectName.contextOf(found.subject()), found.content()));
    }

    private Answer referencedBy(Exchange exchange) {
        SchemaVersion target = find(exchange);
        List<Integer> ids = registry.read(state -> state.referrers(target.key())).stream()
                .filter(user -> exchange.visibility().shows(user.deleted()))
                .filter(user -> exchange.judge().mayRead(user.subject()))
                .map(SchemaVersion::id)
                .distinct()
                .sorted()
                .toList();
        return Answer.numbers(exchange.page(ids));
    }

    private Answer deleteVersion(Exchange exchange) {
        boolean permanent = exchange.flag("permanent");
        return Answer.number(registry.write(state -> VersionSelector.parse(exchange.part("version"))
                .then(selector ->
                        new DeleteVersions(state, Registry.subject(state, exchange)).version(selector, permanent))));
    }

    private SchemaVersion find(Exchange exchange) {
        String subject = registry.subject(exchange);
        SchemaVersion found = registry.ask(state -> VersionSelector.parse(exchange.part("version"))
                .then(selector ->
                        selector.find(state, Scopes.everywhere(state, subject), exchange.liveOrWithDeleted())));
        // A name without a context is looked for in all of them.
        exchange.judge().requireRead(found.subject());
        return found;
    }
}
