package io.millrace.connectors.jdbc;

import io.millrace.connectors.jdbc.config.ResolvedKeys;
import io.millrace.connectors.jdbc.config.SinkKeys;
import io.millrace.connectors.jdbc.store.OffsetStore;
import io.millrace.connectors.jdbc.store.Session;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Logs in as the task will and says, at the key that is to blame, what would stop it and what to do. */
final class TargetCheck {
    private static final String FACTS = """
            SELECT current_user, current_database(), current_schema(), pg_is_in_recovery(),
                   current_schema() IS NOT NULL AND has_schema_privilege(current_schema(), 'CREATE'),
                   has_database_privilege(current_database(), 'TEMPORARY'),
                   CASE WHEN to_regclass('%1$s') IS NOT NULL
                        THEN has_table_privilege('%1$s', 'SELECT') AND has_table_privilege('%1$s', 'UPDATE')
                             AND has_table_privilege('%1$s', 'INSERT') END
            """;

    private TargetCheck() {}

    static void run(JdbcSinkConfig config, ResolvedKeys keys) {
        try (Session session = new Session(
                        config.connection(), "millrace:validate", config.zone().getId());
                Statement statement = session.connection().createStatement();
                ResultSet facts = statement.executeQuery(FACTS.formatted(OffsetStore.TABLE))) {
            facts.next();
            judge(config, keys, facts);
        } catch (SQLException failed) {
            refused(config, keys, failed);
        }
    }

    private static void judge(JdbcSinkConfig config, ResolvedKeys keys, ResultSet facts) throws SQLException {
        String user = facts.getString(1);
        String schema = facts.getString(3);
        if (facts.getBoolean(4)) {
            keys.problem(
                    SinkKeys.URL,
                    "the server is a standby, which takes no writes; name its primary, or list both"
                            + " hosts and add targetServerType=primary");
        }
        if (schema == null) {
            keys.problem(
                    SinkKeys.URL,
                    "no schema of the search path exists for role " + user + "; add currentSchema=... to the address");
            return;
        }
        boolean creates = facts.getBoolean(5);
        if (config.tables().autoCreate() && !creates) {
            keys.problem(
                    SinkKeys.AUTO_CREATE,
                    "role " + user + " may not create tables in schema " + schema + "; run: GRANT CREATE ON SCHEMA \""
                            + schema + "\" TO \"" + user + "\"");
        }
        boolean mayUseOffsets = facts.getBoolean(7);
        boolean offsetsExist = !facts.wasNull();
        if (config.delivery().exactlyOnce() && (offsetsExist ? !mayUseOffsets : !creates)) {
            keys.problem(
                    SinkKeys.DELIVERY,
                    "exactly_once keeps offsets in table " + OffsetStore.TABLE + ", which role " + user
                            + (offsetsExist ? " may not read and write" : " may not create") + "; run: GRANT "
                            + (offsetsExist
                                    ? "SELECT, INSERT, UPDATE, DELETE ON " + OffsetStore.TABLE
                                    : "CREATE ON SCHEMA \"" + schema + "\"")
                            + " TO \"" + user + "\", or set delivery=at_least_once");
        }
        if (!facts.getBoolean(6)) {
            keys.problem(
                    SinkKeys.USER,
                    "role " + user + " may not create temporary tables, through which rows are"
                            + " copied; run: GRANT TEMPORARY ON DATABASE \"" + facts.getString(2) + "\" TO \"" + user
                            + "\"");
        }
    }

    private static void refused(JdbcSinkConfig config, ResolvedKeys keys, SQLException failed) {
        String state = failed.getSQLState() == null ? "" : failed.getSQLState();
        String said = SqlMessages.describe(failed);
        String user = config.connection().user();
        switch (state) {
            case "28P01" ->
                keys.problem(SinkKeys.PASSWORD, "the server refused the password of role " + user + ": " + said);
            case "28000" ->
                keys.problem(
                        SinkKeys.USER,
                        "the server refused the login of role " + user + ": " + said
                                + ". The role must exist, have LOGIN, and be let in by pg_hba.conf");
            case "3D000" ->
                keys.problem(
                        SinkKeys.URL,
                        "database " + config.connection().url().database()
                                + " does not exist on the server; create it or" + " correct the address");
            case "08001", "08004", "08006" ->
                keys.problem(
                        SinkKeys.URL,
                        "the server " + config.connection().url().hosts() + " could not be reached: " + said
                                + ". Check host, port, and that the server listens there");
            case "42501" -> keys.problem(SinkKeys.USER, "role " + user + " lacks a right: " + said);
            default -> keys.problem(SinkKeys.URL, "logging in failed: " + said);
        }
    }
}
