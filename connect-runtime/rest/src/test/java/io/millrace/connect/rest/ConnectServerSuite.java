package io.millrace.connect.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.connect.rest.RestClient.Reply;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

@TestMethodOrder(MethodOrderer.MethodName.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ConnectServerSuite {
    @TempDir
    static Path folder;

    private final BrokerKind broker;
    private ConnectServer server;
    private RestClient client;

    ConnectServerSuite(BrokerKind broker) {
        this.broker = broker;
    }

    @BeforeAll
    void start() {
        server = ConnectServer.start(properties("one"));
        client = new RestClient(server.url());
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void linesOfAFileFlowThroughATopicIntoAnotherFile() throws Exception {
        // Given
        Path in = Files.writeString(folder.resolve("in.txt"), "one\ntwo\nthree\n");
        Path out = folder.resolve("out.txt");

        // When
        assertThat(client.post("/connectors", source("file/source 1", in, "server-lines"))
                        .status())
                .isEqualTo(201);
        assertThat(client.post("/connectors", """
                                {"name": "sink", "config": {"connector.class": "FileStreamSink", "topics": "server-lines",
                                 "file": "%s", "value.converter": "org.apache.kafka.connect.storage.StringConverter",
                                 "key.converter": "org.apache.kafka.connect.storage.StringConverter"}}""".formatted(out)).status()).isEqualTo(201);

        // Then
        await("the sink file", () -> Files.exists(out) && Files.readString(out).equals("one\ntwo\nthree\n"));
        await("a running source", () -> stateOf("file%2Fsource%201").equals("RUNNING"));
        await("its topic", () -> client.get("/connectors/file%2Fsource%201/topics")
                .json()
                .toString()
                .contains("\"server-lines\""));
        JsonNode status = client.get("/connectors/sink/status").json();
        assertThat(status.get("type").asText()).isEqualTo("sink");
        assertThat(status.get("tasks")).hasSize(1);
        assertThat(client.delete("/connectors/sink").status()).isEqualTo(204);
        assertThat(client.delete("/connectors/file%2Fsource%201").status()).isEqualTo(204);
        assertThat(client.get("/connectors").json().toString()).doesNotContain("sink", "source");
    }

    @Test
    void aConnectorPausesResumesStopsAndRestarts() throws Exception {
        // Given
        Path in = Files.writeString(folder.resolve("states.txt"), "one\n");
        client.post("/connectors", source("states", in, "states").replace("}}", "}, \"initial_state\": \"PAUSED\"}"));

        // When, Then
        await("paused", () -> stateOf("states").equals("PAUSED"));
        assertThat(client.put("/connectors/states/resume", "").status()).isEqualTo(202);
        await(
                "running",
                () -> stateOf("states").equals("RUNNING")
                        && taskStateOf("states").equals("RUNNING"));
        assertThat(client.post("/connectors/states/restart?includeTasks=true", "")
                        .status())
                .isEqualTo(202);
        await("running again", () -> taskStateOf("states").equals("RUNNING"));
        assertThat(client.put("/connectors/states/stop", "").status()).isEqualTo(204);
        await("stopped", () -> stateOf("states").equals("STOPPED"));
        assertThat(client.get("/connectors/states/tasks").json()).isEmpty();
        await(
                "offsets",
                () -> client.get("/connectors/states/offsets").json().toString().contains("position"));
        // The task may still be ending, and until then the answer is 409.
        await("a reset", () -> client.delete("/connectors/states/offsets").status() == 200);
        assertThat(client.get("/connectors/states/offsets").json().get("offsets"))
                .isEmpty();
        assertThat(client.delete("/connectors/states").status()).isEqualTo(204);
        assertThat(client.get("/connectors/states/status").status()).isEqualTo(404);
    }

    @Test
    void aBadConfigurationIsRefusedAndNothingIsCreated() throws Exception {
        Reply reply = client.post(
                "/connectors",
                "{\"name\":\"bad\",\"config\":{\"connector.class\":\"FileStreamSource\",\"tasks.max\":\"x\"}}");
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.message()).contains("tasks.max").contains("\"topic\"");
        Reply unknown =
                client.post("/connectors", "{\"name\":\"bad\",\"config\":{\"connector.class\":\"FileStream\"}}");
        assertThat(unknown.status()).isEqualTo(400);
        assertThat(client.get("/connectors/bad").status()).isEqualTo(404);
    }

    @Test
    void aSecondServerInThisJvmHasItsOwnConnectors() throws Exception {
        try (ConnectServer second = ConnectServer.start(properties("two"))) {
            // Given
            RestClient other = new RestClient(second.url());
            Path in = Files.writeString(folder.resolve("second.txt"), "x\n");

            // When
            other.post("/connectors", source("only-here", in, "second"));

            // Then
            assertThat(second.url()).isNotEqualTo(server.url());
            assertThat(other.get("/connectors").json().toString()).isEqualTo("[\"only-here\"]");
            assertThat(client.get("/connectors/only-here").status()).isEqualTo(404);
        }
        try (ConnectServer again = ConnectServer.start(properties("two"))) {
            assertThat(new RestClient(again.url()).get("/connectors").json().toString())
                    .isEqualTo("[\"only-here\"]");
        }
    }

    @Test
    void aChangeAtAnyServerOfAGroupIsMadeByItsLeaderAndSeenAtOnce() throws Exception {
        try (ConnectServer one = ConnectServer.start(properties("pair"));
                ConnectServer two = ConnectServer.start(properties("pair"))) {
            Path in = Files.writeString(folder.resolve("pair.txt"), "x\n");
            for (ConnectServer each : List.of(one, two)) {
                // Given
                RestClient at = new RestClient(each.url());
                String name = each == one ? "at-one" : "at-two";

                // When
                Reply created = at.post("/connectors", source(name, in, "pair"));

                // Then
                assertThat(created.status()).isEqualTo(201);
                assertThat(at.get("/connectors/" + name).status()).isEqualTo(200);
                assertThat(at.put("/connectors/" + name + "/pause", "").status())
                        .isEqualTo(202);
                assertThat(at.delete("/connectors/" + name).status()).isEqualTo(204);
                assertThat(at.get("/connectors/" + name).status()).isEqualTo(404);
            }
        }
    }

    @Test
    void anUnknownWorkerKeyRefusesToStartAndNamesTheNearest() {
        Map<String, String> properties = properties("three");
        properties.put("plugin.paht", "x");
        assertThatThrownBy(() -> ConnectServer.start(properties))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("plugin.path");
    }

    private static String source(String name, Path file, String topic) {
        return """
            {"name": "%s", "config": {"connector.class": "FileStreamSource", "file": "%s", "topic": "%s",
             "key.converter": "org.apache.kafka.connect.storage.StringConverter",
             "value.converter": "org.apache.kafka.connect.storage.StringConverter"}}""".formatted(name, file, topic);
    }

    private String stateOf(String name) throws Exception {
        return client.get("/connectors/" + name + "/status")
                .json()
                .path("connector")
                .path("state")
                .asText();
    }

    private String taskStateOf(String name) throws Exception {
        return client.get("/connectors/" + name + "/status")
                .json()
                .path("tasks")
                .path(0)
                .path("state")
                .asText();
    }

    private Map<String, String> properties(String group) {
        return TestingServers.properties(broker.bootstrapServers(), "server-" + group);
    }

    private static void await(String what, Callable<Boolean> condition) throws Exception {
        long deadlineNanos = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("waited too long for " + what).isLessThan(deadlineNanos);
            Thread.sleep(50);
        }
    }
}
