package io.millrace.registry.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.registry.model.Association;
import io.millrace.registry.model.Decision;
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
import java.util.TreeMap;
import java.util.UUID;

/** Does what a request wants of the associations of one topic. */
final class AssociationChanges {
    private final Registry registry;

    AssociationChanges(Registry registry) {
        this.registry = registry;
    }

    /** Whether it may be done; answers the topic, and no associations. */
    ObjectNode check(Exchange exchange, AssociationRequest request) {
        AssociationRights rights = AssociationRights.of(exchange);
        registry.ask((state, reader) -> checked(rights, state, reader, request));
        return AssociationView.ofResource(resource(request), List.of(), Map.of());
    }

    /**
     * Registers the schemas first, one write each, and writes the associations in a last one. Whoever fails in between
     * leaves schemas that are found again when the request is sent once more.
     */
    ObjectNode make(Exchange exchange, AssociationRequest request, SeveralWrites writes) {
        AssociationRights rights = AssociationRights.of(exchange);
        // Writes nothing, but is decided by the leader, which knows what a client has just registered.
        List<Settled> settled = registry.write(
                (state, reader) -> checked(rights, state, reader, request).map(Proposal::unchanged));
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
        List<Association> changed = writes.next(() -> registry.write((state, reader) -> {
            rights.require(state, request);
            return new ChangeAssociations(reader, request)
                    .decide(() -> UUID.randomUUID().toString());
        }));
        return AssociationView.ofResource(resource(request), changed, schemas);
    }

    private static ObjectNode resource(AssociationRequest request) {
        return AssociationView.resource(
                request.resourceName(),
                request.resourceNamespace(),
                request.resourceId().orElse(null));
    }

    /** The plan, if all of its schemas may be registered as well. */
    private Decision<List<Settled>> checked(
            AssociationRights rights, RegistryState state, SchemaReader reader, AssociationRequest request) {
        rights.require(state, request);
        return new ChangeAssociations(reader, request).plan().then(settled -> {
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
}
