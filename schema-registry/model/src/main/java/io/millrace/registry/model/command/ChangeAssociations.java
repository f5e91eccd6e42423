package io.millrace.registry.model.command;

import io.millrace.registry.model.Association;
import io.millrace.registry.model.Association.Lifecycle;
import io.millrace.registry.model.Decision;
import io.millrace.registry.model.record.RegistryRecord;
import io.millrace.registry.model.state.RegistryState;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Makes, changes and ends the associations of a topic: all that a request names, or none. */
public final class ChangeAssociations {
    private final SchemaReader reader;
    private final AssociationRequest request;

    /** Decides by a reader's state. */
    public ChangeAssociations(SchemaReader reader, AssociationRequest request) {
        this.reader = reader;
        this.request = request;
    }

    /** What is to become of one wish; the subject is there, and the schema is still to be registered. */
    public record Settled(
            AssociationRequest.Wish wish,
            String subject,
            Lifecycle lifecycle,
            boolean frozen,
            Optional<Association> existing,
            boolean unchanged) {}

    /** Whether all steps may be taken, and what the wishes come to; nothing is written, and no schema compared. */
    public Decision<List<Settled>> plan() {
        return AssociationPlan.of(reader, request, () -> "").map(AssociationPlan::settled);
    }

    /**
     * Takes the steps; the schemas must have been registered. Answers the associations that were made or changed.
     *
     * @param guids a fresh one for each association that is made
     */
    public Decision<Proposal<List<Association>>> decide(Supplier<String> guids) {
        return AssociationPlan.of(reader, request, guids).map(plan -> new Proposal<>(plan.records(), plan.changed()));
    }

    /**
     * Deletes associations; with {@code cascade} frozen ones too, and the subjects that the topic owned go for good in the
     * same write. Each goes after its subject, so a write that broke off is found again. Answers the associations.
     */
    public static Decision<Proposal<List<Association>>> delete(
            RegistryState state, List<Association> associations, boolean cascade) {
        Decision<List<RegistryRecord>> ending = Decision.accept(List.of());
        for (Association each : associations) {
            RegistryRecord erased = new RegistryRecord.AssociationErased(each.key());
            ending = ending.then(before -> AssociationRules.ending(state, each, cascade)
                    .map(records -> Stream.of(before.stream(), records.stream(), Stream.of(erased))
                            .flatMap(all -> all)
                            .toList()));
        }
        return ending.map(records -> new Proposal<>(records, associations));
    }
}
