package io.millrace.registry.model.command;

import io.millrace.registry.model.Association;
import io.millrace.registry.model.Association.Lifecycle;
import io.millrace.registry.model.AssociationKey;
import io.millrace.registry.model.Decision;
import io.millrace.registry.model.RegistryErrorCode;
import io.millrace.registry.model.record.RegistryRecord;
import io.millrace.registry.model.state.RegistryState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Makes and changes the associations of a topic: all that a request names, or none. */
public final class ChangeAssociations {
    private final RegistryState state;
    private final AssociationRules rules;
    private final AssociationRequest request;

    /** Decides by a reader's state; {@code create} refuses to change what there is. */
    public ChangeAssociations(SchemaReader reader, AssociationRequest request, boolean create) {
        this.state = reader.state();
        this.rules = new AssociationRules(reader, request, create);
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

    /** Whether all wishes may come true, and how; nothing is written, and no schema compared. */
    public Decision<List<Settled>> plan() {
        Map<String, Association> existing = existing();
        Decision<List<Settled>> settled = ofOneResource();
        for (AssociationRequest.Wish wish : request.wishes()) {
            settled = settled.then(
                    before -> settle(before, wish, Optional.ofNullable(existing.get(wish.associationType()))));
        }
        settled = settled.then(all -> uniform(existing, all));
        for (int i = 0; i < request.wishes().size(); i++) {
            int index = i;
            settled = settled.then(all -> rules.free(all.get(index)).map(free -> all));
        }
        return settled;
    }

    private Decision<List<Settled>> settle(
            List<Settled> before, AssociationRequest.Wish wish, Optional<Association> existing) {
        String type = wish.associationType();
        if (before.stream().anyMatch(each -> each.wish().associationType().equals(type))) {
            return AssociationRules.invalid(
                    "associationType", "may only appear once per request, but '" + type + "' appears more than once");
        }
        return rules.settle(wish, existing)
                .map(one -> Stream.concat(before.stream(), Stream.of(one)).toList());
    }

    /** What is stored does not have the id in its key, so a second id would overwrite what the first has. */
    private Decision<List<Settled>> ofOneResource() {
        return named().stream()
                .map(Association::resourceId)
                .filter(id -> request.resourceId()
                        .filter(wanted -> !wanted.equals(id))
                        .isPresent())
                .findFirst()
                .<Decision<List<Settled>>>map(id -> Decision.refuse(
                        RegistryErrorCode.RESOURCE_ASSOCIATED,
                        "Resource '" + request.resourceName() + "' in namespace '" + request.resourceNamespace()
                                + "' has associations under the resourceId '" + id + "'; use that one, or delete"
                                + " them first"))
                .orElseGet(() -> Decision.accept(List.of()));
    }

    /** Those of the very name and namespace, either of which may read like the wildcard of a search. */
    private List<Association> named() {
        return state.associations().named(request.resourceName(), request.resourceNamespace()).stream()
                .filter(each -> each.key().resourceName().equals(request.resourceName())
                        && each.key().resourceNamespace().equals(request.resourceNamespace())
                        && each.key().resourceType().equals(AssociationKey.TOPIC))
                .toList();
    }

    private Map<String, Association> existing() {
        List<Association> found =
                request.resourceId().map(state.associations()::ofResource).orElseGet(this::named);
        Map<String, Association> byType = new TreeMap<>();
        found.stream()
                .filter(each -> each.key().resourceType().equals(AssociationKey.TOPIC))
                .forEach(each -> byType.put(each.key().associationType(), each));
        return byType;
    }

    /** A topic owns all of its subjects, or none. */
    private static Decision<List<Settled>> uniform(Map<String, Association> existing, List<Settled> settled) {
        Map<String, Lifecycle> lifecycles = new TreeMap<>();
        existing.forEach((type, association) -> lifecycles.put(type, association.lifecycle()));
        settled.forEach(each -> lifecycles.put(each.wish().associationType(), each.lifecycle()));
        return lifecycles.values().stream().distinct().count() > 1
                ? AssociationRules.invalid(
                        "lifecycle",
                        "all associations of a resource must have the same one, but would have " + lifecycles)
                : Decision.accept(settled);
    }

    /**
     * Writes the associations; the schemas must have been registered. Answers those that changed.
     *
     * @param guids a fresh one for each association that is made
     */
    public Decision<Proposal<List<Association>>> decide(Supplier<String> guids) {
        return plan().map(settled -> {
            List<Association> changed = new ArrayList<>();
            for (Settled each : settled) {
                if (!each.unchanged()) {
                    changed.add(each.existing()
                            .map(before -> before.with(each.lifecycle(), each.frozen()))
                            .orElseGet(() -> made(each, guids.get())));
                }
            }
            List<RegistryRecord> records = new ArrayList<>();
            changed.forEach(each -> records.add(new RegistryRecord.AssociationWritten(each)));
            return new Proposal<>(records, changed);
        });
    }

    private Association made(Settled settled, String guid) {
        AssociationKey key = new AssociationKey(
                request.resourceName(),
                request.resourceNamespace(),
                AssociationKey.TOPIC,
                settled.wish().associationType(),
                settled.subject());
        return new Association(
                key, guid, request.resourceId().orElseThrow(), settled.lifecycle(), settled.frozen(), 0, 0);
    }

    /**
     * Deletes associations; with {@code cascade} frozen ones too, and the subjects that the topic owned go for good in the
     * same write. Each goes after its subject, so a write that broke off is found again. Answers the associations.
     */
    public static Decision<Proposal<List<Association>>> delete(
            RegistryState state, List<Association> associations, boolean cascade) {
        Decision<List<RegistryRecord>> ending = Decision.accept(List.of());
        for (Association each : associations) {
            ending = ending.then(before -> Scopes.writable(state, each.key().subject())
                    .then(subject -> end(state, each, cascade))
                    .map(records ->
                            Stream.concat(before.stream(), records.stream()).toList()));
        }
        return ending.map(records -> new Proposal<>(records, associations));
    }

    private static Decision<List<RegistryRecord>> end(RegistryState state, Association association, boolean cascade) {
        if (association.frozen() && !cascade) {
            return AssociationRules.frozen(association);
        }
        String subject = association.key().subject();
        Decision<List<RegistryRecord>> ending = cascade && AssociationRules.endsWithResource(state, association)
                ? new DeleteVersions(state, subject).ending()
                : Decision.accept(List.of());
        RegistryRecord erased = new RegistryRecord.AssociationErased(association.key());
        return ending.map(
                records -> Stream.concat(records.stream(), Stream.of(erased)).toList());
    }
}
