package io.millrace.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/** PostgreSQL from the embedded binaries, as a process of this machine. */
final class EmbeddedPostgresServer implements PostgresServer {

    private static final String ACCESS_RULES = """
            local all all trust
            host all all all scram-sha-256
            host replication all all scram-sha-256
            """;

    private final EmbeddedPostgres server;

    private EmbeddedPostgresServer(EmbeddedPostgres server) {
        this.server = server;
    }

    static EmbeddedPostgresServer start(Map<String, String> settings, String password) {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder();
        settings.forEach(builder::setServerConfig);
        try {
            EmbeddedPostgres server = builder.start();
            requirePassword(server, password);
            return new EmbeddedPostgresServer(server);
        } catch (IOException e) {
            throw new UncheckedIOException("could not start PostgreSQL", e);
        } catch (SQLException e) {
            throw new IllegalStateException("could not set the password of the test server", e);
        }
    }

    @Override
    public String host() {
        return "127.0.0.1";
    }

    @Override
    public int port() {
        return server.getPort();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException("could not stop PostgreSQL", e);
        }
    }

    /** The embedded server trusts everybody; a server that lets a wrong password in would test nothing. */
    private static void requirePassword(EmbeddedPostgres server, String password) throws SQLException, IOException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("ALTER USER postgres PASSWORD '" + password + "'");
            Path accessRules;
            try (ResultSet rows = statement.executeQuery("SHOW hba_file")) {
                rows.next();
                accessRules = Path.of(rows.getString(1));
            }
            Files.writeString(accessRules, ACCESS_RULES);
            statement.execute("SELECT pg_reload_conf()");
        }
    }
}
