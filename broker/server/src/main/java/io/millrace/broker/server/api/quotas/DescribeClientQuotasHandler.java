package io.millrace.broker.server.api.quotas;

import io.millrace.broker.metadata.image.QuotaEntity;
import io.millrace.broker.server.request.Answer;
import io.millrace.broker.server.request.ApiHandler;
import io.millrace.broker.server.request.BrokerServices;
import io.millrace.broker.server.request.RequestContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.message.DescribeClientQuotasRequestData;
import org.apache.kafka.common.message.DescribeClientQuotasRequestData.ComponentData;
import org.apache.kafka.common.message.DescribeClientQuotasResponseData;
import org.apache.kafka.common.message.DescribeClientQuotasResponseData.EntityData;
import org.apache.kafka.common.message.DescribeClientQuotasResponseData.EntryData;
import org.apache.kafka.common.message.DescribeClientQuotasResponseData.ValueData;
import org.apache.kafka.common.protocol.Errors;

/** DescribeClientQuotas 0-1: the quotas of the entities that fit each component of the filter. */
final class DescribeClientQuotasHandler implements ApiHandler<DescribeClientQuotasRequestData> {

    private static final byte EXACT = 0;
    private static final byte DEFAULT = 1;
    private static final byte SPECIFIED = 2;
    private static final Set<String> TYPES = Set.of(QuotaEntity.USER, QuotaEntity.CLIENT_ID, QuotaEntity.IP);

    private final BrokerServices services;

    DescribeClientQuotasHandler(BrokerServices services) {
        this.services = services;
    }

    @Override
    public CompletableFuture<Answer> handle(RequestContext context, DescribeClientQuotasRequestData request) {
        Optional<String> complaint = complaint(request.components());
        if (complaint.isPresent()) {
            return Answer.now(new DescribeClientQuotasResponseData()
                    .setErrorCode(Errors.INVALID_REQUEST.code())
                    .setErrorMessage(complaint.get())
                    .setEntries(null));
        }
        List<EntryData> entries = new ArrayList<>();
        services.cluster().image().quotas().byEntity().forEach((entity, limits) -> {
            if (fits(entity, request)) {
                entries.add(entry(entity, limits));
            }
        });
        return Answer.now(new DescribeClientQuotasResponseData().setEntries(entries));
    }

    private static Optional<String> complaint(List<ComponentData> components) {
        Map<String, ComponentData> byType = new HashMap<>();
        for (ComponentData component : components) {
            String type = component.entityType();
            if (!TYPES.contains(type)) {
                return Optional.of("Unsupported entity type " + type);
            }
            if (component.matchType() < EXACT || component.matchType() > SPECIFIED) {
                return Optional.of("Unknown match type " + component.matchType());
            }
            if ((component.matchType() == EXACT) != (component.match() != null)) {
                return Optional.of("Request specified a match of type " + component.matchType() + " and the name "
                        + component.match() + " for entity type " + type);
            }
            if (byType.put(type, component) != null) {
                return Optional.of("Duplicate filter component entity type " + type);
            }
        }
        return byType.containsKey(QuotaEntity.IP) && byType.size() > 1
                ? Optional.of("Invalid entity filter component combination")
                : Optional.empty();
    }

    private static boolean fits(QuotaEntity entity, DescribeClientQuotasRequestData request) {
        for (ComponentData component : request.components()) {
            Optional<String> name = entity.parts().get(component.entityType());
            boolean fits = name != null
                    && switch (component.matchType()) {
                        case EXACT -> name.equals(Optional.of(component.match()));
                        case DEFAULT -> name.isEmpty();
                        default -> true;
                    };
            if (!fits) {
                return false;
            }
        }
        return !request.strict()
                || entity.parts().size() == request.components().size();
    }

    private static EntryData entry(QuotaEntity entity, SortedMap<String, Double> limits) {
        var entry = new EntryData();
        entity.parts().forEach((type, name) -> entry.entity()
                .add(new EntityData().setEntityType(type).setEntityName(name.orElse(null))));
        limits.forEach(
                (key, limit) -> entry.values().add(new ValueData().setKey(key).setValue(limit)));
        return entry;
    }
}
