package io.millrace.broker.metadata.decision;

import io.millrace.broker.metadata.command.AlterQuotas;
import io.millrace.broker.metadata.command.Outcome;
import io.millrace.broker.metadata.command.QuotaChange;
import io.millrace.broker.metadata.command.QuotasAltered;
import io.millrace.broker.metadata.image.MetadataImage;
import io.millrace.broker.metadata.image.QuotaEntity;
import io.millrace.broker.metadata.record.MetadataRecord;
import io.millrace.broker.metadata.record.QuotaRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.apache.kafka.common.protocol.Errors;

/** Checks entities, keys and limits as Kafka does; for one entity all limits are taken or none. */
final class DecideAlterQuotas {
    /** Every broker keeps all of them in memory and looks through them. */
    static final int MAX_ENTITIES = 10_000;

    static final int MAX_NAME_LENGTH = 1_024;

    private static final String IP_KEY = "connection_creation_rate";
    private static final Set<String> WHOLE_KEYS = Set.of("producer_byte_rate", "consumer_byte_rate", IP_KEY);
    private static final Set<String> CLIENT_KEYS =
            Set.of("producer_byte_rate", "consumer_byte_rate", "request_percentage", "controller_mutation_rate");
    private static final Set<String> TYPES = Set.of(QuotaEntity.USER, QuotaEntity.CLIENT_ID, QuotaEntity.IP);

    private DecideAlterQuotas() {}

    static Decision decide(MetadataImage image, AlterQuotas command) {
        List<MetadataRecord> records = new ArrayList<>();
        List<Outcome> outcomes = new ArrayList<>();
        Set<QuotaEntity> seen = new HashSet<>();
        int entities = image.quotas().byEntity().size();
        for (QuotaChange change : command.changes()) {
            boolean known = image.quotas().byEntity().containsKey(change.entity());
            Optional<String> complaint = seen.add(change.entity())
                    ? entityComplaint(change.entity()).or(() -> limitComplaint(change))
                    : Optional.of("The request names the entity more than once.");
            if (complaint.isPresent()) {
                outcomes.add(Outcome.refused(Errors.INVALID_REQUEST, complaint.get()));
            } else if (!known && entities >= MAX_ENTITIES) {
                outcomes.add(Outcome.refused(
                        Errors.POLICY_VIOLATION, "There are quotas for " + MAX_ENTITIES + " entities already."));
            } else {
                entities += known ? 0 : 1;
                addDifference(image.quotas().of(change.entity()), change, records);
                outcomes.add(Outcome.DONE);
            }
        }
        return new Decision(command.validateOnly() ? List.of() : records, new QuotasAltered(outcomes));
    }

    private static void addDifference(
            SortedMap<String, Double> before, QuotaChange change, List<MetadataRecord> records) {
        change.limits().forEach((key, limit) -> {
            if (!limit.equals(Optional.ofNullable(before.get(key)))) {
                records.add(new QuotaRecord(change.entity(), key, limit));
            }
        });
    }

    private static Optional<String> entityComplaint(QuotaEntity entity) {
        if (entity.parts().isEmpty()) {
            return Optional.of("Invalid empty client quota entity");
        }
        for (var part : entity.parts().entrySet()) {
            if (!TYPES.contains(part.getKey())) {
                return Optional.of("Unhandled client quota entity type: " + part.getKey());
            }
            if (part.getValue().filter(String::isEmpty).isPresent()) {
                return Optional.of("Empty " + part.getKey() + " not supported");
            }
            if (part.getValue().filter(name -> name.length() > MAX_NAME_LENGTH).isPresent()) {
                return Optional.of(
                        "The name of a " + part.getKey() + " has more than " + MAX_NAME_LENGTH + " characters");
            }
        }
        return entity.parts().containsKey(QuotaEntity.IP) && entity.parts().size() > 1
                ? Optional.of("Invalid quota entity combination, ip entity should not be combined with user or"
                        + " client-id entities")
                : Optional.empty();
    }

    private static Optional<String> limitComplaint(QuotaChange change) {
        boolean ip = change.entity().parts().containsKey(QuotaEntity.IP);
        for (var limit : change.limits().entrySet()) {
            String key = limit.getKey();
            if (ip ? !key.equals(IP_KEY) : !CLIENT_KEYS.contains(key)) {
                return Optional.of("Invalid configuration key " + key);
            }
            if (limit.getValue().isPresent()) {
                double value = limit.getValue().get();
                if (!Double.isFinite(value) || value < 0 || (value == 0 && !ip)) {
                    return Optional.of("Quota " + key + " must be greater than 0");
                }
                if (WHOLE_KEYS.contains(key) && value != Math.rint(value)) {
                    return Optional.of(key + " must be a whole number, but it is " + value);
                }
            }
        }
        return Optional.empty();
    }
}
