package io.millrace.connectors.cdc;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;

/** What a warehouse ends up with that applies change records by their keys, in the order of the topics. */
final class FoldedTopics {

    private static final String UNAVAILABLE = "__debezium_unavailable_value";

    private final Map<String, Map<String, Map<String, Object>>> rowsByTopic = new LinkedHashMap<>();

    void apply(List<SourceRecord> records) {
        for (SourceRecord next : records) {
            if (next.value() instanceof Struct change && change.schema().field("op") != null) {
                apply(rowsByTopic.computeIfAbsent(next.topic(), topic -> new LinkedHashMap<>()), next, change);
            }
        }
    }

    /** The rows of a topic in the form that PostgreSQL prints a row in. */
    Set<String> rows(String topic) {
        Set<String> rows = new TreeSet<>();
        for (Map<String, Object> row : rowsByTopic.getOrDefault(topic, Map.of()).values()) {
            rows.add("("
                    + String.join(
                            ",", row.values().stream().map(String::valueOf).toList()) + ")");
        }
        return rows;
    }

    private static void apply(Map<String, Map<String, Object>> rows, SourceRecord origin, Struct change) {
        String key = String.valueOf(origin.key());
        switch (change.getString("op")) {
            case "r", "c", "u" -> put(rows, key, change.getStruct("after"));
            case "d" -> rows.remove(key);
            case "t" -> rows.clear();
            default -> throw new AssertionError("not a change of a row: " + change);
        }
    }

    private static void put(Map<String, Map<String, Object>> rows, String key, Struct after) {
        Map<String, Object> row = rows.computeIfAbsent(key, absent -> new LinkedHashMap<>());
        for (Field field : after.schema().fields()) {
            Object value = after.get(field);
            if (!UNAVAILABLE.equals(value)) {
                row.put(field.name(), value);
            } else if (!row.containsKey(field.name())) {
                throw new AssertionError("a value that was left out belongs to no row: " + key);
            }
        }
    }
}
