package io.millrace.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.hub.node.Hub;
import io.millrace.hub.node.Role;
import io.millrace.testing.ChildJvm;
import io.millrace.testing.TestingPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong in practice gets an answer that says what was wrong and what to do, and nothing is created. */
class BadInputIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path folder;

    private static TestingPostgres postgres;
    private static Hub hub;

    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeAll
    static void start() {
        postgres = TestingPostgres.start();
        hub = Hub.start(Map.of(
                "home", Distribution.home().toString(),
                "data.dir", folder.resolve("hub").toString(),
                "broker.listeners", "PLAINTEXT://127.0.0.1:0",
                "registry.listeners", "http://127.0.0.1:0",
                "gateway.listeners", "http://127.0.0.1:0",
                "connect.listeners", "http://127.0.0.1:0"));
    }

    @AfterAll
    static void stop() {
        hub.close();
        postgres.close();
    }

    @Test
    void aWrongPasswordOfASinkIsNamedAndNothingIsCreated() throws Exception {
        Map<String, String> config = jdbc();
        config.put("connection.password", "wrong");
        refused(config, 400, "password authentication failed");
    }

    @Test
    void aMissingDatabaseOfASinkIsNamed() throws Exception {
        Map<String, String> config = jdbc();
        config.put("connection.url", postgres.jdbcUrl("nowhere"));
        refused(config, 400, "nowhere");
    }

    @Test
    void aMisspelledKeyIsAnsweredWithTheNearestOne() throws Exception {
        Map<String, String> config = jdbc();
        config.put("insret.mode", "upsert");
        refused(config, 400, "insert.mode");
    }

    @Test
    void aWrongPasswordOfASourceIsNamed() throws Exception {
        Map<String, String> config = cdc(postgres);
        config.put("database.password", "wrong");
        refused(config, 400, "refuses the password of user '" + postgres.user() + "'");
    }

    @Test
    void aMissingDatabaseOfASourceIsNamed() throws Exception {
        Map<String, String> config = cdc(postgres);
        config.put("database.dbname", "nowhere");
        refused(config, 400, "nowhere");
    }

    @Test
    void aServerWithoutLogicalDecodingIsToldHowToTurnItOn() throws Exception {
        try (TestingPostgres replica = TestingPostgres.start(Map.of("wal_level", "replica"))) {
            refused(cdc(replica), 400, "ALTER SYSTEM SET wal_level");
        }
    }

    @Test
    void anUnknownConnectorClassIsAnsweredWithTheNearestOne() throws Exception {
        Map<String, String> config = jdbc();
        config.put("connector.class", "io.millrace.connectors.jdbc.JdbcSinkConector");
        refused(config, 400, "io.millrace.connectors.jdbc.JdbcSinkConnector");
    }

    @Test
    void malformedJsonIsTheClientsMistake() throws Exception {
        assertThat(post(hub.address(Role.CONNECT) + "/connectors", "{\"name\": ")
                        .statusCode())
                .isEqualTo(400);
        assertThat(post(hub.address(Role.REGISTRY) + "/subjects/s/versions", "{\"schema\": ")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void anIncompatibleSchemaIsRefusedAndTheOldOneStays() throws Exception {
        String versions = hub.address(Role.REGISTRY) + "/subjects/incompatible/versions";
        assertThat(post(versions, schema("int")).statusCode()).isEqualTo(200);
        HttpResponse<String> refused = post(versions, schema("string"));
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("incompatible");
        assertThat(get(versions).body()).isEqualTo("[1]");
    }

    @Test
    void aPortInUseIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + taken.getLocalPort();
            assertStartFails(
                    folder.resolve("port"), address, "--roles", "broker", "--set", "listeners=PLAINTEXT://" + address);
        }
    }

    @Test
    void aDataFolderOfANewerVersionIsLeftAlone() throws Exception {
        Path data = folder.resolve("newer");
        String[] broker = {"--roles", "broker", "--set", "listeners=PLAINTEXT://127.0.0.1:0"};
        try (ChildJvm first = Distribution.startHub(data, broker)) {
            first.terminate();
            first.awaitExit(TIMEOUT);
        }
        Path meta = data.resolve("broker").resolve("logs").resolve("meta.properties");
        Files.writeString(meta, Files.readString(meta).replaceAll("(?m)^version=.*$", "version=99"));
        assertStartFails(data, "newer", broker);
        assertThat(Files.readString(meta)).contains("version=99");
    }

    @Test
    void anUnknownKeyRefusesToStartAndNamesTheNearest() {
        assertStartFails(
                folder.resolve("key"),
                "num.partitions",
                "--roles",
                "broker",
                "--set",
                "num.partition=3",
                "--set",
                "listeners=PLAINTEXT://127.0.0.1:0");
    }

    private static void assertStartFails(Path data, String message, String... arguments) {
        try (ChildJvm start = Distribution.launchHub(data, arguments)) {
            assertThat(start.awaitExit(TIMEOUT)).as(start.output()).isNotZero();
            assertThat(start.output()).contains(message).doesNotContain("\tat ");
        }
    }

    private void refused(Map<String, String> config, int status, String message) throws Exception {
        String name = "bad-" + config.hashCode();
        HttpResponse<String> answer = post(
                hub.address(Role.CONNECT) + "/connectors",
                JSON.writeValueAsString(Map.of("name", name, "config", config)));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        JsonNode error = JSON.readTree(answer.body());
        assertThat(error.path("error_code").asInt()).isEqualTo(status);
        assertThat(error.path("message").asText()).contains(message);
        assertThat(get(hub.address(Role.CONNECT) + "/connectors/" + name).statusCode())
                .isEqualTo(404);
    }

    private static Map<String, String> jdbc() {
        Map<String, String> config = new HashMap<>();
        config.put("connector.class", "io.millrace.connectors.jdbc.JdbcSinkConnector");
        config.put("topics", "t");
        config.put("connection.url", postgres.jdbcUrl());
        config.put("connection.user", postgres.user());
        config.put("connection.password", postgres.password());
        return config;
    }

    private static Map<String, String> cdc(TestingPostgres server) {
        Map<String, String> config = new HashMap<>();
        config.put("connector.class", "io.millrace.connectors.cdc.PostgresCdcSourceConnector");
        config.put("database.hostname", server.host());
        config.put("database.port", Integer.toString(server.port()));
        config.put("database.user", server.user());
        config.put("database.password", server.password());
        config.put("database.dbname", "postgres");
        config.put("topic.prefix", "bad");
        return config;
    }

    private static String schema(String type) throws IOException {
        return JSON.writeValueAsString(Map.of("schema", JSON.writeValueAsString(type)));
    }

    private HttpResponse<String> post(String url, String body) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(url))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String url) throws Exception {
        return http.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
    }
}
