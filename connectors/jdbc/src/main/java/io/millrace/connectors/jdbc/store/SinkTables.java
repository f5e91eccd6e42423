package io.millrace.connectors.jdbc.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Makes the tables that the sink keeps for itself. */
final class SinkTables {
    private static final String TURN = "SELECT pg_advisory_xact_lock(hashtextextended('millrace sink tables', 0))";

    private SinkTables() {}

    /** Asks first: a role that may not create tables can still use those that somebody made for it. */
    static void create(Connection connection, String table, String sql) throws SQLException {
        if (exists(connection, table)) {
            return;
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute(TURN);
            statement.execute(sql);
        }
    }

    static boolean exists(Connection connection, String table) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT to_regclass(?) IS NOT NULL")) {
            statement.setString(1, table);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() && rows.getBoolean(1);
            }
        }
    }
}
