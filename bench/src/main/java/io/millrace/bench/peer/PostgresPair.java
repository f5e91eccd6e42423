package io.millrace.bench.peer;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A PostgreSQL with the database that changes and the one that is to follow it, each with one table. */
public final class PostgresPair implements AutoCloseable {

    public static final String USER = "postgres";
    public static final String PASSWORD = "postgres";
    public static final String SOURCE = "source";
    public static final String TARGET = "target";
    public static final String TABLE = "item";

    private final EmbeddedPostgres server;
    private final Connection source;
    private final Connection target;

    /** Starts it; blocks for seconds. */
    public PostgresPair() throws IOException {
        server = EmbeddedPostgres.builder()
                .setServerConfig("wal_level", "logical")
                .start();
        try {
            try (Connection any = connect(USER);
                    Statement statement = any.createStatement()) {
                statement.execute("CREATE DATABASE " + SOURCE);
                statement.execute("CREATE DATABASE " + TARGET);
            }
            source = connect(SOURCE);
            target = connect(TARGET);
            try (Statement statement = source.createStatement()) {
                statement.execute(
                        "CREATE TABLE " + TABLE
                                + " (id int PRIMARY KEY, name text NOT NULL, amount bigint, price double precision, at timestamptz)");
            }
        } catch (SQLException e) {
            server.close();
            throw new IOException("The databases of the benchmark could not be made", e);
        }
    }

    public int port() {
        return server.getPort();
    }

    public String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port() + "/" + database;
    }

    private Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(jdbcUrl(database), USER, PASSWORD);
    }

    /** Inserts rows with these ids in one transaction. */
    public void insert(int first, int last) throws SQLException {
        try (PreparedStatement statement = source.prepareStatement("INSERT INTO " + TABLE
                + " SELECT id, 'item number ' || id, id * 7::bigint, id / 3.0, now() FROM generate_series(?, ?) id")) {
            statement.setInt(1, first);
            statement.setInt(2, last);
            statement.executeUpdate();
        }
    }

    /** The highest id in the target; 0 while there is none. */
    public int arrived() throws SQLException {
        try (Statement statement = target.createStatement()) {
            try (ResultSet row = statement.executeQuery("SELECT to_regclass('" + TABLE + "') IS NOT NULL")) {
                row.next();
                if (!row.getBoolean(1)) {
                    return 0;
                }
            }
            try (ResultSet row = statement.executeQuery("SELECT coalesce(max(id), 0) FROM " + TABLE)) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    /** How many rows the target has. */
    public int count() throws SQLException {
        try (Statement statement = target.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM " + TABLE)) {
            row.next();
            return row.getInt(1);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
