package io.millrace.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.hub.client.HttpApi;
import io.millrace.hub.node.Hub;
import io.millrace.hub.node.Role;
import io.millrace.testing.CapturedLog;
import io.millrace.testing.TestingPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Debezium, drivers and Kafka's clients log by themselves at INFO, from the start of a connector to its end. */
class LoggedPasswordsIT {
    private static final String LITERAL = "canary-literal-5517";
    private static final String PROVIDED = "canary-provided-9206";
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @TempDir
    Path folder;

    @Test
    void noPasswordOfAConnectorIsLogged() throws Exception {
        Path secrets = Files.writeString(folder.resolve("secrets.properties"), "word=" + PROVIDED + "\n");
        String reference = "${file:" + secrets + ":word}";
        try (CapturedLog log = CapturedLog.startAtInfo();
                JavaLog javaLog = new JavaLog();
                TestingPostgres postgres = TestingPostgres.start()) {
            // Given
            postgres.execute(
                    "CREATE ROLE literal SUPERUSER REPLICATION LOGIN PASSWORD '" + LITERAL + "'",
                    "CREATE ROLE provided SUPERUSER REPLICATION LOGIN PASSWORD '" + PROVIDED + "'",
                    "CREATE TABLE item (id int PRIMARY KEY, name text)",
                    "INSERT INTO item VALUES (1, 'one')");
            try (Hub hub = Hub.start(properties())) {
                HttpApi connect = new HttpApi(hub.address(Role.CONNECT), "Connect worker");

                // When
                for (Map.Entry<String, String> each :
                        Map.of("literal", LITERAL, "provided", reference).entrySet()) {
                    create(connect, "source-" + each.getKey(), source(postgres, each.getKey(), each.getValue()));
                    create(connect, "sink-" + each.getKey(), sink(postgres, each.getKey(), each.getValue()));
                }
                awaitRows(postgres, connect, 1);
                for (JsonNode name : connect.get("/connectors")) {
                    connect.post("/connectors/" + name.asText() + "/restart?includeTasks=true");
                }
                postgres.execute("INSERT INTO item VALUES (2, 'two')");
                awaitRows(postgres, connect, 2);
                for (JsonNode name : connect.get("/connectors")) {
                    connect.delete("/connectors/" + name.asText());
                }
            }

            // Then what they are configured with has been logged, and no password
            for (String shown :
                    List.of("database.password = ", "sasl.jaas.config = ", "copy_literal", "copy_provided")) {
                assertThat(log.lines().stream().filter(line -> line.contains(shown)))
                        .as(shown)
                        .isNotEmpty();
            }
            assertThat(log.lines().stream().filter(LoggedPasswordsIT::tells)).isEmpty();
            assertThat(javaLog.lines.stream().filter(LoggedPasswordsIT::tells)).isEmpty();
        }
    }

    private static boolean tells(String line) {
        return line.contains(LITERAL) || line.contains(PROVIDED);
    }

    private Map<String, String> properties() {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("roles", "broker,connect");
        properties.put("home", Distribution.home().toString());
        properties.put("data.dir", folder.resolve("data").toString());
        properties.put("broker.listeners", "PLAINTEXT://127.0.0.1:0");
        properties.put("connect.listeners", "http://127.0.0.1:0");
        properties.put("connect.offset.flush.interval.ms", "500");
        properties.put("connect.key.converter", "org.apache.kafka.connect.json.JsonConverter");
        properties.put("connect.value.converter", "org.apache.kafka.connect.json.JsonConverter");
        properties.put("connect.config.providers", "file");
        properties.put(
                "connect.config.providers.file.class", "org.apache.kafka.common.config.provider.FileConfigProvider");
        return properties;
    }

    private static Map<String, String> source(TestingPostgres postgres, String name, String password) {
        Map<String, String> config = new LinkedHashMap<>();
        config.put("connector.class", "io.debezium.connector.postgresql.PostgresConnector");
        config.put("plugin.name", "pgoutput");
        config.put("slot.name", "slot_" + name);
        config.put("publication.name", "publication_" + name);
        config.put("topic.prefix", name);
        config.put("database.hostname", postgres.host());
        config.put("database.port", Integer.toString(postgres.port()));
        config.put("database.user", name);
        config.put("database.password", password);
        config.put("database.dbname", "postgres");
        config.put("table.include.list", "public.item");
        config.put("producer.override.sasl.jaas.config", login(password));
        return config;
    }

    private static Map<String, String> sink(TestingPostgres postgres, String name, String password) {
        Map<String, String> config = new LinkedHashMap<>();
        config.put("connector.class", "io.confluent.connect.jdbc.JdbcSinkConnector");
        config.put("topics", name + ".public.item");
        config.put("connection.url", postgres.jdbcUrl("postgres"));
        config.put("connection.user", name);
        config.put("connection.password", password);
        config.put("insert.mode", "upsert");
        config.put("pk.mode", "record_key");
        config.put("auto.create", "true");
        config.put("table.name.format", "copy_" + name);
        config.put("consumer.override.sasl.jaas.config", login(password));
        return config;
    }

    /** The broker asks nobody who he is; clients say what they are configured with all the same. */
    private static String login(String password) {
        return "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"u\" password=\"" + password
                + "\";";
    }

    private static void create(HttpApi connect, String name, Map<String, String> config) {
        JsonNode created = connect.post("/connectors", Map.of("name", name, "config", config));
        assertThat(created.path("name").asText()).isEqualTo(name);
    }

    private static void awaitRows(TestingPostgres postgres, HttpApi connect, int rows) throws Exception {
        for (String name : List.of("literal", "provided")) {
            await(
                    rows + " rows of " + name,
                    connect,
                    () -> postgres.query("SELECT to_regclass('copy_" + name + "') IS NOT NULL")
                                    .equals(List.of(List.of("t")))
                            && postgres.query("SELECT count(*) FROM copy_" + name)
                                    .equals(List.of(List.of(Integer.toString(rows)))));
        }
    }

    private static void await(String what, HttpApi connect, Callable<Boolean> condition) throws Exception {
        long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.call()) {
            if (System.nanoTime() - deadlineNanos >= 0) {
                throw new AssertionError(
                        what + ": not within " + PATIENCE + "; " + connect.get("/connectors?expand=status"));
            }
            Thread.sleep(50);
        }
    }

    /** What drivers say by the logging that comes with Java. */
    private static final class JavaLog extends Handler implements AutoCloseable {
        private final Queue<String> lines = new ConcurrentLinkedQueue<>();

        private JavaLog() {
            LogManager.getLogManager().getLogger("").addHandler(this);
        }

        @Override
        public void publish(LogRecord line) {
            lines.add(line.getMessage() + " " + String.valueOf(line.getThrown()));
            for (Object parameter : line.getParameters() == null ? new Object[0] : line.getParameters()) {
                lines.add(String.valueOf(parameter));
            }
        }

        @Override
        public void flush() {
            // Keeps nothing back.
        }

        @Override
        public void close() {
            LogManager.getLogManager().getLogger("").removeHandler(this);
        }
    }
}
