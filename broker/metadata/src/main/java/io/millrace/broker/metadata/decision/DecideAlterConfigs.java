package io.millrace.broker.metadata.decision;

import io.millrace.broker.metadata.command.AlterConfigs;
import io.millrace.broker.metadata.command.ConfigChange;
import io.millrace.broker.metadata.command.ConfigOperation;
import io.millrace.broker.metadata.command.ConfigsAltered;
import io.millrace.broker.metadata.command.ConfigsAltered.AlteredTarget;
import io.millrace.broker.metadata.command.Outcome;
import io.millrace.broker.metadata.config.ConfigSchema;
import io.millrace.broker.metadata.config.ConfigTable;
import io.millrace.broker.metadata.image.ConfigTarget;
import io.millrace.broker.metadata.image.MetadataImage;
import io.millrace.broker.metadata.record.ConfigRecord;
import io.millrace.broker.metadata.record.MetadataRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.protocol.Errors;

/** Changes the configs of targets; for one target all steps are taken or none. */
final class DecideAlterConfigs {
    private DecideAlterConfigs() {}

    static Decision decide(MetadataImage image, AlterConfigs command, ConfigSchema schema) {
        List<MetadataRecord> records = new ArrayList<>();
        List<AlteredTarget> results = new ArrayList<>();
        SortedSet<ConfigTarget> seen = new TreeSet<>();
        for (ConfigChange change : command.changes()) {
            ConfigTarget target = change.target();
            Optional<Outcome> complaint = seen.add(target)
                    ? targetComplaint(image, target)
                    : Optional.of(
                            Outcome.refused(Errors.INVALID_REQUEST, "The request names the resource more than once."));
            if (complaint.isPresent()) {
                results.add(new AlteredTarget(target, complaint.get()));
                continue;
            }
            SortedMap<String, String> before = image.configs().of(target);
            SortedMap<String, String> after = command.replaceAll() ? new TreeMap<>() : new TreeMap<>(before);
            Outcome outcome = takeSteps(change, after, schema.table(target.kind()));
            if (outcome.done()) {
                addDifference(target, before, after, records);
            }
            results.add(new AlteredTarget(target, outcome));
        }
        return new Decision(command.validateOnly() ? List.of() : records, new ConfigsAltered(results));
    }

    private static Optional<Outcome> targetComplaint(MetadataImage image, ConfigTarget target) {
        return switch (target.kind()) {
            case TOPIC ->
                image.topics().find(target.name()).isPresent()
                        ? Optional.empty()
                        : Optional.of(Outcome.refused(
                                Errors.UNKNOWN_TOPIC_OR_PARTITION, "Topic '" + target.name() + "' does not exist."));
            case BROKER -> brokerComplaint(image, target.name());
            case CLIENT_METRICS ->
                target.name().isEmpty()
                        ? Optional.of(Outcome.refused(
                                Errors.INVALID_REQUEST, "The name of a client metrics subscription is empty."))
                        : Optional.empty();
            case GROUP ->
                target.name().isEmpty()
                        ? Optional.of(Outcome.refused(Errors.INVALID_REQUEST, "The group id is empty."))
                        : Optional.empty();
        };
    }

    private static Optional<Outcome> brokerComplaint(MetadataImage image, String name) {
        boolean known = name.isEmpty()
                || image.brokers().keySet().stream()
                        .anyMatch(brokerId -> Integer.toString(brokerId).equals(name));
        return known
                ? Optional.empty()
                : Optional.of(
                        Outcome.refused(Errors.INVALID_REQUEST, "There is no broker '" + name + "' in this cluster."));
    }

    private static void addDifference(
            ConfigTarget target,
            SortedMap<String, String> before,
            SortedMap<String, String> after,
            List<MetadataRecord> records) {
        before.keySet().stream()
                .filter(key -> !after.containsKey(key))
                .forEach(key -> records.add(new ConfigRecord(target, key, Optional.empty())));
        after.forEach((key, value) -> {
            if (!value.equals(before.get(key))) {
                records.add(new ConfigRecord(target, key, Optional.of(value)));
            }
        });
    }

    private static Outcome takeSteps(ConfigChange change, SortedMap<String, String> entries, ConfigTable table) {
        SortedSet<String> seen = new TreeSet<>();
        for (ConfigOperation operation : change.operations()) {
            if (!seen.add(operation.key())) {
                return Outcome.refused(
                        Errors.INVALID_REQUEST, "Config " + operation.key() + " is changed more than once.");
            }
            Outcome outcome = ConfigStep.take(operation, entries, table);
            if (!outcome.done()) {
                return outcome;
            }
        }
        return Outcome.DONE;
    }
}
