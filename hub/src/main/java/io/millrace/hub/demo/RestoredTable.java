package io.millrace.hub.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.stream.Collectors;

/** A table filled from files, so that the checksum of the files is made by the same SQL as that of the source. */
final class RestoredTable {

    static final String SCHEMA = "restored";
    private static final int BATCH_ROWS = 500;

    private RestoredTable() {}

    static void fill(Connection connection, String table, FoldedTable folded) throws SQLException {
        Map<String, String> columns = ShopTables.columns(table);
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA IF NOT EXISTS " + SCHEMA);
            statement.execute("DROP TABLE IF EXISTS " + SCHEMA + "." + table);
            statement.execute("CREATE TABLE " + SCHEMA + "." + table + " ("
                    + columns.entrySet().stream()
                            .map(column -> column.getKey() + " " + column.getValue())
                            .collect(Collectors.joining(", "))
                    + ")");
        }
        String placeholders =
                columns.values().stream().map(RestoredTable::placeholder).collect(Collectors.joining(", "));
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO " + SCHEMA + "." + table + " VALUES (" + placeholders + ")")) {
            int batched = 0;
            for (Map<String, JsonNode> row : folded.rows()) {
                int parameter = 1;
                for (Map.Entry<String, String> column : columns.entrySet()) {
                    String value = text(row.get(column.getKey()));
                    insert.setString(parameter++, value);
                    if (isArray(column.getValue())) {
                        insert.setString(parameter++, value);
                    }
                }
                insert.addBatch();
                if (++batched % BATCH_ROWS == 0) {
                    insert.executeBatch();
                }
            }
            insert.executeBatch();
        }
    }

    private static String placeholder(String type) {
        if (isArray(type)) {
            return "CASE WHEN ?::text IS NULL THEN NULL ELSE ARRAY(SELECT jsonb_array_elements_text(?::jsonb))::" + type
                    + " END";
        }
        return "?::" + type;
    }

    private static boolean isArray(String type) {
        return type.endsWith("[]");
    }

    private static String text(JsonNode value) {
        if (value == null || value.isNull() || value.isMissingNode()) {
            return null;
        }
        return value.isValueNode() ? value.asText() : value.toString();
    }
}
