package io.millrace.connectors.jdbc.store;

import io.millrace.connectors.jdbc.config.ConnectionConfig;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.postgresql.Driver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one connection of a task: opened when it is needed, thrown away when it failed. */
public final class Session implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(Session.class);

    /**
     * A frozen owner must not hold locks for longer than this: no longer than the usual session of a worker, so that who
     * takes its partitions over finds them free. A transaction here lasts for one batch and waits for nobody.
     */
    private static final String IDLE_IN_TRANSACTION_TIMEOUT_MS = "10000";

    static {
        // The driver asserts that no connection dies in the middle of a batch. Where assertions are on, as under tests,
        // a
        // lost server would be an Error that kills the task instead of the SQLException that makes it try again.
        Driver.class.getClassLoader().setClassAssertionStatus("org.postgresql.jdbc.BatchResultHandler", false);
    }

    private final ConnectionConfig config;
    private final String applicationName;
    private final String zone;
    private Connection connection;

    /** A session that connects when it is first used. */
    public Session(ConnectionConfig config, String applicationName, String zone) {
        this.config = config;
        this.applicationName = applicationName;
        this.zone = zone;
    }

    /** Whether the session has a connection now. */
    public boolean connected() {
        return connection != null;
    }

    /** The connection, outside of any transaction if it is new. */
    public Connection connection() throws SQLException {
        if (connection == null) {
            connection = open();
        }
        return connection;
    }

    /** Rolls back; when even that fails the connection is given up. */
    public void rollback() {
        if (connection == null) {
            return;
        }
        try {
            connection.rollback();
        } catch (SQLException failed) {
            LOGGER.debug("action=rollback outcome=failed", failed);
            discard();
        }
    }

    /** Gives the connection up without asking the server anything: it may never answer. */
    public void discard() {
        if (connection == null) {
            return;
        }
        Connection dead = connection;
        connection = null;
        try {
            dead.abort(Runnable::run);
        } catch (SQLException failed) {
            LOGGER.debug("action=abort-connection outcome=failed", failed);
        }
    }

    @Override
    public void close() {
        if (connection == null) {
            return;
        }
        rollback();
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException failed) {
            LOGGER.debug("action=close-connection outcome=failed", failed);
        } finally {
            connection = null;
        }
    }

    private Connection open() throws SQLException {
        Properties properties = config.driverProperties(applicationName);
        Connection opened = new Driver().connect(config.url().driverUrl(), properties);
        if (opened == null) {
            throw new SQLException("the driver did not take the address " + config.url(), "08001");
        }
        try {
            opened.setAutoCommit(false);
            configure(opened);
            return opened;
        } catch (SQLException failed) {
            opened.abort(Runnable::run);
            throw failed;
        }
    }

    private void configure(Connection opened) throws SQLException {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("TimeZone", zone);
        settings.put("standard_conforming_strings", "on");
        settings.put("default_transaction_isolation", "read committed");
        settings.put("statement_timeout", Integer.toString(config.statementTimeoutMs()));
        settings.put("lock_timeout", Integer.toString(config.lockTimeoutMs()));
        settings.put("idle_in_transaction_session_timeout", IDLE_IN_TRANSACTION_TIMEOUT_MS);
        try (PreparedStatement statement = opened.prepareStatement("SELECT set_config(?, ?, false)")) {
            for (Map.Entry<String, String> setting : settings.entrySet()) {
                statement.setString(1, setting.getKey());
                statement.setString(2, setting.getValue());
                statement.execute();
            }
        }
        opened.commit();
    }
}
