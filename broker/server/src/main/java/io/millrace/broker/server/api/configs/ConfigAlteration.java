package io.millrace.broker.server.api.configs;

import io.millrace.broker.metadata.command.AlterConfigs;
import io.millrace.broker.metadata.command.CommandResponse;
import io.millrace.broker.metadata.command.ConfigChange;
import io.millrace.broker.metadata.command.ConfigOperation;
import io.millrace.broker.metadata.command.ConfigsAltered;
import io.millrace.broker.metadata.command.Outcome;
import io.millrace.broker.metadata.image.ConfigTarget;
import io.millrace.broker.server.hosting.ClusterMetadata;
import io.millrace.broker.server.request.Access;
import io.millrace.broker.server.request.BrokerReconfiguration;
import io.millrace.broker.server.request.BrokerServices;
import io.millrace.broker.server.request.CommandFailure;
import io.millrace.broker.server.request.RequestContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.protocol.Errors;

/** What AlterConfigs and IncrementalAlterConfigs have in common: one command, and an outcome for each resource. */
final class ConfigAlteration {

    private final ClusterMetadata cluster;
    private final Access access;
    private final BrokerReconfiguration reconfiguration;
    private final int nodeId;
    private final RequestContext context;
    private final Map<Resource, Outcome> outcomes = new LinkedHashMap<>();
    private final List<ConfigChange> changes = new ArrayList<>();

    ConfigAlteration(BrokerServices services, RequestContext context) {
        this.cluster = services.cluster();
        this.access = services.access();
        this.reconfiguration = services.administration().reconfiguration().get();
        this.nodeId = services.identity().nodeId();
        this.context = context;
    }

    /** A resource as the client names it. */
    record Resource(byte type, String name) {}

    /** Says whether the resource can have configs and the client may alter them; if not, its outcome is known already. */
    Optional<ConfigTarget> target(Resource resource) {
        for (ConfigTarget.Kind kind : ConfigTarget.Kind.values()) {
            if (kind.code() == resource.type()) {
                Errors refusal = ConfigAccess.refusal(
                        access, context, AclOperation.ALTER_CONFIGS, resource.type(), resource.name());
                if (refusal != Errors.NONE) {
                    outcomes.put(resource, Outcome.refused(refusal, refusal.message()));
                    return Optional.empty();
                }
                outcomes.put(resource, Outcome.DONE);
                return Optional.of(new ConfigTarget(kind, resource.name()));
            }
        }
        refuse(resource, "Unknown resource type " + resource.type());
        return Optional.empty();
    }

    /** What is changed in this process alone: its outcome is there at once, if the client may alter it. */
    void change(Resource resource, Supplier<Outcome> step) {
        Errors refusal =
                ConfigAccess.refusal(access, context, AclOperation.ALTER_CONFIGS, resource.type(), resource.name());
        outcomes.put(resource, refusal == Errors.NONE ? step.get() : Outcome.refused(refusal, refusal.message()));
    }

    void refuse(Resource resource, String message) {
        outcomes.put(resource, Outcome.refused(Errors.INVALID_REQUEST, message));
    }

    void change(ConfigTarget target, List<ConfigOperation> operations) {
        Optional<String> complaint = target.kind() == ConfigTarget.Kind.BROKER
                ? BrokerConfigRules.complaint(target, operations)
                : Optional.empty();
        if (complaint.isPresent()) {
            refuse(resource(target), complaint.get());
            return;
        }
        changes.add(new ConfigChange(target, operations));
    }

    CompletableFuture<Map<Resource, Outcome>> submit(boolean replaceAll, boolean validateOnly) {
        return askThisBroker(replaceAll).thenCompose(answered -> {
            if (changes.isEmpty()) {
                return CompletableFuture.completedFuture(outcomes);
            }
            return cluster.submit(new AlterConfigs(changes, replaceAll, validateOnly))
                    .handle((altered, failure) -> {
                        fill(altered, failure);
                        return outcomes;
                    })
                    .thenCompose(done -> whenItActs(replaceAll));
        });
    }

    /** This broker may refuse what the cluster, which knows no files, would take. */
    private CompletableFuture<Void> askThisBroker(boolean replaceAll) {
        CompletableFuture<Void> asked = CompletableFuture.completedFuture(null);
        for (ConfigChange change : List.copyOf(changes)) {
            if (BrokerConfigRules.concernsListeners(change, nodeId, replaceAll)) {
                var after =
                        BrokerConfigRules.after(change, nodeId, cluster.image().configs(), replaceAll);
                asked = asked.thenCompose(done -> reconfiguration.complaint(after))
                        .thenAccept(complaint -> complaint.ifPresent(reason -> {
                            changes.remove(change);
                            refuse(resource(change.target()), reason);
                        }));
            }
        }
        return asked;
    }

    private CompletableFuture<Map<Resource, Outcome>> whenItActs(boolean replaceAll) {
        return changes.stream().anyMatch(change -> BrokerConfigRules.concernsListeners(change, nodeId, replaceAll))
                ? reconfiguration.settled().thenApply(acting -> outcomes)
                : CompletableFuture.completedFuture(outcomes);
    }

    private void fill(CommandResponse altered, Throwable failure) {
        if (altered instanceof ConfigsAltered done) {
            done.targets().forEach(target -> outcomes.put(resource(target.target()), target.outcome()));
        } else {
            Outcome refusal = CommandFailure.of(altered, failure);
            changes.forEach(change -> outcomes.put(resource(change.target()), refusal));
        }
    }

    private static Resource resource(ConfigTarget target) {
        return new Resource(target.kind().code(), target.name());
    }
}
