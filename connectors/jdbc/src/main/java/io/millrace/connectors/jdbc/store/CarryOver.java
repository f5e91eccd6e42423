package io.millrace.connectors.jdbc.store;

import io.millrace.connectors.jdbc.change.Identifier;
import io.millrace.connectors.jdbc.change.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Rows that were deleted because their key changed, kept until the record with the new key arrives.
 *
 * <p>That record leaves out large values that did not change, and the only copy of them in the target is the row under
 * the old key. The two records have different keys, so they come through different partitions, in any order and at any
 * distance. Rows are kept as text per column, which survives DDL in between.
 */
public final class CarryOver {
    /** The table, in the first schema of the search path. */
    public static final String TABLE = "millrace_sink_carry_over";

    private static final String CREATE = "CREATE TABLE IF NOT EXISTS " + TABLE
            + " (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, connector text NOT NULL, table_name text NOT NULL,"
            + " old_key text[] NOT NULL, new_key text[] NOT NULL, row_values jsonb NOT NULL,"
            + " saved_at timestamptz NOT NULL DEFAULT now())";
    private static final String INDEX = "CREATE INDEX IF NOT EXISTS " + TABLE + "_key ON " + TABLE
            + " (connector, table_name, new_key)";

    private final String connector;
    private final int maxRows;
    private final long maxAgeMs;
    private boolean tableKnown;

    /** The carried rows of one connector, bounded in number and age. */
    public CarryOver(String connector, int maxRows, long maxAgeMs) {
        this.connector = connector;
        this.maxRows = maxRows;
        this.maxAgeMs = maxAgeMs;
    }

    /** After a rollback the table may be gone again. */
    public void forget() {
        tableKnown = false;
    }

    /**
     * A change of key.
     *
     * @param oldKey the key's values as text, in the order of the key's columns
     * @param newKey the same of the new key
     */
    public record KeyChange(List<String> oldKey, List<String> newKey) {}

    /** Copies the row under the old key, in the caller's transaction; the caller deletes it. */
    public void save(Connection connection, TableName table, List<String> keyColumns, List<String> columns, KeyChange change)
            throws SQLException {
        ensureTable(connection);
        StringBuilder row = new StringBuilder();
        for (String column : columns) {
            row.append(row.isEmpty() ? "" : " || ")
                    .append("jsonb_build_object(")
                    .append(literal(column))
                    .append(", t.")
                    .append(Identifier.quoted(column))
                    .append("::text)");
        }
        String sql = "INSERT INTO " + TABLE + " (connector, table_name, old_key, new_key, row_values) SELECT ?, ?, ?, ?, "
                + row + " FROM " + table.sql() + " t WHERE " + matches("t", keyColumns);
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, connector);
            statement.setString(2, table.sql());
            statement.setArray(3, connection.createArrayOf("text", change.oldKey().toArray()));
            statement.setArray(4, connection.createArrayOf("text", change.newKey().toArray()));
            bindKey(statement, 5, change.oldKey());
            statement.executeUpdate();
        }
    }

    /**
     * The values of some columns of the row that had the old key: as it was carried, or else as it still stands. Both are
     * asked in one statement, so that a task that is moving the row from one to the other cannot hide it.
     */
    public Optional<Map<String, String>> find(
            Connection connection, TableName table, List<String> keyColumns, List<String> columns, KeyChange change)
            throws SQLException {
        ensureTable(connection);
        List<String> fromCarried = columns.stream()
                .map(column -> "c.row_values ->> " + literal(column))
                .toList();
        List<String> fromTable = columns.stream()
                .map(column -> "t." + Identifier.quoted(column) + "::text")
                .toList();
        String sql = "(SELECT 0 AS place, c.id AS age, " + String.join(", ", fromCarried) + " FROM " + TABLE
                + " c WHERE c.connector = ? AND c.table_name = ? AND c.new_key = ? AND c.old_key = ?)"
                + " UNION ALL (SELECT 1, 0, " + String.join(", ", fromTable) + " FROM " + table.sql() + " t WHERE "
                + matches("t", keyColumns) + ") ORDER BY place, age DESC LIMIT 1";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, connector);
            statement.setString(2, table.sql());
            statement.setArray(3, connection.createArrayOf("text", change.newKey().toArray()));
            statement.setArray(4, connection.createArrayOf("text", change.oldKey().toArray()));
            bindKey(statement, 5, change.oldKey());
            try (ResultSet rows = statement.executeQuery()) {
                if (!rows.next()) {
                    return Optional.empty();
                }
                Map<String, String> values = new HashMap<>();
                for (int i = 0; i < columns.size(); i++) {
                    values.put(columns.get(i), rows.getString(i + 3));
                }
                return Optional.of(values);
            }
        }
    }

    /** The rows under these new keys have arrived: what was carried for them is no longer needed. */
    public void drop(Connection connection, TableName table, List<KeyChange> changes) throws SQLException {
        if (changes.isEmpty() || (!tableKnown && !SinkTables.exists(connection, TABLE))) {
            return;
        }
        String sql = "DELETE FROM " + TABLE + " WHERE connector = ? AND table_name = ? AND new_key = ? AND old_key = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (KeyChange change : changes) {
                statement.setString(1, connector);
                statement.setString(2, table.sql());
                statement.setArray(3, connection.createArrayOf("text", change.newKey().toArray()));
                statement.setArray(4, connection.createArrayOf("text", change.oldKey().toArray()));
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    /** Drops rows beyond the bounds of age and number, in the caller's transaction. */
    public void prune(Connection connection) throws SQLException {
        if (!SinkTables.exists(connection, TABLE)) {
            return;
        }
        String sql = "DELETE FROM " + TABLE + " WHERE connector = ? AND (saved_at < now() - ? * interval '1 millisecond'"
                + " OR id <= (SELECT id FROM " + TABLE + " WHERE connector = ? ORDER BY id DESC OFFSET ? LIMIT 1))";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, connector);
            statement.setLong(2, maxAgeMs);
            statement.setString(3, connector);
            statement.setInt(4, maxRows);
            statement.executeUpdate();
        }
    }

    private void ensureTable(Connection connection) throws SQLException {
        if (!tableKnown) {
            SinkTables.create(connection, TABLE, CREATE + "; " + INDEX);
            tableKnown = true;
        }
    }

    private static String matches(String alias, List<String> keyColumns) {
        return keyColumns.stream()
                .map(column -> alias + "." + Identifier.quoted(column) + " = ?")
                .collect(Collectors.joining(" AND "));
    }

    private static void bindKey(PreparedStatement statement, int first, List<String> key) throws SQLException {
        for (int i = 0; i < key.size(); i++) {
            statement.setObject(first + i, key.get(i), Types.OTHER);
        }
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
