package io.millrace.registry.server.exporter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.registry.model.RegistryErrorCode;
import io.millrace.registry.model.SchemaVersion;
import io.millrace.registry.model.SubjectConfig;
import io.millrace.registry.model.VersionKey;
import io.millrace.registry.model.exporter.ExportNaming;
import io.millrace.registry.model.exporter.ExportPlan;
import io.millrace.registry.model.record.ConfigJson;
import io.millrace.registry.model.record.SchemaJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Carries a plan out: registers what there is, with its ids and versions, then deletes what is deleted. Each step changes
 * nothing where it was done before. For one thread, which blocks.
 */
final class PlanRun {
    private final Destination destination;
    private final ExportNaming naming;
    private final ImportScopes scopes;

    PlanRun(Destination destination, ExportNaming naming) {
        this.destination = destination;
        this.naming = naming;
        this.scopes = new ImportScopes(destination, naming);
    }

    void carryOut(ExportPlan plan) {
        List<VersionKey> former = former(plan);
        if (!former.isEmpty()) {
            inAnyOrder(plan.deleted(), this::delete);
            former.addAll(plan.erased());
            inAnyOrder(former, this::erase);
        }
        plan.present().forEach(this::register);
        plan.configs().forEach(this::configure);
        inAnyOrder(plan.deleted(), this::delete);
        List<VersionKey> erased = new ArrayList<>(plan.erased());
        plan.cleared().forEach((subject, kept) -> erased.addAll(cleared(subject, kept)));
        inAnyOrder(erased, this::erase);
    }

    private VersionKey there(VersionKey key) {
        return new VersionKey(naming.subject(key.subject()), key.version());
    }

    private void register(SchemaVersion version) {
        VersionKey there = there(version.key());
        scopes.require(there.subject());
        OptionalInt known = version.deleted() ? idOf(there) : OptionalInt.empty();
        if (known.isPresent()) {
            requireId(known.getAsInt(), there, version.id());
            return; // To register it again would undelete it.
        }
        ObjectNode body = Destination.JSON.createObjectNode();
        SchemaJson.writeContentTo(body, naming.content(version.subject(), version.content()));
        body.put("schema", version.content().text())
                .put("version", there.version())
                .put("id", version.id());
        int id = destination
                .post(DestinationPaths.versions(there.subject()), body)
                .path("id")
                .asInt();
        requireId(id, there, version.id());
    }

    /** Versions that make way for others under the same numbers, and have not yet. */
    private List<VersionKey> former(ExportPlan plan) {
        List<VersionKey> former = new ArrayList<>();
        plan.replaced().forEach((key, newId) -> {
            OptionalInt id = idOf(there(key));
            if (id.isPresent() && id.getAsInt() != newId) {
                former.add(key);
            }
        });
        return former;
    }

    private OptionalInt idOf(VersionKey there) {
        try {
            return OptionalInt.of(destination
                    .get(DestinationPaths.version(there) + "?deleted=true")
                    .path("id")
                    .asInt());
        } catch (DestinationException e) {
            if (e.isNotFound()) {
                return OptionalInt.empty();
            }
            throw e;
        }
    }

    private static void requireId(int found, VersionKey there, int id) {
        if (found != id) {
            throw DestinationException.refusal("version " + there.version() + " of subject '" + there.subject()
                    + "' has id " + found + " in the destination, and not " + id
                    + ": somebody else has registered it there");
        }
    }

    private void configure(String subject, Optional<SubjectConfig> config) {
        String there = naming.subject(subject);
        String path = DestinationPaths.config(there);
        if (config.isEmpty()) {
            if (scopes.isCopied(there)) {
                unlessGone(() -> destination.delete(path));
            }
            return;
        }
        scopes.require(there);
        ObjectNode body = ConfigJson.write(naming.config(subject, config.get()));
        // What is absent would stay as it is there.
        ConfigJson.OTHERS.stream().filter(each -> !body.has(each)).forEach(body::putNull);
        JsonNode level = body.remove("compatibilityLevel");
        body.set("compatibility", level == null ? body.nullNode() : level);
        destination.put(path, body);
    }

    private void delete(VersionKey key) {
        if (scopes.isCopied(there(key).subject())) {
            unlessGone(() -> destination.delete(DestinationPaths.version(there(key))));
        }
    }

    private void erase(VersionKey key) {
        if (!scopes.isCopied(there(key).subject())) {
            return;
        }
        String path = DestinationPaths.version(there(key));
        unlessGone(() -> {
            try {
                destination.delete(path + "?permanent=true");
            } catch (DestinationException e) {
                if (!e.is(RegistryErrorCode.VERSION_NOT_SOFT_DELETED.code())) {
                    throw e;
                }
                destination.delete(path);
                destination.delete(path + "?permanent=true");
            }
        });
    }

    private List<VersionKey> cleared(String subject, Set<Integer> kept) {
        List<VersionKey> gone = new ArrayList<>();
        if (!scopes.isCopied(naming.subject(subject))) {
            return gone;
        }
        unlessGone(() -> {
            for (JsonNode each :
                    destination.get(DestinationPaths.versions(naming.subject(subject)) + "?deletedOnly=true")) {
                if (!kept.contains(each.asInt())) {
                    gone.add(new VersionKey(subject, each.asInt()));
                }
            }
        });
        return gone;
    }

    /** Deletes what others may refer to behind those, which are maybe among the rest. */
    private static void inAnyOrder(List<VersionKey> keys, Consumer<VersionKey> step) {
        List<VersionKey> left = keys;
        while (!left.isEmpty()) {
            List<VersionKey> referenced = new ArrayList<>();
            DestinationException refusal = null;
            for (VersionKey key : left) {
                try {
                    step.accept(key);
                } catch (DestinationException e) {
                    if (!e.is(RegistryErrorCode.REFERENCE_EXISTS.code())) {
                        throw e;
                    }
                    refusal = e;
                    referenced.add(key);
                }
            }
            if (referenced.size() == left.size()) {
                throw refusal;
            }
            left = referenced;
        }
    }

    private static void unlessGone(Runnable step) {
        try {
            step.run();
        } catch (DestinationException e) {
            // 40401 to 40408: there is no such subject, version or config (any more), or it is deleted already.
            if (!e.isNotFound()) {
                throw e;
            }
        }
    }
}
