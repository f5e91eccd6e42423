package io.millrace.registry.model.command;

import io.millrace.registry.model.Association.Lifecycle;
import java.util.List;
import java.util.Optional;

/**
 * What a client wants the associations of one topic to be.
 *
 * @param resourceId may be left out only where nothing is written
 */
public record AssociationRequest(
        String resourceName, String resourceNamespace, Optional<String> resourceId, List<Wish> wishes) {
    public AssociationRequest {
        wishes = List.copyOf(wishes);
    }

    /**
     * What is wanted of one association; what is left out is decided by what there is.
     *
     * @param subject its qualified name
     * @param schema what to register under the subject
     */
    public record Wish(
            String associationType,
            Optional<String> subject,
            Optional<Lifecycle> lifecycle,
            Optional<Boolean> frozen,
            Optional<SchemaCandidate> schema) {}

    /** The subject that belongs to the topic by its name. */
    public String ownSubject(Wish wish) {
        return ":." + resourceNamespace + ":" + resourceName + "-" + wish.associationType();
    }
}
