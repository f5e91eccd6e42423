package io.millrace.connect.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.server.node.BrokerServer;
import io.millrace.connect.rest.ConnectServer;
import io.millrace.testing.SamplePlugin;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a repository into a running worker, and on to the next version. */
class InstalledPluginIT {
    private static final String CONFIG = """
            {"connector.class": "sample.SampleSource", "topic": "sample",
             "key.converter": "org.apache.kafka.connect.storage.StringConverter",
             "value.converter": "org.apache.kafka.connect.storage.StringConverter"}""";

    @TempDir
    private Path folder;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private String url;

    @Test
    void aRunningWorkerTakesWhatIsInstalledAndTheNextVersionAfterARestart() throws Exception {
        TestingRepository repository = new TestingRepository(folder.resolve("repository"));
        for (String version : List.of("1.0", "2.0")) {
            Path jar = folder.resolve(version + ".jar");
            SamplePlugin.write(jar, version, folder.resolve("scratch"));
            repository.add("org.example:sample:" + version, Files.readAllBytes(jar), List.of());
        }
        PluginFolder plugins = new PluginFolder(folder.resolve("plugins"));
        try (BrokerServer broker = BrokerServer.start(Map.of(
                        "listeners", "PLAINTEXT://127.0.0.1:0",
                        "log.dirs", folder.resolve("broker").toString(),
                        "offsets.topic.num.partitions", "3",
                        "group.initial.rebalance.delay.ms", "0"));
                ConnectServer worker = ConnectServer.start(properties(broker.bootstrapServers()))) {
            url = worker.url();
            assertThat(send("PUT", "/connectors/sample/config", CONFIG)).contains("error_code");

            install(plugins, repository, "1.0");
            await("the plugin", () -> send("GET", "/connector-plugins", "").contains("\"version\":\"1.0\""));
            assertThat(send("PUT", "/connectors/sample/config", CONFIG)).doesNotContain("error_code");
            await("version 1.0 runs", () -> runs("1.0"));

            install(plugins, repository, "2.0");
            await("the next version", () -> send("GET", "/connector-plugins", "")
                    .contains("\"version\":\"2.0\""));
            assertThat(runs("1.0")).isTrue();
            send("POST", "/connectors/sample/restart?includeTasks=true", "");
            await("version 2.0 runs", () -> runs("2.0"));

            plugins.remove("sample-1.0");
            await("one version", () -> !send("GET", "/connector-plugins", "").contains("\"version\":\"1.0\""));
            assertThat(runs("2.0")).isTrue();
        }
    }

    private void install(PluginFolder plugins, TestingRepository repository, String version) {
        plugins.install(
                PluginCoordinates.parse("org.example:sample:" + version),
                List.of(repository.url()),
                folder.resolve("no-settings.xml"));
    }

    private Map<String, String> properties(String bootstrapServers) {
        return Map.ofEntries(
                Map.entry("listeners", "http://127.0.0.1:0"),
                Map.entry("bootstrap.servers", bootstrapServers),
                Map.entry("group.id", "installed"),
                Map.entry("plugin.path", folder.resolve("plugins").toString()),
                Map.entry("plugin.refresh.interval.ms", "200"),
                Map.entry("config.storage.topic", "installed-configs"),
                Map.entry("config.storage.replication.factor", "1"),
                Map.entry("offset.storage.topic", "installed-offsets"),
                Map.entry("offset.storage.partitions", "3"),
                Map.entry("offset.storage.replication.factor", "1"),
                Map.entry("status.storage.topic", "installed-status"),
                Map.entry("status.storage.partitions", "2"),
                Map.entry("status.storage.replication.factor", "1"),
                Map.entry("key.converter", "org.apache.kafka.connect.json.JsonConverter"),
                Map.entry("value.converter", "org.apache.kafka.connect.json.JsonConverter"));
    }

    /** Connector and task both. */
    private boolean runs(String version) throws Exception {
        String status = send("GET", "/connectors/sample/status", "");
        String said = "\"version\":\"" + version + "\"";
        return status.indexOf(said) != status.lastIndexOf(said) && !status.contains("FAILED");
    }

    private String send(String method, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("Content-Type", "application/json")
                .timeout(Duration.ofSeconds(100))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    private static void await(String what, Callable<Boolean> condition) throws Exception {
        long deadlineNanos = System.nanoTime() + Duration.ofSeconds(90).toNanos();
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("waited too long for " + what).isLessThan(deadlineNanos);
            Thread.sleep(50);
        }
    }
}
