package io.millrace.connectors.jdbc;

import io.millrace.connectors.testkit.InMemoryTopics;
import io.millrace.connectors.testkit.ScriptedErrantRecordReporter;
import io.millrace.connectors.testkit.ScriptedSinkContext;
import io.millrace.connectors.testkit.SinkTaskDriver;
import io.millrace.testing.TestingPostgres;
import java.sql.Connection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** A fresh database of a real server for one test, and tasks that write to it. */
final class Warehouse {
    private final TestingPostgres server;
    private final String database;
    final ScriptedErrantRecordReporter deadLetters = new ScriptedErrantRecordReporter();

    Warehouse(TestingPostgres server, String database) {
        this.server = server;
        this.database = server.createDatabase(database);
    }

    TestingPostgres server() {
        return server;
    }

    String database() {
        return database;
    }

    /** A configuration for change capture into this database, with further keys and values. */
    Map<String, String> config(String... keysAndValues) {
        Map<String, String> config = new LinkedHashMap<>();
        config.put("name", "warehouse");
        config.put("connector.class", "io.millrace.connectors.jdbc.JdbcSinkConnector");
        config.put("topics", "shop.public.t");
        config.put("connection.url", server.jdbcUrl(database));
        config.put("connection.user", server.user());
        config.put("connection.password", server.password());
        config.put("insert.mode", "upsert");
        config.put("pk.mode", "record_key");
        config.put("delete.enabled", "true");
        config.put("truncate.enabled", "true");
        config.put("auto.create", "true");
        config.put("auto.evolve", "true");
        config.put("table.name.format", "t");
        config.put("retry.backoff.ms", "5");
        for (int i = 0; i < keysAndValues.length; i += 2) {
            config.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return config;
    }

    /** A started task over some topics whose dead letters are kept here. */
    SinkTaskDriver start(InMemoryTopics topics, String... keysAndValues) {
        return new SinkTaskDriver(
                        new JdbcSinkTask(), topics, new ScriptedSinkContext(config(keysAndValues), deadLetters))
                .start();
    }

    /** Runs a task over all records and stops it. */
    void load(InMemoryTopics topics, String... keysAndValues) {
        SinkTaskDriver driver = start(topics, keysAndValues);
        driver.drain(1_000);
        driver.stop();
    }

    List<List<String>> query(String sql) {
        return server.queryIn(database, sql);
    }

    /** The only value of the only row of a query. */
    String value(String sql) {
        return query(sql).get(0).get(0);
    }

    void execute(String... statements) {
        server.executeIn(database, statements);
    }

    Connection connect() {
        return server.connect(database);
    }

    /** Gives each test a warehouse; all share one server, which stops with the test run. */
    static final class Extension implements ParameterResolver {
        private static final AtomicInteger COUNTER = new AtomicInteger();

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Warehouse.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            TestingPostgres server = context.getRoot()
                    .getStore(ExtensionContext.Namespace.create(Warehouse.class))
                    .getOrComputeIfAbsent("server", key -> TestingPostgres.start(), TestingPostgres.class);
            return new Warehouse(server, "warehouse_" + COUNTER.incrementAndGet());
        }
    }
}
