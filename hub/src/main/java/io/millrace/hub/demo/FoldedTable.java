package io.millrace.hub.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The rows that a table has after all changes in its files, applied in the order of their offsets. */
final class FoldedTable {

    /** Debezium's word for a TOASTed value that an update left alone: the row keeps what it had. */
    private static final String UNCHANGED = "__debezium_unavailable_value";

    private final List<String> columns;
    private final List<String> keyColumns;
    private final Map<List<String>, Map<String, JsonNode>> rows = new LinkedHashMap<>();
    private long changes;

    FoldedTable(String table) {
        this.columns = List.copyOf(ShopTables.columns(table).keySet());
        this.keyColumns = columns.subList(0, ShopTables.keyColumns(table));
    }

    /** Applies one change event: {@code op}, {@code before} and {@code after} of a Debezium envelope. */
    void apply(JsonNode envelope) {
        changes++;
        String operation = envelope.path("op").asText();
        if (operation.equals("d")) {
            rows.remove(key(envelope.path("before")));
        } else if (operation.equals("t")) {
            rows.clear();
        } else {
            JsonNode after = envelope.path("after");
            Map<String, JsonNode> row = rows.computeIfAbsent(key(after), key -> new LinkedHashMap<>());
            for (String column : columns) {
                JsonNode value = after.path(column);
                if (!(value.isTextual() && value.asText().equals(UNCHANGED))) {
                    row.put(column, value);
                }
            }
        }
    }

    long changes() {
        return changes;
    }

    Collection<Map<String, JsonNode>> rows() {
        return rows.values();
    }

    private List<String> key(JsonNode row) {
        List<String> key = new ArrayList<>();
        keyColumns.forEach(column -> key.add(row.path(column).asText()));
        return key;
    }
}
