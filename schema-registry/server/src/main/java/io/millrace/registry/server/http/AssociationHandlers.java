package io.millrace.registry.server.http;

import io.millrace.registry.model.Association;
import io.millrace.registry.model.Decision;
import io.millrace.registry.model.RegistryErrorCode;
import io.millrace.registry.model.command.AssociationRequest;
import io.millrace.registry.model.command.ChangeAssociations;
import io.millrace.registry.model.command.Proposal;
import io.millrace.registry.model.state.RegistryState;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** {@code /associations}: which subjects belong to which topics. */
final class AssociationHandlers {
    private static final int MAX_LISTED = 1000;

    private final Registry registry;
    private final AssociationChanges changes;

    AssociationHandlers(Registry registry) {
        this.registry = registry;
        this.changes = new AssociationChanges(registry);
    }

    List<Route> routes() {
        return List.of(
                Route.on("GET", "/associations/subjects/{subject}", this::ofSubject),
                Route.on("GET", "/associations/resources/{id}", this::ofResource),
                Route.on("GET", "/associations/resources/{namespace}/{name}", this::named),
                Route.changing(
                        Change.CHANGE_ASSOCIATIONS,
                        "POST",
                        "/associations",
                        exchange -> change(exchange, Optional.empty())),
                Route.changing(
                        Change.CHANGE_ASSOCIATIONS,
                        "PUT",
                        "/associations/resources/{id}",
                        exchange -> change(exchange, Optional.of(exchange.part("id")))),
                Route.changing(Change.DELETE_ASSOCIATIONS, "DELETE", "/associations/resources/{id}", this::delete));
    }

    private Answer ofSubject(Exchange exchange) {
        String subject = registry.subject(exchange);
        return listed(exchange, shown(exchange, state -> state.associations().ofSubject(subject)));
    }

    private Answer ofResource(Exchange exchange) {
        return listed(exchange, shown(exchange, state -> state.associations().ofResource(exchange.part("id"))));
    }

    private Answer named(Exchange exchange) {
        AssociationRights rights = AssociationRights.of(exchange);
        return listed(
                exchange,
                registry.read(state -> rights.named(state, exchange.part("name"), exchange.part("namespace"))));
    }

    private List<Association> shown(Exchange exchange, Function<RegistryState, List<Association>> question) {
        return AssociationRights.of(exchange).shown(registry.read(question));
    }

    private static Answer listed(Exchange exchange, List<Association> found) {
        return Answer.ok(AssociationView.list(exchange.page(AssociationView.wanted(exchange, found), MAX_LISTED)));
    }

    private Answer change(Exchange exchange, Optional<String> pathId) {
        boolean dryRun = exchange.flag("dryRun");
        AssociationRequest request = AssociationBody.request(exchange, pathId, dryRun);
        return Answer.ok(
                dryRun ? changes.check(exchange, request) : changes.make(exchange, request, new SeveralWrites()));
    }

    /** All in one write: what broke off is found and finished when the request is sent once more. */
    private Answer delete(Exchange exchange) {
        boolean cascade = exchange.flag("cascadeLifecycle");
        if (exchange.flag("dryRun")) {
            registry.ask(state -> deleting(state, exchange, cascade));
            return Answer.empty();
        }
        registry.write(state -> deleting(state, exchange, cascade));
        return Answer.empty();
    }

    private static Decision<Proposal<List<Association>>> deleting(
            RegistryState state, Exchange exchange, boolean cascade) {
        String id = exchange.part("id");
        List<Association> found =
                AssociationView.wanted(exchange, state.associations().ofResource(id));
        AssociationRights rights = AssociationRights.of(exchange);
        if (!rights.maySeeSome(found)) {
            return Decision.refuse(RegistryErrorCode.ASSOCIATION_NOT_FOUND, "Association for '" + id + "' not found.");
        }
        rights.requireEndings(found, cascade);
        return ChangeAssociations.delete(state, found, cascade);
    }
}
