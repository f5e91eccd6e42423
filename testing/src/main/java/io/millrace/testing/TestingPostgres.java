package io.millrace.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A real PostgreSQL server with logical decoding on, in a container where a Docker engine answers and from embedded
 * binaries otherwise. Connections over TCP need the password.
 */
public final class TestingPostgres implements AutoCloseable {

    private static final String USER = "postgres";
    private static final String PASSWORD = "millrace";

    private final PostgresServer server;

    private TestingPostgres(PostgresServer server) {
        this.server = server;
    }

    /** Starts a server with {@code wal_level=logical} and {@code synchronous_commit=on}. */
    public static TestingPostgres start() {
        return start(Map.of());
    }

    /** Starts a server whose configuration has the settings given on top, for example {@code wal_level=replica}. */
    public static TestingPostgres start(Map<String, String> settings) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("wal_level", "logical");
        // The embedded server turns this off for speed, and then a crash test would blame us for its losses.
        all.put("synchronous_commit", "on");
        all.put("max_replication_slots", "20");
        all.put("max_wal_senders", "20");
        all.putAll(settings);
        return new TestingPostgres(
                DockerEngine.isUsed()
                        ? ContainerPostgresServer.start(all, PASSWORD)
                        : EmbeddedPostgresServer.start(all, PASSWORD));
    }

    /** The host to connect to. */
    public String host() {
        return server.host();
    }

    /** The TCP port to connect to. */
    public int port() {
        return server.port();
    }

    /** A superuser. */
    public String user() {
        return USER;
    }

    /** The password of {@link #user()}. */
    public String password() {
        return PASSWORD;
    }

    /** JDBC URL of the database {@code postgres}, without credentials. */
    public String jdbcUrl() {
        return jdbcUrl("postgres");
    }

    /** JDBC URL of {@code database}, without credentials. */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://" + host() + ":" + port() + "/" + database;
    }

    /** Creates a database and returns its name. */
    public String createDatabase(String name) {
        execute("CREATE DATABASE \"" + name + "\"");
        return name;
    }

    /** A new connection to the database {@code postgres}, in auto-commit mode. */
    public Connection connect() {
        return connect("postgres");
    }

    /** A new connection to {@code database}, in auto-commit mode. */
    public Connection connect(String database) {
        try {
            return DriverManager.getConnection(jdbcUrl(database), USER, PASSWORD);
        } catch (SQLException e) {
            throw new IllegalStateException("could not connect to " + jdbcUrl(database), e);
        }
    }

    /** Runs each statement in the database {@code postgres}, each in a transaction of its own. */
    public void execute(String... statements) {
        executeIn("postgres", statements);
    }

    /** Runs each statement in {@code database}, each in a transaction of its own. */
    public void executeIn(String database, String... statements) {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The rows of a query in the database {@code postgres}, every value as text, NULL as null. */
    public List<List<String>> query(String sql) {
        return queryIn("postgres", sql);
    }

    /** The rows of a query in {@code database}, every value as text, NULL as null. */
    public List<List<String>> queryIn(String database, String sql) {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<List<String>> result = new ArrayList<>();
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                List<String> row = new ArrayList<>(columns);
                for (int column = 1; column <= columns; column++) {
                    row.add(rows.getString(column));
                }
                result.add(row);
            }
            return result;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
