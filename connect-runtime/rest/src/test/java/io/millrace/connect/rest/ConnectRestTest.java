package io.millrace.connect.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.rest.RestClient.Reply;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectRestTest {
    private static final String CONFIG = """
            {"connector.class": "FileStreamSource", "file": "/tmp/none", "topic": "t", "tasks.max": 1}""";

    private static final AtomicReference<InMemoryConnectControl> CONTROL = new AtomicReference<>();
    private static ConnectServer server;
    private static RestClient client;

    @BeforeAll
    static void start() {
        server = ConnectServer.start(
                Map.of("listeners", "http://127.0.0.1:0"), InMemoryConnectControl.launcher(CONTROL::set));
        client = new RestClient(server.url());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void forget() {
        CONTROL.get().forgetAll();
        CONTROL.get().leaderIs(null);
    }

    @Test
    void saysWhoItIs() throws Exception {
        Reply root = client.get("/");
        assertThat(root.status()).isEqualTo(200);
        assertThat(root.json().get("version").asText()).isEqualTo("4.3.1");
        assertThat(root.json().get("kafka_cluster_id").asText()).isEqualTo("in-memory");
        assertThat(client.get("/health").json().get("status").asText()).isEqualTo("healthy");
    }

    @Test
    void saysWhereTasksAreAndWhy() throws Exception {
        // Given
        client.put("/connectors/c/config", CONFIG);

        // When / Then
        assertThat(client.get("/connectors/c/placement").json().toString())
                .isEqualTo(
                        "{\"name\":\"c\",\"by\":\"load\",\"tasks\":["
                                + "{\"id\":0,\"worker_id\":\"%1$s\",\"why\":\"It was moved there because its worker was used more.\","
                                + "\"load\":0.31,\"measured_ms\":30000,\"held\":\"snapshot\","
                                + "\"moved\":{\"time\":\"1970-01-01T00:00:01Z\",\"from\":\"other\",\"load\":0.3,"
                                + "\"from_used\":0.8,\"to_used\":0.1}},"
                                + "{\"id\":1,\"worker_id\":null,\"why\":\"It is not placed yet.\",\"load\":null,"
                                + "\"measured_ms\":null,\"held\":null}],"
                                + "\"workers\":[{\"worker_id\":\"%1$s\",\"used\":0.155,\"tasks\":1},"
                                + "{\"worker_id\":\"other\",\"used\":null,\"tasks\":0}]}",
                        "127.0.0.1:0");
        assertThat(client.get("/connectors/none/placement").status()).isEqualTo(404);
    }

    @Test
    void createsReadsChangesAndDeletesAConnector() throws Exception {
        // When
        Reply created = client.post("/connectors", "{\"name\": \" c \", \"config\": " + CONFIG + "}");

        // Then
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.raw().headers().firstValue("Location")).contains(server.url() + "/connectors/c");
        assertThat(created.json().toString())
                .startsWith("{\"name\":\"c\",\"config\":{")
                .contains("\"tasks\":[{\"connector\":\"c\",\"task\":0}],\"type\":\"source\"")
                .contains("\"tasks.max\":\"1\"");
        assertThat(client.post("/connectors", "{\"name\":\"c\",\"config\":" + CONFIG + "}")
                        .status())
                .isEqualTo(409);
        assertThat(client.get("/connectors").json().toString()).isEqualTo("[\"c\"]");
        assertThat(client.put("/connectors/c/config", CONFIG).status()).isEqualTo(200);
        assertThat(client.put("/connectors/d/config", CONFIG).status()).isEqualTo(201);
        Reply patched =
                client.send("PATCH", "/connectors/c/config", "{\"file\":null,\"topic\":\"u\"}", "application/json");
        assertThat(patched.json().get("config").toString())
                .contains("\"topic\":\"u\"")
                .doesNotContain("file\"");
        assertThat(client.get("/connectors/c/config").json().get("topic").asText())
                .isEqualTo("u");
        assertThat(client.delete("/connectors/c").status()).isEqualTo(204);
        Reply gone = client.get("/connectors/c");
        assertThat(gone.status()).isEqualTo(404);
        assertThat(gone.json().toString()).isEqualTo("{\"error_code\":404,\"message\":\"Connector c not found\"}");
    }

    @Test
    void showsDeadLettersAndSendsThemBack() throws Exception {
        assertThat(client.get("/connectors/c/dead-letters").json().toString())
                .isEqualTo("[{\"topic\":\"c-dead\",\"partition\":0,\"first_offset\":0,\"end_offset\":3,"
                        + "\"redrive_offset\":1}]");
        assertThat(client.get("/connectors/c/dead-letters/0?from=1&max=5")
                        .json()
                        .toString())
                .contains("\"offset\":1,", "\"value\":\"v1\"}", "\"value\":{\"base64\":\"/w==\"}")
                .contains("\"not_redrivable\":\"no topic\"")
                .doesNotContain("v0");
        assertThat(client.post("/connectors/c/dead-letters/redrive", "").json().toString())
                .isEqualTo("{\"redriven\":1,\"remaining\":0,"
                        + "\"passed_over\":[{\"partition\":0,\"offset\":2,\"reason\":\"no topic\"}]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "-1", "0?max=0", "0?max=101", "0?max=many", "0?from=-1", "0?from=1e3", "99999999999"})
    void refusesPagesOfDeadLettersThatMakeNoSense(String page) throws Exception {
        Reply refused = client.get("/connectors/c/dead-letters/" + page);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().get("message").asText()).contains("is a number from");
    }

    @Test
    void tellsWhatFailedAndWhatBecameOfIt() throws Exception {
        // Given
        client.put("/connectors/c/config", CONFIG);

        // When
        Reply failures = client.get("/connectors/c/failures");

        // Then
        assertThat(failures.status()).isEqualTo(200);
        assertThat(failures.json().toString())
                .isEqualTo("[{\"connector\":\"c\",\"task\":0,\"failures\":["
                        + "{\"at\":\"1970-01-01T00:00:01Z\",\"kind\":\"retriable\",\"error\":\"away\","
                        + "\"restart_at\":\"1970-01-01T00:00:02Z\",\"note\":\"restart 1 of 20 within the window\"},"
                        + "{\"at\":\"1970-01-01T00:00:03Z\",\"kind\":\"configuration\",\"error\":\"wrong\","
                        + "\"note\":\"a restart would not help\"}]}]");
        assertThat(client.get("/connectors/other/failures").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a%2Fb",
                "with%20space",
                "%C3%BCn%C3%AFcode%E2%82%AC",
                "plus+and%2Bplus",
                "a%2Fb%2F",
                "per%25cent",
                "semi%3Bcolon",
                "back%5Cslash",
                "q%3Fm%23",
                "%22quoted%22",
                "a%2F%2Fb",
                "...",
                "%7Bc%7D",
                "a%26b%3Dc:d@e"
            })
    void aConnectorOfAnyNameCanBeCreatedReadAndDeleted(String encoded) throws Exception {
        // Given
        assertThat(client.put("/connectors/" + encoded + "/config", CONFIG).status())
                .isEqualTo(201);
        String name = client.get("/connectors").json().get(0).asText();

        // When
        Reply read = client.get("/connectors/" + encoded);
        Reply status = client.get("/connectors/" + encoded + "/status");

        // Then
        assertThat(read.status()).isEqualTo(200);
        assertThat(read.json().get("name").asText()).isEqualTo(name);
        assertThat(status.json().get("name").asText()).isEqualTo(name);
        assertThat(client.delete("/connectors/" + encoded).status()).isEqualTo(204);
        assertThat(client.get("/connectors").json()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"name\":\"c\",\"config\":{} | not valid JSON",
                "{\"name\":\"c\",\"config\":{}} trailing | not valid JSON",
                "[1] | not a JSON object",
                "`` | no body",
                "{\"name\":\"c\"} | \"config\" is missing",
                "{\"name\":\"c\",\"config\":\"x\"} | \"config\" is missing or no object",
                "{\"name\":\"c\",\"confg\":{}} | did you mean config?",
                "{\"name\":\"c\",\"config\":{},\"initial_state\":\"ASLEEP\"} | RUNNING, PAUSED and STOPPED",
                "{\"name\":\"c\",\"config\":{\"name\":\"d\"}} | doesn't match",
                "{\"name\":\"a/../b\",\"config\":{}} | no URL can reach it",
                "{\"name\":\"c\",\"config\":{\"a\":{}}} | not a string but a structure",
                "{\"name\":\"c\",\"config\":{\"file\":\"x\"}} | connector.class",
                "{\"name\":\"c\",\"config\":{\"connector.class\":\"FileStreamSorce\"}} | FileStreamSourceConnector",
            })
    void aBadBodyIsRefusedWithAReason(String body, String reason) throws Exception {
        // When
        Reply reply = client.post("/connectors", body);

        // Then
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().get("error_code").asInt()).isEqualTo(400);
        assertThat(reply.message()).contains(reason);
    }

    @Test
    void anInvalidConfigurationIsRefusedWithEveryError() throws Exception {
        Reply reply = client.post("/connectors", """
                {"name": "", "config": {"connector.class": "FileStreamSource", "tasks.max": "many"}}""");
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.message())
                .startsWith("Connector configuration is invalid and contains the following 4 error(s):\n")
                .contains("tasks.max")
                .contains("String may not be empty")
                .contains("\"topic\"")
                .endsWith("`/connector-plugins/{connectorType}/config/validate`");
    }

    @Test
    void everyErrorOfTheServerItselfIsJson() throws Exception {
        assertThat(client.get("/nothing/here").message()).isEqualTo("HTTP 404 Not Found");
        assertThat(client.get("/connectors/c/tasks/x/status").status()).isEqualTo(404);
        assertThat(client.delete("/connectors").json().toString())
                .isEqualTo("{\"error_code\":405,\"message\":\"HTTP 405 Method Not Allowed\"}");
        assertThat(client.send("POST", "/connectors", "a=b", "application/x-www-form-urlencoded")
                        .message())
                .isEqualTo("HTTP 415 Unsupported Media Type");
        Reply html = client.send(HttpRequest.newBuilder().header("Accept", "text/html"), "/connectors");
        assertThat(html.message()).isEqualTo("HTTP 406 Not Acceptable");
        Reply huge = client.post("/connectors", " ".repeat(3_000_000));
        assertThat(huge.status()).isEqualTo(413);
        assertThat(huge.json().get("error_code").asInt()).isEqualTo(413);
        assertThat(client.get("/connectors?other=%00").message()).isEqualTo("HTTP 400 Bad Request");
    }

    @Test
    void headAndOptionsAreAnswered() throws Exception {
        Reply head = client.send(
                HttpRequest.newBuilder().method("HEAD", HttpRequest.BodyPublishers.noBody()), "/connectors");
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.raw().body()).isEmpty();
        Reply options = client.send(
                HttpRequest.newBuilder().method("OPTIONS", HttpRequest.BodyPublishers.noBody()), "/connectors");
        assertThat(options.raw().headers().firstValue("Allow")).contains("GET, HEAD, OPTIONS, POST");
    }

    @Test
    void showsStatusInKafkaConnectsOrderAndLeavesOutWhatIsUnknown() throws Exception {
        // Given
        client.put("/connectors/c/config", CONFIG);

        // When
        Reply status = client.get("/connectors/c/status");
        Reply expanded = client.get("/connectors?expand=status&expand=info&expand=sky");

        // Then
        assertThat(status.json().toString())
                .isEqualTo("{\"name\":\"c\",\"connector\":{\"state\":\"RUNNING\",\"worker_id\":\"127.0.0.1:0\","
                        + "\"version\":\"4.3.1\"},\"tasks\":[{\"id\":0,\"state\":\"FAILED\","
                        + "\"worker_id\":\"127.0.0.1:0\",\"trace\":\"a trace\","
                        + "\"since\":\"1970-01-01T00:00:01Z\",\"restarts\":2,"
                        + "\"last_error\":{\"time\":\"1970-01-01T00:00:01Z\","
                        + "\"worker_id\":\"127.0.0.1:0\",\"trace\":\"a trace\"}}],\"type\":\"source\"}");
        assertThat(expanded.json().get("c").get("status")).isEqualTo(status.json());
        assertThat(expanded.json().get("c").get("info").get("name").asText()).isEqualTo("c");
        assertThat(client.get("/connectors?expand=sky").json().toString()).isEqualTo("{\"c\":{}}");
        assertThat(client.get("/connectors/c/tasks/0/status").json().get("id").asInt())
                .isZero();
        assertThat(client.get("/connectors/c/tasks").json().get(0).get("id").toString())
                .isEqualTo("{\"connector\":\"c\",\"task\":0}");
    }

    @Test
    void movesAConnectorThroughItsStates() throws Exception {
        client.put("/connectors/c/config", CONFIG);
        assertThat(client.put("/connectors/c/pause", "").status()).isEqualTo(202);
        assertThat(client.put("/connectors/c/resume", "").status()).isEqualTo(202);
        assertThat(client.put("/connectors/c/stop", "").status()).isEqualTo(204);
        assertThat(client.post("/connectors/c/restart", "").status()).isEqualTo(204);
        Reply planned = client.post("/connectors/c/restart?includeTasks=true&onlyFailed=false", "");
        assertThat(planned.status()).isEqualTo(202);
        assertThat(planned.json().get("name").asText()).isEqualTo("c");
        assertThat(client.post("/connectors/c/restart?includeTasks=perhaps", "").status())
                .isEqualTo(400);
        assertThat(client.post("/connectors/c/tasks/0/restart", "").status()).isEqualTo(204);
        assertThat(client.post("/connectors/c/tasks/7/restart", "").status()).isEqualTo(404);
        assertThat(client.put("/connectors/x/pause", "").status()).isEqualTo(404);
        assertThat(client.get("/connectors/c/topics").json().toString()).isEqualTo("{\"c\":{\"topics\":[\"t\"]}}");
        assertThat(client.put("/connectors/c/topics/reset", "").status()).isEqualTo(403);
    }

    @Test
    void readsAltersAndResetsOffsets() throws Exception {
        // Given
        client.put("/connectors/c/config", CONFIG);
        String offsets = "{\"offsets\":[{\"partition\":{\"filename\":\"f\"},\"offset\":{\"position\":30}},"
                + "{\"partition\":{\"filename\":\"g\"},\"offset\":null}]}";

        // When
        Reply altered = client.send("PATCH", "/connectors/c/offsets", offsets, "application/json");

        // Then
        assertThat(altered.message()).isEqualTo("The offsets for this connector have been altered successfully");
        assertThat(client.get("/connectors/c/offsets").json().toString()).isEqualTo(offsets);
        assertThat(client.delete("/connectors/c/offsets").message()).contains("framework-managed");
        assertThat(client.send("PATCH", "/connectors/c/offsets", "{\"offsets\":[]}", "application/json")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void listsPluginsByKindWithVersions() throws Exception {
        Reply connectors = client.get("/connector-plugins");
        assertThat(connectors.json().toString())
                .startsWith("[{\"class\":\"org.apache.kafka.connect.file.FileStreamSinkConnector\",\"type\":\"sink\","
                        + "\"version\":\"4.3.1\"}");
        Reply all = client.get("/connector-plugins?connectorsOnly=false");
        assertThat(all.json().findValuesAsText("type"))
                .contains("sink", "source", "transformation", "predicate", "converter", "header_converter")
                .doesNotContain("config_provider");
        assertThat(client.get("/connector-plugins?connectorsOnly=2").status()).isEqualTo(400);
    }

    @Test
    void describesThePluginsKeysAndRefusesAVersionThatIsNotThere() throws Exception {
        Reply keys = client.get("/connector-plugins/FileStreamSource/config");
        assertThat(keys.json().findValuesAsText("name")).startsWith("file").contains("topic", "tasks.max");
        assertThat(client.get("/connector-plugins/RegexRouter/config").json().findValuesAsText("name"))
                .containsExactlyInAnyOrder("regex", "replacement");
        assertThat(client.get("/connector-plugins/FileStreamSource/config?version=9.9")
                        .message())
                .contains("version range [9.9,9.9], available versions: [4.3.1]");
        assertThat(client.get("/connector-plugins/FileStreamSorce/config").status())
                .isEqualTo(404);
    }

    @Test
    void validatesAndWarnsOfKeysThatNobodyReads() throws Exception {
        // Given
        String config =
                CONFIG.replace("}", ", \"name\": \"c\", \"task.max\": \"2\", \"producer.override.acks\": \"1\"}");

        // When
        Reply reply = client.put("/connector-plugins/FileStreamSourceConnector/config/validate", config);

        // Then
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().get("error_count").asInt()).isZero();
        assertThat(reply.raw().headers().firstValue("Warning").orElse("")).contains("tasks.max");
        assertThat(reply.json().get("configs").get(0).get("definition").toString())
                .startsWith("{\"name\":\"name\",\"type\":\"STRING\",\"required\":true,\"default_value\":null");
        assertThat(client.put("/connector-plugins/FileStreamSink/config/validate", CONFIG)
                        .message())
                .isEqualTo("Included connector type FileStreamSource does not match request type FileStreamSink");
        assertThat(client.put("/connector-plugins/FileStreamSink/config/validate", "{}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void forwardsAWriteOnceToTheWorkerThatOwnsIt() throws Exception {
        // Given
        AtomicReference<InMemoryConnectControl> leader = new AtomicReference<>();
        try (ConnectServer other =
                ConnectServer.start(Map.of("rest.port", "0"), InMemoryConnectControl.launcher(leader::set))) {
            CONTROL.get().leaderIs(URI.create(other.url()));

            // When
            Reply created = client.post("/connectors", "{\"name\":\"a/b\",\"config\":" + CONFIG + "}");
            leader.get().leaderIs(URI.create(server.url()));
            Reply lastHop = new RestClient(other.url())
                    .post("/connectors?forward=false", "{\"name\":\"c\",\"config\":" + CONFIG + "}");

            // Then
            assertThat(created.status()).isEqualTo(201);
            leader.get().leaderIs(null);
            assertThat(new RestClient(other.url())
                            .get("/connectors")
                            .json()
                            .get(0)
                            .asText())
                    .isEqualTo("a/b");
            assertThat(lastHop.status()).isEqualTo(409);
            assertThat(lastHop.message()).contains("conflicting operation");
            assertThat(lastHop.raw().headers().firstValue("Retry-After")).contains("1");
        }
    }

    @Test
    void aLeaderThatDoesTheWorkAndDiesBeforeItSaysSoIsNoConflict() throws Exception {
        // Given
        InMemoryConnectControl control = CONTROL.get();
        Map<String, String> config = Map.of("connector.class", "FileStreamSource", "topic", "t");
        try (DyingWorker leader = new DyingWorker()) {
            control.leaderIs(leader.url());
            leader.beforeItDies(() -> {
                control.leaderIs(null);
                control.createConnector("c", config, Optional.empty()).join();
            });

            // When
            Reply created = client.post(
                    "/connectors",
                    "{\"name\":\"c\",\"config\":{\"connector.class\":\"FileStreamSource\",\"topic\":\"t\"}}");

            // Then
            assertThat(created.status()).isEqualTo(201);
            assertThat(created.raw().headers().firstValue("Location")).contains(server.url() + "/connectors/c");

            // When
            control.leaderIs(leader.url());
            leader.beforeItDies(() -> {
                control.leaderIs(null);
                control.deleteConnector("c").join();
            });
            Reply deleted = client.delete("/connectors/c");

            // Then
            assertThat(deleted.status()).isEqualTo(204);

            // When
            control.leaderIs(leader.url());
            leader.beforeItDies(() -> {
                control.leaderIs(null);
                control.createConnector(
                                "c", Map.of("connector.class", "FileStreamSource", "topic", "other"), Optional.empty())
                        .join();
            });
            Reply another = client.post(
                    "/connectors",
                    "{\"name\":\"c\",\"config\":{\"connector.class\":\"FileStreamSource\",\"topic\":\"t\"}}");

            // Then
            assertThat(another.status()).isEqualTo(409);
        }
    }

    @Test
    void readsAndSetsLevelsOfLoggers() throws Exception {
        assertThat(client.get("/admin/loggers").json().has("root")).isTrue();
        Reply set = client.put("/admin/loggers/io.millrace.none", "{\"level\":\"TRACE\"}");
        assertThat(set.json().toString()).isEqualTo("[\"io.millrace.none\"]");
        assertThat(client.get("/admin/loggers/io.millrace.none")
                        .json()
                        .get("level")
                        .asText())
                .isEqualTo("TRACE");
        assertThat(client.put("/admin/loggers/root", "{\"level\":\"LOUD\"}").status())
                .isEqualTo(404);
        assertThat(client.put("/admin/loggers/root", "{}").status()).isEqualTo(400);
        assertThat(client.get("/admin/loggers/no.such.logger").status()).isEqualTo(404);
    }

    @Test
    void refusesToListenWhereOthersCouldReachItOrWhereSomebodyListens() {
        assertThatThrownBy(() -> ConnectServer.start(
                        Map.of("listeners", "http://0.0.0.0:0"), InMemoryConnectControl.launcher(CONTROL::set)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("authenticate");
        assertThatThrownBy(() -> ConnectServer.start(
                        Map.of("listeners", server.url()), InMemoryConnectControl.launcher(CONTROL::set)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("cannot listen on 127.0.0.1");
    }
}
