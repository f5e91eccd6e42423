package io.millrace.connectors.jdbc.table;

import io.millrace.connectors.jdbc.change.TableName;
import io.millrace.connectors.jdbc.type.SqlType;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads layouts from the catalog. */
final class LayoutReader {
    // A domain is read as the type below it: that is what values must look like.
    private static final String COLUMNS = """
            SELECT a.attname,
                   CASE WHEN t.typtype = 'd' THEN format_type(t.typbasetype, t.typtypmod)
                        ELSE format_type(a.atttypid, a.atttypmod) END,
                   a.attnotnull, a.atthasdef, a.attgenerated <> '', a.attidentity = 'a'
            FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
            WHERE a.attrelid = to_regclass(?) AND a.attnum > 0 AND NOT a.attisdropped
            ORDER BY a.attnum
            """;

    // Only indexes that ON CONFLICT can be told by their columns alone.
    private static final String UNIQUE_KEYS = """
            SELECT (SELECT array_agg(a.attname::text) FROM pg_attribute a
                    WHERE a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey[0:i.indnkeyatts - 1]))
            FROM pg_index i
            WHERE i.indrelid = to_regclass(?) AND i.indisunique AND i.indisvalid AND i.indimmediate
              AND i.indpred IS NULL AND i.indexprs IS NULL
            """;

    private LayoutReader() {}

    static Optional<TableLayout> read(Connection connection, TableName table) throws SQLException {
        Map<String, TableLayout.Column> columns = new LinkedHashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
            statement.setString(1, table.sql());
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    columns.put(
                            rows.getString(1),
                            new TableLayout.Column(
                                    SqlType.parse(rows.getString(2)),
                                    rows.getBoolean(3),
                                    rows.getBoolean(4),
                                    rows.getBoolean(5),
                                    rows.getBoolean(6)));
                }
            }
        }
        if (columns.isEmpty() && !exists(connection, table)) {
            return Optional.empty();
        }
        return Optional.of(new TableLayout(table, columns, uniqueKeys(connection, table)));
    }

    private static boolean exists(Connection connection, TableName table) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT to_regclass(?) IS NOT NULL")) {
            statement.setString(1, table.sql());
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() && rows.getBoolean(1);
            }
        }
    }

    private static Set<Set<String>> uniqueKeys(Connection connection, TableName table) throws SQLException {
        Set<Set<String>> keys = new HashSet<>();
        try (PreparedStatement statement = connection.prepareStatement(UNIQUE_KEYS)) {
            statement.setString(1, table.sql());
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    Array names = rows.getArray(1);
                    if (names != null) {
                        keys.add(new HashSet<>(List.of((String[]) names.getArray())));
                    }
                }
            }
        }
        return keys;
    }
}
