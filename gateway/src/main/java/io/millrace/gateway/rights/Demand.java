package io.millrace.gateway.rights;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;

/**
 * What a route asks of its caller before its handler runs.
 *
 * @param isOpen whether the route is there at all where callers are judged
 * @param parts all of them are needed
 */
record Demand(boolean isOpen, List<Part> parts) {
    /** Whoever is let in may ask; what he sees is sorted by the handler where there is something to sort. */
    static final Demand NOTHING = new Demand(true, List.of());

    /** Nobody can be judged here yet, so nobody may. */
    static final Demand CLOSED = new Demand(false, List.of());

    /** One right to the resource that a part of the path names, or to the cluster, for which the part is null. */
    record Part(AclOperation operation, ResourceType type, String pathPart) {}

    /** Rights to the topic of the path. */
    static Demand topic(AclOperation... operations) {
        return NOTHING.and(ResourceType.TOPIC, "topic", operations);
    }

    /** Rights to the group of the path. */
    static Demand group(AclOperation... operations) {
        return NOTHING.and(ResourceType.GROUP, "group", operations);
    }

    private Demand and(ResourceType type, String pathPart, AclOperation... operations) {
        List<Part> all = new ArrayList<>(parts);
        for (AclOperation operation : operations) {
            all.add(new Part(operation, type, pathPart));
        }
        return new Demand(isOpen, List.copyOf(all));
    }

    /** Rights to the cluster. */
    static Demand cluster(AclOperation... operations) {
        return NOTHING.and(ResourceType.CLUSTER, null, operations);
    }

    /** Both. */
    Demand and(Demand other) {
        List<Part> all = new ArrayList<>(parts);
        all.addAll(other.parts());
        return new Demand(isOpen && other.isOpen(), List.copyOf(all));
    }
}
