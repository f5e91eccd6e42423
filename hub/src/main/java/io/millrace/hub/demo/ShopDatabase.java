package io.millrace.hub.demo;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** The PostgreSQL server of the demo with its two databases: the shop that changes, and the empty warehouse. */
final class ShopDatabase implements AutoCloseable {

    static final String SHOP = "shop";
    static final String WAREHOUSE = "warehouse";
    static final String USER = "postgres";
    static final String PASSWORD = "postgres";

    private final EmbeddedPostgres server;

    private ShopDatabase(EmbeddedPostgres server) {
        this.server = server;
    }

    static ShopDatabase start() {
        try {
            EmbeddedPostgres server = EmbeddedPostgres.builder()
                    .setServerConfig("wal_level", "logical")
                    // The embedded server turns this off; with it off, a demo of durability would prove nothing.
                    .setServerConfig("synchronous_commit", "on")
                    .start();
            ShopDatabase database = new ShopDatabase(server);
            try (Connection connection = database.connect("postgres");
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE DATABASE " + SHOP);
                statement.execute("CREATE DATABASE " + WAREHOUSE);
            }
            try (Connection connection = database.connect(SHOP);
                    Statement statement = connection.createStatement()) {
                statement.execute(ShopTables.CREATE);
            }
            return database;
        } catch (IOException e) {
            throw new UncheckedIOException("could not start the demo's PostgreSQL", e);
        } catch (SQLException e) {
            throw new IllegalStateException("could not create the demo's databases", e);
        }
    }

    int port() {
        return server.getPort();
    }

    String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port() + "/" + database;
    }

    Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(jdbcUrl(database), USER, PASSWORD);
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException("could not stop the demo's PostgreSQL", e);
        }
    }
}
