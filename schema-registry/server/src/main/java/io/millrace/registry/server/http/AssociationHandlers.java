package io.millrace.registry.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.registry.model.Association;
import io.millrace.registry.model.Decision;
import io.millrace.registry.model.RegistryErrorCode;
import io.millrace.registry.model.SchemaVersion;
import io.millrace.registry.model.command.AssociationRequest;
import io.millrace.registry.model.command.ChangeAssociations;
import io.millrace.registry.model.command.ChangeAssociations.Settled;
import io.millrace.registry.model.command.Proposal;
import io.millrace.registry.model.command.RegisterSchema;
import io.millrace.registry.model.command.SchemaReader;
import io.millrace.registry.model.state.RegistryState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** {@code /associations}: which subjects belong to which topics. */
final class AssociationHandlers {
    private static final int MAX_LISTED = 1000;

    private final Registry registry;

    AssociationHandlers(Registry registry) {
        this.registry = registry;
    }

    List<Route> routes() {
        return List.of(
                Route.on("GET", "/associations/subjects/{subject}", this::ofSubject),
                Route.on("GET", "/associations/resources/{id}", this::ofResource),
                Route.on("GET", "/associations/resources/{namespace}/{name}", this::named),
                Route.changing(Change.CHANGE_ASSOCIATIONS, "POST", "/associations", exchange -> change(exchange, Optional.empty())),
                Route.changing(Change.CHANGE_ASSOCIATIONS, "PUT",
                        "/associations/resources/{id}",
                        exchange -> change(exchange, Optional.of(exchange.part("id")))),
                Route.changing(Change.DELETE_ASSOCIATIONS, "DELETE", "/associations/resources/{id}", this::delete),
                Route.on("POST", "/associations:batchMutate", AssociationHandlers::noBatch));
    }

    private Answer ofSubject(Exchange exchange) {
        String subject = registry.subject(exchange);
        return listed(exchange, registry.read(state -> state.associations().ofSubject(subject)));
    }

    private Answer ofResource(Exchange exchange) {
        return listed(exchange, registry.read(state -> state.associations().ofResource(exchange.part("id"))));
    }

    private Answer named(Exchange exchange) {
        return listed(exchange, registry.read(state -> state.associations()
                .named(exchange.part("name"), exchange.part("namespace"))));
    }

    private static Answer listed(Exchange exchange, List<Association> found) {
        return Answer.ok(AssociationView.list(exchange.page(AssociationView.wanted(exchange, found), MAX_LISTED)));
    }

    /**
     * Registers the schemas first, one write each, and writes the associations in a last one. Whoever fails in between
     * leaves schemas that are found again when the request is sent once more.
     */
    private Answer change(Exchange exchange, Optional<String> pathId) {
        boolean create = pathId.isEmpty();
        boolean dryRun = exchange.flag("dryRun");
        AssociationRequest request = AssociationBody.request(exchange, pathId, dryRun);
        ObjectNode resource = AssociationView.resource(
                request.resourceName(),
                request.resourceNamespace(),
                request.resourceId().orElse(null));
        if (dryRun) {
            registry.ask((state, reader) -> checked(reader, request, create));
            return Answer.ok(AssociationView.ofResource(resource, List.of(), Map.of()));
        }
        // Writes nothing, but is decided by the leader, which knows what a client has just registered.
        List<Settled> settled = registry.write(
                (state, reader) -> checked(reader, request, create).map(Proposal::unchanged));
        SeveralWrites writes = new SeveralWrites();
        Map<String, ObjectNode> schemas = new TreeMap<>();
        for (Settled each : settled) {
            if (each.wish().schema().isPresent()) {
                SchemaVersion registered =
                        writes.next(() -> registry.write((state, reader) -> registering(reader, each)));
                schemas.put(
                        each.wish().associationType(),
                        SchemaView.of(registry, exchange).version(registered));
            }
        }
        List<Association> changed =
                writes.next(() -> registry.write((state, reader) -> new ChangeAssociations(reader, request, create)
                        .decide(() -> UUID.randomUUID().toString())));
        return Answer.ok(AssociationView.ofResource(resource, changed, schemas));
    }

    /** The plan, if all of its schemas may be registered as well. */
    private Decision<List<Settled>> checked(SchemaReader reader, AssociationRequest request, boolean create) {
        return new ChangeAssociations(reader, request, create).plan().then(settled -> {
            for (Settled each : settled) {
                if (each.wish().schema().isPresent()) {
                    Decision<Proposal<SchemaVersion>> registered = registering(reader, each);
                    if (!registered.isAccepted()) {
                        return registered.map(proposal -> List.of());
                    }
                }
            }
            return Decision.accept(settled);
        });
    }

    private Decision<Proposal<SchemaVersion>> registering(SchemaReader reader, Settled settled) {
        return new RegisterSchema(reader, registry.defaultLevel(), settled.subject())
                .decide(settled.wish().schema().orElseThrow());
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
        return found.isEmpty()
                ? Decision.refuse(RegistryErrorCode.ASSOCIATION_NOT_FOUND, "Association for '" + id + "' not found.")
                : ChangeAssociations.delete(state, found, cascade);
    }

    private static Answer noBatch(Exchange exchange) {
        throw new HttpProblemException(
                404,
                "This registry changes the associations of one resource in a request;"
                        + " use POST /associations and PUT or DELETE /associations/resources/{resourceId}");
    }
}
