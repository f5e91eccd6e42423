package io.millrace.connect.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.testing.SamplePlugin;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plugins that come, are replaced and go while a worker runs them. */
class HotPluginsIT {
    private static final String CONFIG = """
            {"connector.class": "sample.SampleSource", "topic": "%s", "tasks.max": "1",
             "key.converter": "org.apache.kafka.connect.storage.StringConverter",
             "value.converter": "org.apache.kafka.connect.storage.StringConverter"%s}""";

    @TempDir
    private Path folder;

    private Path jar;
    private ConnectServer server;
    private RestClient client;

    @BeforeEach
    void start() throws Exception {
        Path pluginPath = Files.createDirectories(folder.resolve("plugins"));
        jar = pluginPath.resolve("sample.jar");
        Map<String, String> properties =
                TestingServers.properties(BrokerKind.MILLRACE.bootstrapServers(), "hot-" + folder.getFileName());
        properties.put("plugin.path", pluginPath.toString());
        properties.put("plugin.refresh.interval.ms", "200");
        server = ConnectServer.start(properties);
        client = new RestClient(server.url());
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void aConnectorTakesANewVersionWhenItIsRestartedAndNotBefore() throws Exception {
        // Given
        assertThat(client.put("/connectors/upgraded/config", CONFIG.formatted("upgraded", ""))
                        .status())
                .isEqualTo(400);
        install("1.0");
        await("version 1.0 in the list", () -> listed("1.0"));
        assertThat(client.put("/connectors/upgraded/config", CONFIG.formatted("upgraded", ""))
                        .status())
                .isEqualTo(201);
        assertThat(client.put(
                                "/connectors/pinned/config",
                                CONFIG.formatted("pinned", ", \"connector.plugin.version\": \"[1.0]\""))
                        .status())
                .isEqualTo(201);
        await("version 1.0 runs", () -> runs("upgraded", "1.0") && runs("pinned", "1.0"));

        // When
        install("2.0");
        await("version 2.0 in the list", () -> listed("2.0") && !listed("1.0"));

        // Then
        assertThat(keys()).contains("of.2.0").doesNotContain("of.1.0");
        assertThat(runs("upgraded", "1.0")).isTrue();
        assertThat(refreshed().path("still_used")).hasSize(1);
        restart("upgraded");
        await("version 2.0 runs", () -> runs("upgraded", "2.0"));
        assertThat(runs("pinned", "1.0")).isTrue();
        assertThat(refreshed().path("still_used")).hasSize(1);
        client.delete("/connectors/pinned");
        await("version 1.0 is unloaded", () -> refreshed().path("still_used").isEmpty());
        assertThat(runs("upgraded", "2.0")).isTrue();
    }

    @Test
    void aRemovedPluginGoesOnWhereItRunsAndABrokenOneIsToldOfByHealth() throws Exception {
        // Given
        install("1.0");
        assertThat(refreshed().path("broken")).isEmpty();
        client.put("/connectors/left/config", CONFIG.formatted("left", ""));
        await("version 1.0 runs", () -> runs("left", "1.0"));
        double written = written();

        // When
        Files.delete(jar);
        Files.writeString(jar.resolveSibling("half.jar"), "half a copy");
        await("nothing in the list", () -> !listed("1.0"));

        // Then
        await("more records", () -> written() > written);
        await(
                "a broken plugin in health",
                () -> client.get("/health").json().path("message").asText().contains("half.jar"));
        assertThat(client.get("/health").status()).isEqualTo(200);
        assertThat(refreshed().path("broken")).hasSize(1);
        assertThat(refreshed().path("still_used")).hasSize(1);
        assertThat(client.delete("/connectors/left").status()).isEqualTo(204);
        await("version 1.0 is unloaded", () -> refreshed().path("still_used").isEmpty());
    }

    private void install(String version) throws Exception {
        Path made = folder.resolve("made.jar");
        SamplePlugin.write(made, version, folder.resolve("scratch"));
        Files.move(made, jar, StandardCopyOption.REPLACE_EXISTING);
    }

    private JsonNode refreshed() throws Exception {
        RestClient.Reply reply = client.post("/connector-plugins/refresh", "");
        assertThat(reply.status()).isEqualTo(200);
        return reply.json();
    }

    private boolean listed(String version) throws Exception {
        for (JsonNode plugin : client.get("/connector-plugins").json()) {
            if (plugin.path("class").asText().equals(SamplePlugin.CONNECTOR)) {
                return plugin.path("version").asText().equals(version);
            }
        }
        return false;
    }

    private String keys() throws Exception {
        return client.get("/connector-plugins/sample.SampleSource/config")
                .json()
                .toString();
    }

    private boolean runs(String connector, String version) throws Exception {
        JsonNode status = client.get("/connectors/" + connector + "/status").json();
        JsonNode task = status.path("tasks").path(0);
        return status.path("connector").path("version").asText().equals(version)
                && task.path("version").asText().equals(version)
                && task.path("state").asText().equals("RUNNING");
    }

    private double written() throws Exception {
        return client.get("/connectors/left/metrics")
                .json()
                .path("tasks")
                .path(0)
                .path("records_out_total")
                .asDouble();
    }

    private void restart(String connector) throws Exception {
        assertThat(client.post("/connectors/" + connector + "/restart?includeTasks=true", "")
                        .status())
                .isEqualTo(202);
    }

    private static void await(String what, Callable<Boolean> condition) throws Exception {
        long deadlineNanos = System.nanoTime() + Duration.ofSeconds(90).toNanos();
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("waited too long for " + what).isLessThan(deadlineNanos);
            Thread.sleep(50);
        }
    }
}
