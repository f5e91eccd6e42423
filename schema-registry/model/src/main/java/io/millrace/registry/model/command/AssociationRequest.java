package io.millrace.registry.model.command;

import io.millrace.registry.model.Association.Lifecycle;
import java.util.List;
import java.util.Optional;

/**
 * What a client wants to become of the associations of one topic, in the order of the steps: all of it, or nothing.
 *
 * @param resourceId may be left out only where nothing is written
 */
public record AssociationRequest(
        String resourceName, String resourceNamespace, Optional<String> resourceId, List<Step> steps) {
    public AssociationRequest {
        steps = List.copyOf(steps);
    }

    /** What is to become of the association of one type, {@code key} or {@code value}. */
    public sealed interface Step {
        /** The type. */
        String associationType();
    }

    /**
     * What is wanted of one association; what is left out is decided by what there is.
     *
     * @param create whether it is to be made, so that another one in its place is in the way; else it may be changed
     * @param subject its qualified name
     * @param schema what to register under the subject
     */
    public record Wish(
            boolean create,
            String associationType,
            Optional<String> subject,
            Optional<Lifecycle> lifecycle,
            Optional<Boolean> frozen,
            Optional<SchemaCandidate> schema)
            implements Step {}

    /**
     * That an association goes, if there is one.
     *
     * @param cascade also a frozen one, and with it the subject that the topic owns
     */
    public record Ending(String associationType, boolean cascade) implements Step {}

    /** The steps that make or change an association. */
    public List<Wish> wishes() {
        return steps.stream()
                .filter(Wish.class::isInstance)
                .map(Wish.class::cast)
                .toList();
    }

    /** The subject that belongs to the topic by its name. */
    public String ownSubject(Wish wish) {
        return ":." + resourceNamespace + ":" + resourceName + "-" + wish.associationType();
    }
}
