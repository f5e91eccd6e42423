package io.millrace.connectors.cdc.doctor;

import io.millrace.names.NearestName;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Says which setting a refused login points at. */
final class LoginFailure {

    private static final String WRONG_PASSWORD = "28P01";
    private static final String NOT_ALLOWED = "28000";
    private static final String NO_SUCH_DATABASE = "3D000";
    private static final String TOO_MANY_SESSIONS = "53300";
    private static final String STARTING_UP = "57P03";

    private LoginFailure() {}

    static Finding explain(SourceSettings settings, SQLException failure) {
        String state = failure.getSQLState() == null ? "" : failure.getSQLState();
        String server = settings.host() + ":" + settings.port();
        return switch (state) {
            case WRONG_PASSWORD ->
                Finding.error(
                        "database.password",
                        "the server at " + server + " refuses the password of user '" + settings.user()
                                + "' (or has no such user)",
                        "correct database.user and database.password, or as a superuser: ALTER ROLE "
                                + SourceTable.quote(settings.user()) + " LOGIN PASSWORD '...'");
            case NOT_ALLOWED ->
                Finding.error(
                        "database.user",
                        "the server at " + server + " does not let user '" + settings.user() + "' in: "
                                + failure.getMessage(),
                        "let the user log in (ALTER ROLE ... LOGIN) and allow this machine in pg_hba.conf");
            case NO_SUCH_DATABASE ->
                Finding.error(
                        "database.dbname",
                        "the server at " + server + " has no database '" + settings.database() + "'"
                                + nearest(settings),
                        "correct database.dbname, or CREATE DATABASE " + SourceTable.quote(settings.database()));
            case TOO_MANY_SESSIONS ->
                Finding.error(
                        "database.hostname",
                        "the server at " + server + " has no free session",
                        "raise max_connections, or the connection limit of the role, or close idle sessions");
            case STARTING_UP ->
                Finding.error(
                        "database.hostname",
                        "the server at " + server + " is starting up or shutting down",
                        "try again when it takes connections");
            default -> unreachable(server, failure);
        };
    }

    private static Finding unreachable(String server, SQLException failure) {
        if (failure.getCause() instanceof UnknownHostException) {
            return Finding.error(
                    "database.hostname", "no host of the name in " + server + " is known", "correct database.hostname");
        }
        return Finding.error(
                "database.hostname",
                "no PostgreSQL answers at " + server + ": " + failure.getMessage(),
                "correct database.hostname and database.port, and check that the server runs and listens there"
                        + " (listen_addresses, firewall)");
    }

    /** The database "postgres" is nearly always there and tells which others are. */
    private static String nearest(SourceSettings settings) {
        List<String> names = new ArrayList<>();
        try (Connection connection = SourceLogin.open(settings, "postgres");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT datname FROM pg_database WHERE datallowconn AND NOT datistemplate ORDER BY 1")) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        } catch (SQLException e) {
            return "";
        }
        return NearestName.of(settings.database(), names)
                .map(name -> "; did you mean '" + name + "'?")
                .orElse("; it has " + Examination.listed(names));
    }
}
