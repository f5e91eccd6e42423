package io.millrace.connectors.jdbc.store;

import io.millrace.connectors.jdbc.change.Identifier;
import io.millrace.connectors.jdbc.change.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Rows that were removed because their key changed, kept until the record with the new key arrives.
 *
 * <p>That record leaves out large values that did not change, and the only copy of them in the target is the row under
 * the old key. The two records have different keys, so they come through different partitions, in any order and at any
 * distance; but the n-th removal of one key for another always belongs to the n-th arrival. So each side leaves a mark
 * when it comes first, and the other takes the oldest. Rows are kept as text per column, which survives DDL in between.
 */
public final class CarryOver {
    /** The table, in the first schema of the search path. */
    public static final String TABLE = "millrace_sink_carry_over";

    private static final String CREATE = "CREATE TABLE IF NOT EXISTS " + TABLE
            + " (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, connector text NOT NULL, table_name text NOT NULL,"
            + " old_key text[] NOT NULL, new_key text[] NOT NULL, arrived boolean NOT NULL, row_values jsonb,"
            + " saved_at timestamptz NOT NULL DEFAULT now()); CREATE INDEX IF NOT EXISTS " + TABLE + "_key ON " + TABLE
            + " (connector, table_name, new_key)";

    /** Takes the oldest mark of one change of key from one side. */
    private static final String TAKE = "DELETE FROM " + TABLE + " WHERE id = (SELECT min(id) FROM " + TABLE
            + " WHERE connector = ? AND table_name = ? AND old_key = ? AND new_key = ? AND arrived = ?)";

    /** Takes the other side's mark, or leaves one of this side that has no row. */
    private static final String MARK = "WITH taken AS (" + TAKE + " RETURNING id) INSERT INTO " + TABLE
            + " (connector, table_name, old_key, new_key, arrived) SELECT ?, ?, ?, ?, ?"
            + " WHERE NOT EXISTS (SELECT 1 FROM taken)";

    /** Both sides look for the other's mark and leave their own; two tasks must not do so at the same moment. */
    private static final String TURN =
            "SELECT pg_advisory_xact_lock(hashtextextended('millrace carry ' || ? || ? , 0))";

    private final String connector;
    private final int maxRows;
    private final long maxAgeMs;
    private final Set<TableName> locked = new HashSet<>();
    private boolean tableKnown;

    /** The carried rows of one connector, bounded in number and age. */
    public CarryOver(String connector, int maxRows, long maxAgeMs) {
        this.connector = connector;
        this.maxRows = maxRows;
        this.maxAgeMs = maxAgeMs;
    }

    /**
     * A change of key.
     *
     * @param oldKey the key's values as text, in the order of the key's columns
     * @param newKey the same of the new key
     */
    public record KeyChange(List<String> oldKey, List<String> newKey) {}

    /**
     * What was found of a row under its old key.
     *
     * @param values text by column; null when there was no row
     */
    public record Carried(Map<String, String> values) {}

    /** The transaction ended, and with it the locks. */
    public void transactionEnded(boolean committed) {
        locked.clear();
        tableKnown &= committed;
    }

    /**
     * Keeps the rows that these changes are about to remove, in the caller's transaction; the caller removes them. Rows
     * whose new key arrived already are not kept.
     */
    public void save(
            Connection connection,
            TableName table,
            List<String> keyColumns,
            List<String> columns,
            List<KeyChange> changes)
            throws SQLException {
        if (changes.isEmpty()) {
            return;
        }
        begin(connection, table);
        String row = columns.stream()
                .map(column -> "jsonb_build_object(" + literal(column) + ", t." + Identifier.quoted(column) + "::text)")
                .collect(Collectors.joining(" || "));
        String matches = keyColumns.stream()
                .map(column -> "t." + Identifier.quoted(column) + " = ?")
                .collect(Collectors.joining(" AND "));
        String found = "t." + Identifier.quoted(keyColumns.get(0)) + " IS NOT NULL";
        String sql = "WITH taken AS (" + TAKE + " RETURNING id) INSERT INTO " + TABLE
                + " (connector, table_name, old_key, new_key, arrived, row_values) SELECT ?, ?, ?, ?, false, CASE WHEN "
                + found + " THEN " + row + " END FROM (SELECT 1) AS one LEFT JOIN " + table.sql() + " t ON " + matches
                + " WHERE NOT EXISTS (SELECT 1 FROM taken)";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (KeyChange change : changes) {
                bind(statement, 1, table, change);
                statement.setBoolean(5, true);
                bind(statement, 6, table, change);
                for (int i = 0; i < change.oldKey().size(); i++) {
                    statement.setObject(10 + i, change.oldKey().get(i), Types.OTHER);
                }
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    /** Takes the row that was kept for this change; empty when its removal was not read yet. */
    public Optional<Carried> take(Connection connection, TableName table, List<String> columns, KeyChange change)
            throws SQLException {
        begin(connection, table);
        String values = columns.stream()
                .map(column -> ", row_values ->> " + literal(column))
                .collect(Collectors.joining());
        try (PreparedStatement statement =
                connection.prepareStatement(TAKE + " RETURNING row_values IS NOT NULL" + values)) {
            bind(statement, 1, table, change);
            statement.setBoolean(5, false);
            try (ResultSet rows = statement.executeQuery()) {
                if (!rows.next()) {
                    return Optional.empty();
                }
                if (!rows.getBoolean(1)) {
                    return Optional.of(new Carried(null));
                }
                Map<String, String> texts = new HashMap<>();
                for (int i = 0; i < columns.size(); i++) {
                    texts.put(columns.get(i), rows.getString(i + 2));
                }
                return Optional.of(new Carried(texts));
            }
        }
    }

    /** Rows that needed nothing arrived under their new keys: what was kept for them goes, or will not be kept. */
    public void arrive(Connection connection, TableName table, List<KeyChange> changes) throws SQLException {
        mark(connection, table, changes, true);
    }

    /** Rows were to be removed from a table that is not there: nothing is kept but the mark that they are gone. */
    public void saveAbsent(Connection connection, TableName table, List<KeyChange> changes) throws SQLException {
        mark(connection, table, changes, false);
    }

    private void mark(Connection connection, TableName table, List<KeyChange> changes, boolean arrived)
            throws SQLException {
        if (changes.isEmpty()) {
            return;
        }
        begin(connection, table);
        try (PreparedStatement statement = connection.prepareStatement(MARK)) {
            for (KeyChange change : changes) {
                bind(statement, 1, table, change);
                statement.setBoolean(5, !arrived);
                bind(statement, 6, table, change);
                statement.setBoolean(10, arrived);
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
        String sql = "DELETE FROM " + TABLE
                + " WHERE connector = ? AND (saved_at < now() - ? * interval '1 millisecond'"
                + " OR id <= (SELECT id FROM " + TABLE + " WHERE connector = ? ORDER BY id DESC OFFSET ? LIMIT 1))";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, connector);
            statement.setLong(2, maxAgeMs);
            statement.setString(3, connector);
            statement.setInt(4, maxRows);
            statement.executeUpdate();
        }
    }

    private void begin(Connection connection, TableName table) throws SQLException {
        if (!tableKnown) {
            SinkTables.create(connection, TABLE, CREATE);
            tableKnown = true;
        }
        if (locked.add(table)) {
            try (PreparedStatement statement = connection.prepareStatement(TURN)) {
                statement.setString(1, connector);
                statement.setString(2, table.sql());
                statement.execute();
            }
        }
    }

    private void bind(PreparedStatement statement, int first, TableName table, KeyChange change) throws SQLException {
        Connection connection = statement.getConnection();
        statement.setString(first, connector);
        statement.setString(first + 1, table.sql());
        statement.setArray(
                first + 2, connection.createArrayOf("text", change.oldKey().toArray()));
        statement.setArray(
                first + 3, connection.createArrayOf("text", change.newKey().toArray()));
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
