package io.millrace.registry.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.registry.model.Association;
import io.millrace.registry.model.Association.Lifecycle;
import io.millrace.registry.model.AssociationKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Associations in answers, and which of them a query asks for. */
final class AssociationView {
    private AssociationView() {}

    /** Those that the query asks for by {@code resourceType}, {@code associationType} and {@code lifecycle}. */
    static List<Association> wanted(Exchange exchange, List<Association> all) {
        String type = exchange.text("resourceType", "");
        Optional<Lifecycle> lifecycle = Optional.of(exchange.text("lifecycle", ""))
                .filter(name -> !name.isEmpty())
                .map(AssociationBody::lifecycle);
        return wanted(all, type, exchange.query().getAll("associationType"), lifecycle);
    }

    static List<Association> wanted(
            List<Association> all, String resourceType, List<String> associationTypes, Optional<Lifecycle> lifecycle) {
        String type = resourceType.isEmpty() ? AssociationKey.TOPIC : resourceType;
        return all.stream()
                .filter(each -> each.key().resourceType().equals(type))
                .filter(each -> associationTypes.isEmpty()
                        || associationTypes.contains(each.key().associationType()))
                .filter(each -> lifecycle.isEmpty() || lifecycle.get() == each.lifecycle())
                .toList();
    }

    /** An association by itself. */
    static ObjectNode single(Association association) {
        AssociationKey key = association.key();
        ObjectNode node = Answer.object()
                .put("subject", key.subject())
                .put("guid", association.guid())
                .put("resourceName", key.resourceName())
                .put("resourceNamespace", key.resourceNamespace())
                .put("resourceId", association.resourceId())
                .put("resourceType", key.resourceType())
                .put("associationType", key.associationType())
                .put("lifecycle", association.lifecycle().name());
        // Only where it is not what the lifecycle says anyway.
        if (association.frozen() != (association.lifecycle() == Lifecycle.STRONG)) {
            node.put("frozen", association.frozen());
        }
        if (association.updatedAtMs() != 0) {
            node.put("createTs", association.createdAtMs()).put("updateTs", association.updatedAtMs());
        }
        return node;
    }

    static ArrayNode list(List<Association> associations) {
        ArrayNode array = Answer.array();
        associations.forEach(each -> array.add(single(each)));
        return array;
    }

    /** The associations of one resource, with schemas by the type of the association. */
    static ObjectNode ofResource(ObjectNode resource, List<Association> associations, Map<String, ObjectNode> schemas) {
        ArrayNode array = resource.putArray("associations");
        for (Association each : associations) {
            ObjectNode node = array.addObject()
                    .put("subject", each.key().subject())
                    .put("associationType", each.key().associationType())
                    .put("lifecycle", each.lifecycle().name())
                    .put("frozen", each.frozen());
            ObjectNode schema = schemas.get(each.key().associationType());
            if (schema != null) {
                node.set("schema", schema);
            }
        }
        return resource;
    }

    /** The head of what {@link #ofResource} shows. */
    static ObjectNode resource(String name, String namespace, String id) {
        return Answer.object()
                .put("resourceName", name)
                .put("resourceNamespace", namespace)
                .put("resourceId", id)
                .put("resourceType", AssociationKey.TOPIC);
    }
}
