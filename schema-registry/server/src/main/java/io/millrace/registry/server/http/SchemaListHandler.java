package io.millrace.registry.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.registry.model.Association;
import io.millrace.registry.model.SchemaVersion;
import io.millrace.registry.model.SubjectPrefix;
import io.millrace.registry.model.Visibility;
import io.millrace.registry.model.command.Scopes;
import io.millrace.registry.model.contract.RuleSet;
import io.millrace.registry.model.state.RegistryState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code GET /schemas}: many schemas in one answer. */
final class SchemaListHandler {
    private static final int MAX_LISTED = 1000;
    private static final String UNASSOCIATED = "NONE";

    private final Registry registry;

    SchemaListHandler(Registry registry) {
        this.registry = registry;
    }

    List<Route> routes() {
        return List.of(Route.on("GET", "/schemas", this::list));
    }

    private Answer list(Exchange exchange) {
        List<SchemaVersion> all = registry.read(state -> find(state, exchange));
        SchemaView view = SchemaView.of(registry, exchange);
        ArrayNode body = Answer.array();
        for (SchemaVersion version : exchange.page(all, MAX_LISTED)) {
            ObjectNode node = view.version(version);
            if (exchange.flag("aliases")) {
                ArrayNode aliases = node.putArray("aliases");
                registry.read(state -> Scopes.aliases(state, version.subject())).forEach(aliases::add);
            }
            if (asksForAssociations(exchange)) {
                node.set(
                        "associations",
                        AssociationView.list(registry.read(state -> associations(state, exchange, version.subject()))));
            }
            body.add(node);
        }
        return Answer.ok(body);
    }

    private static boolean asksForAssociations(Exchange exchange) {
        return Stream.of("resourceType", "associationType", "lifecycle")
                .anyMatch(each -> !exchange.text(each, "").isEmpty());
    }

    private static List<Association> associations(RegistryState state, Exchange exchange, String subject) {
        List<String> lifecycles = exchange.query().getAll("lifecycle");
        return AssociationView.wanted(
                        AssociationRights.of(exchange)
                                .shown(state.associations().ofSubject(subject)),
                        exchange.text("resourceType", ""),
                        exchange.query().getAll("associationType"),
                        Optional.empty())
                .stream()
                .filter(each -> lifecycles.isEmpty()
                        || lifecycles.contains(each.lifecycle().name()))
                .toList();
    }

    /** Whether a subject has associations as the query wants them; {@code lifecycle=NONE} wants those without any. */
    private static boolean isAssociatedAsWanted(RegistryState state, Exchange exchange, String subject) {
        if (!asksForAssociations(exchange)
                || !associations(state, exchange, subject).isEmpty()) {
            return true;
        }
        return exchange.query().getAll("lifecycle").contains(UNASSOCIATED)
                && AssociationRights.of(exchange)
                        .shown(state.associations().ofSubject(subject))
                        .isEmpty();
    }

    private static List<SchemaVersion> find(RegistryState state, Exchange exchange) {
        SubjectPrefix prefix = SubjectPrefix.parseIn(exchange.context(), exchange.text("subjectPrefix", ""));
        Visibility visibility = exchange.liveOrWithDeleted();
        String ruleType = exchange.text("ruleType", "");
        List<SchemaVersion> found = new ArrayList<>();
        for (String subject : state.subjects(prefix, visibility)) {
            if (!exchange.judge().mayRead(subject) || !isAssociatedAsWanted(state, exchange, subject)) {
                continue;
            }
            List<SchemaVersion> versions = state.versions(subject, visibility);
            int first = exchange.flag("latestOnly") ? versions.size() - 1 : 0;
            versions.subList(first, versions.size()).stream()
                    .filter(version -> ruleType.isEmpty() || hasRule(version, ruleType))
                    .forEach(found::add);
        }
        return found;
    }

    private static boolean hasRule(SchemaVersion version, String type) {
        return version.content()
                .ruleSet()
                .filter(rules -> RuleSet.hasType(rules, type))
                .isPresent();
    }
}
