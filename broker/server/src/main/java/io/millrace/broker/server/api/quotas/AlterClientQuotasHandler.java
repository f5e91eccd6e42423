package io.millrace.broker.server.api.quotas;

import io.millrace.broker.metadata.command.AlterQuotas;
import io.millrace.broker.metadata.command.Outcome;
import io.millrace.broker.metadata.command.QuotaChange;
import io.millrace.broker.metadata.command.QuotasAltered;
import io.millrace.broker.metadata.image.QuotaEntity;
import io.millrace.broker.server.quota.IpNames;
import io.millrace.broker.server.request.Answer;
import io.millrace.broker.server.request.ApiHandler;
import io.millrace.broker.server.request.BrokerServices;
import io.millrace.broker.server.request.CommandFailure;
import io.millrace.broker.server.request.RequestContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.message.AlterClientQuotasRequestData;
import org.apache.kafka.common.message.AlterClientQuotasRequestData.EntryData;
import org.apache.kafka.common.message.AlterClientQuotasResponseData;
import org.apache.kafka.common.protocol.Errors;

/** AlterClientQuotas 0-1: each entity succeeds or fails alone. */
final class AlterClientQuotasHandler implements ApiHandler<AlterClientQuotasRequestData> {

    private final BrokerServices services;

    AlterClientQuotasHandler(BrokerServices services) {
        this.services = services;
    }

    @Override
    public CompletableFuture<Answer> handle(RequestContext context, AlterClientQuotasRequestData request) {
        if (!services.access().cluster(context, AclOperation.ALTER_CONFIGS)) {
            Outcome refusal =
                    Outcome.refused(Errors.CLUSTER_AUTHORIZATION_FAILED, Errors.CLUSTER_AUTHORIZATION_FAILED.message());
            return Answer.now(answer(request, List.of(), refusal));
        }
        List<QuotaChange> changes = new ArrayList<>();
        Optional<String> complaint = Optional.empty();
        for (EntryData entry : request.entries()) {
            complaint = complaint.or(() -> add(entry, changes));
        }
        if (complaint.isPresent()) {
            return Answer.now(answer(request, List.of(), Outcome.refused(Errors.INVALID_REQUEST, complaint.get())));
        }
        return services.cluster()
                .submit(new AlterQuotas(changes, request.validateOnly()))
                .handle((altered, failure) -> new Answer.Message(
                        altered instanceof QuotasAltered done
                                ? answer(request, done.outcomes(), Outcome.DONE)
                                : answer(request, List.of(), CommandFailure.of(altered, failure))));
    }

    /** What cannot be said in a command, one type or key twice, and an address that is none. */
    private static Optional<String> add(EntryData entry, List<QuotaChange> changes) {
        SortedMap<String, Optional<String>> parts = new TreeMap<>();
        for (var part : entry.entity()) {
            if (parts.put(part.entityType(), Optional.ofNullable(part.entityName())) != null) {
                return Optional.of("Entity type " + part.entityType() + " is named more than once.");
            }
            if (part.entityType().equals(QuotaEntity.IP)
                    && part.entityName() != null
                    && IpNames.address(part.entityName()).isEmpty()) {
                return Optional.of(part.entityName() + " is not an IP address; host names are not looked up here.");
            }
        }
        SortedMap<String, Optional<Double>> limits = new TreeMap<>();
        for (var op : entry.ops()) {
            if (limits.put(op.key(), op.remove() ? Optional.empty() : Optional.of(op.value())) != null) {
                return Optional.of("Quota " + op.key() + " is changed more than once.");
            }
        }
        changes.add(new QuotaChange(new QuotaEntity(parts), limits));
        return Optional.empty();
    }

    private static AlterClientQuotasResponseData answer(
            AlterClientQuotasRequestData request, List<Outcome> outcomes, Outcome otherwise) {
        var response = new AlterClientQuotasResponseData();
        for (int i = 0; i < request.entries().size(); i++) {
            Outcome outcome = i < outcomes.size() ? outcomes.get(i) : otherwise;
            var entity = request.entries().get(i).entity().stream()
                    .map(part -> new AlterClientQuotasResponseData.EntityData()
                            .setEntityType(part.entityType())
                            .setEntityName(part.entityName()))
                    .toList();
            response.entries()
                    .add(new AlterClientQuotasResponseData.EntryData()
                            .setErrorCode(outcome.error().code())
                            .setErrorMessage(outcome.message().orElse(null))
                            .setEntity(entity));
        }
        return response;
    }
}
