package io.millrace.broker.metadata.decision;

import io.millrace.broker.metadata.command.ConfigOperation;
import io.millrace.broker.metadata.command.Outcome;
import io.millrace.broker.metadata.config.ConfigTable;
import io.millrace.broker.metadata.config.ConfigType;
import io.millrace.broker.metadata.config.ValueRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.apache.kafka.common.protocol.Errors;

/** One operation on one config: set, delete, or add to and take from a list. */
final class ConfigStep {
    private ConfigStep() {}

    /** Changes {@code entries} only when the outcome is done. */
    static Outcome take(ConfigOperation operation, SortedMap<String, String> entries, ConfigTable table) {
        String key = operation.key();
        if (operation.kind() == ConfigOperation.Kind.DELETE) {
            // A config that is set but no longer known may go.
            if (entries.remove(key) == null && table.find(key).isEmpty()) {
                return unknown(table, key, "");
            }
            return Outcome.DONE;
        }
        if (operation.value().isEmpty()) {
            return Outcome.refused(Errors.INVALID_REQUEST, "Config " + key + " has no value.");
        }
        String value = operation.value().get();
        if (table.find(key).isEmpty()) {
            return unknown(table, key, value);
        }
        boolean onList = operation.kind() != ConfigOperation.Kind.SET;
        if (onList && table.find(key).get().type() != ConfigType.LIST) {
            return Outcome.refused(
                    Errors.INVALID_CONFIG,
                    "Config " + key + " is no list, so nothing can be added to or taken from it.");
        }
        String wanted = onList ? changedList(operation, entries, table) : value;
        Optional<String> complaint = table.complaint(key, wanted);
        if (complaint.isPresent()) {
            return Outcome.refused(Errors.INVALID_CONFIG, complaint.get());
        }
        entries.put(key, wanted);
        return Outcome.DONE;
    }

    private static String changedList(ConfigOperation operation, SortedMap<String, String> entries, ConfigTable table) {
        String current = entries.getOrDefault(
                operation.key(), table.find(operation.key()).orElseThrow().defaultValue());
        List<String> elements = new ArrayList<>(ValueRule.elements(current));
        List<String> named = ValueRule.elements(operation.value().orElseThrow());
        elements.removeAll(named);
        if (operation.kind() == ConfigOperation.Kind.APPEND) {
            elements.addAll(named);
        }
        return String.join(",", elements);
    }

    private static Outcome unknown(ConfigTable table, String key, String value) {
        return Outcome.refused(
                Errors.INVALID_CONFIG, table.complaint(key, value).orElseThrow());
    }
}
