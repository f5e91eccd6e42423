package io.millrace.registry.model.command;

import io.millrace.registry.model.Association;
import io.millrace.registry.model.Association.Lifecycle;
import io.millrace.registry.model.AssociationKey;
import io.millrace.registry.model.Decision;
import io.millrace.registry.model.RegistryErrorCode;
import io.millrace.registry.model.command.AssociationRequest.Ending;
import io.millrace.registry.model.command.AssociationRequest.Step;
import io.millrace.registry.model.command.AssociationRequest.Wish;
import io.millrace.registry.model.command.ChangeAssociations.Settled;
import io.millrace.registry.model.record.RegistryRecord;
import io.millrace.registry.model.state.RegistryState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What the associations of one topic become, step by step; what must hold among them is looked at after the last one.
 * Nothing is written, and no schema compared.
 */
final class AssociationPlan {
    private final RegistryState state;
    private final AssociationRules rules;
    private final AssociationRequest request;
    private final Supplier<String> guids;
    private final Map<String, Association> before;
    private final Map<String, Association> now;
    private final Map<String, Settled> settled = new LinkedHashMap<>();
    private final List<RegistryRecord> endings = new ArrayList<>();
    private final Set<String> endedSubjects = new TreeSet<>();

    private AssociationPlan(SchemaReader reader, AssociationRequest request, Supplier<String> guids) {
        this.state = reader.state();
        this.rules = new AssociationRules(reader, request);
        this.request = request;
        this.guids = guids;
        this.before = existing();
        this.now = new TreeMap<>(before);
    }

    /** The plan of a request, with a fresh guid for each association that it makes. */
    static Decision<AssociationPlan> of(SchemaReader reader, AssociationRequest request, Supplier<String> guids) {
        Decision<AssociationPlan> plan = new AssociationPlan(reader, request, guids).ofOneResource();
        for (Step step : request.steps()) {
            plan = plan.then(same -> step instanceof Wish wish ? same.settle(wish) : same.end((Ending) step));
        }
        return plan.then(AssociationPlan::uniform).then(AssociationPlan::free).then(AssociationPlan::apartFromWhatEnds);
    }

    /** What is stored does not have the id in its key, so a second id would overwrite what the first has. */
    private Decision<AssociationPlan> ofOneResource() {
        return named().stream()
                .map(Association::resourceId)
                .filter(id -> request.resourceId()
                        .filter(wanted -> !wanted.equals(id))
                        .isPresent())
                .findFirst()
                .<Decision<AssociationPlan>>map(id -> Decision.refuse(
                        RegistryErrorCode.RESOURCE_ASSOCIATED,
                        "Resource '" + request.resourceName() + "' in namespace '" + request.resourceNamespace()
                                + "' has associations under the resourceId '" + id + "'; use that one, or delete"
                                + " them first"))
                .orElseGet(() -> Decision.accept(this));
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

    private Decision<AssociationPlan> settle(Wish wish) {
        String type = wish.associationType();
        if (settled.containsKey(type)) {
            return AssociationRules.invalid(
                    "associationType", "may only appear once per request, but '" + type + "' appears more than once");
        }
        return rules.settle(wish, Optional.ofNullable(now.get(type))).map(one -> {
            settled.put(type, one);
            if (!one.unchanged()) {
                now.put(
                        type,
                        one.existing()
                                .map(same -> same.with(one.lifecycle(), one.frozen()))
                                .orElseGet(() -> made(one)));
            }
            return this;
        });
    }

    private Association made(Settled one) {
        AssociationKey key = new AssociationKey(
                request.resourceName(),
                request.resourceNamespace(),
                AssociationKey.TOPIC,
                one.wish().associationType(),
                one.subject());
        return new Association(key, guids.get(), request.resourceId().orElse(""), one.lifecycle(), one.frozen(), 0, 0);
    }

    /** What is not there has gone already: the same request may be sent again after a failure. */
    private Decision<AssociationPlan> end(Ending ending) {
        Association gone = now.get(ending.associationType());
        if (gone == null) {
            return Decision.accept(this);
        }
        return AssociationRules.ending(state, gone, ending.cascade()).map(records -> {
            endings.addAll(records);
            if (!records.isEmpty()) {
                endedSubjects.add(gone.key().subject());
            }
            now.remove(ending.associationType());
            settled.remove(ending.associationType());
            return this;
        });
    }

    /** A topic owns all of its subjects, or none. */
    private Decision<AssociationPlan> uniform() {
        Map<String, Lifecycle> lifecycles = new TreeMap<>();
        now.forEach((type, association) -> lifecycles.put(type, association.lifecycle()));
        return lifecycles.values().stream().distinct().count() > 1
                ? AssociationRules.invalid(
                        "lifecycle",
                        "all associations of a resource must have the same one, but would have " + lifecycles)
                : Decision.accept(this);
    }

    private Decision<AssociationPlan> free() {
        Decision<AssociationPlan> plan = Decision.accept(this);
        for (Settled one : settled.values()) {
            plan = plan.then(same -> rules.free(one, others(one)).map(free -> same));
        }
        return plan;
    }

    private List<Association> others(Settled one) {
        return Stream.concat(
                        state.associations().ofSubject(one.subject()).stream().filter(each -> before.values().stream()
                                .noneMatch(own -> own.key().equals(each.key()))),
                        now.values().stream()
                                .filter(own -> own.key().subject().equals(one.subject()))
                                .filter(own -> !own.key()
                                        .associationType()
                                        .equals(one.wish().associationType())))
                .toList();
    }

    /** What is registered for a wish would be deleted again, or the other way round. */
    private Decision<AssociationPlan> apartFromWhatEnds() {
        return now.values().stream()
                .map(each -> each.key().subject())
                .filter(endedSubjects::contains)
                .findFirst()
                .<Decision<AssociationPlan>>map(subject -> AssociationRules.invalid(
                        "cascadeLifecycle",
                        "would delete subject '" + subject
                                + "', with which the same request makes an association; send two requests"))
                .orElseGet(() -> Decision.accept(this));
    }

    /** What the wishes come to that no later step took back, in their order. */
    List<Settled> settled() {
        return List.copyOf(settled.values());
    }

    /** The associations to be written. */
    List<Association> changed() {
        return settled.values().stream()
                .filter(one -> !one.unchanged())
                .map(one -> now.get(one.wish().associationType()))
                .toList();
    }

    /** What goes is written first: where the write breaks off, no topic has two associations of a type. */
    List<RegistryRecord> records() {
        List<RegistryRecord> records = new ArrayList<>(endings);
        Set<AssociationKey> kept = new TreeSet<>();
        now.values().forEach(each -> kept.add(each.key()));
        before.values().stream()
                .map(Association::key)
                .filter(key -> !kept.contains(key))
                .forEach(key -> records.add(new RegistryRecord.AssociationErased(key)));
        changed().forEach(each -> records.add(new RegistryRecord.AssociationWritten(each)));
        return records;
    }
}
