package io.millrace.connect.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.connect.rest.trouble.LeakingSink;
import io.millrace.connect.rest.trouble.LeakingSource;
import io.millrace.connect.rest.trouble.LeakingStep;
import io.millrace.testing.CapturedLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plugins put their passwords into exceptions; the worker's log is read by many. */
class LoggedSecretsIT {
    private static final String LITERAL = "canary-logged-literal-3316";
    private static final String PROVIDED = "canary-logged-provided-8042";

    @TempDir
    static Path folder;

    private static ConnectServer server;
    private static RestClient client;
    private static String reference;

    private CapturedLog log;

    @BeforeAll
    static void start() throws Exception {
        Path file = Files.writeString(folder.resolve("secrets.properties"), "word=" + PROVIDED + "\n");
        reference = "${file:" + file + ":word}";
        Map<String, String> properties =
                TestingServers.properties(BrokerKind.MILLRACE.bootstrapServers(), "logged-secrets");
        properties.put("config.providers", "file");
        properties.put("config.providers.file.class", "org.apache.kafka.common.config.provider.FileConfigProvider");
        server = ConnectServer.start(properties);
        client = new RestClient(server.url());
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void listen() {
        log = CapturedLog.start();
    }

    @AfterEach
    void listenNoMore() {
        log.close();
    }

    @Test
    void whatASourceSaysIsLoggedWithoutItsSecrets() throws Exception {
        // When
        create("leaking-source", LeakingSource.class, Map.of());

        // Then
        assertLogged("poll asks for another try task=leaking-source-0");
        assertLogged("commitRecord failed task=leaking-source-0");
        assertLogged("commit of the source task failed task=leaking-source-0");

        // When
        delete("leaking-source");

        // Then
        assertLogged("task did not stop cleanly task=leaking-source-0");
        assertLogged("connector did not stop cleanly connector=leaking-source");
        assertNoSecret();
    }

    @Test
    void whatASinkSaysIsLoggedWithoutItsSecrets() throws Exception {
        // Given
        create("sunk", LeakingSource.class, Map.of());
        assertLogged("commitRecord failed task=sunk-0");

        // When
        create(
                "leaking-sink",
                LeakingSink.class,
                Map.ofEntries(
                        Map.entry("topics", "sunk"),
                        Map.entry("errors.tolerance", "all"),
                        Map.entry("errors.log.enable", "true"),
                        Map.entry("errors.deadletterqueue.topic.name", "leaking-letters"),
                        Map.entry("errors.deadletterqueue.topic.replication.factor", "1"),
                        Map.entry("transforms", "step"),
                        Map.entry("transforms.step.type", LeakingStep.class.getName()),
                        Map.entry("transforms.step.literal", LITERAL),
                        Map.entry("transforms.step.provided", reference)));

        // Then
        assertLogged("put asks for another try task=leaking-sink-0");
        assertLogged("put failed, looking for the records to blame task=leaking-sink-0");
        assertLogged("record given up task=leaking-sink-0");
        assertLogged("preCommit failed, going back to the committed offsets task=leaking-sink-0");

        // When
        delete("leaking-sink");

        // Then
        assertLogged("task did not close its partitions cleanly task=leaking-sink-0");
        assertLogged("task did not stop cleanly task=leaking-sink-0");
        assertLogged("part did not close task=leaking-sink-0 part=transformation step");
        delete("sunk");
        assertNoSecret();
    }

    @Test
    void aTaskThatFailsIsLoggedWithoutItsSecrets() throws Exception {
        // When
        create("failing", LeakingSource.class, Map.of("leaks", "start"));

        // Then
        String line = assertLogged("task failed task=failing-0");
        assertThat(line)
                .contains(
                        "java.lang.IllegalStateException: cannot log in with [hidden]",
                        "at " + LeakingSource.class.getName() + "$LeakingTask.start",
                        "java.lang.IllegalArgumentException: nor with [hidden]");
        delete("failing");
        assertNoSecret();
    }

    @Test
    void aPreviewIsLoggedWithoutItsSecrets() throws Exception {
        // Given
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        request.put("name", "looked-at");
        request.put("records", 1);
        request.set("config", config(LeakingSource.class, Map.of()));

        // When
        RestClient.Reply reply = client.post("/connectors/preview", request.toString());

        // Then
        assertThat(reply.status()).as(reply.raw().body()).isEqualTo(200);
        assertLogged("task of a preview did not stop cleanly");
        assertLogged("connector of a preview did not stop cleanly");
        assertNoSecret();
    }

    private String assertLogged(String message) throws InterruptedException {
        String line = log.await(message, each -> each.contains(message));
        assertThat(line).contains("cannot log in with [hidden]", "nor with [hidden]");
        return line;
    }

    private void assertNoSecret() {
        assertThat(log.lines()).isNotEmpty().noneMatch(line -> line.contains(LITERAL) || line.contains(PROVIDED));
    }

    private static ObjectNode config(Class<?> plugin, Map<String, String> more) {
        ObjectNode config = JsonNodeFactory.instance.objectNode();
        config.put("connector.class", plugin.getName());
        config.put("literal", LITERAL);
        config.put("provided", reference);
        more.forEach(config::put);
        return config;
    }

    private static void create(String name, Class<?> plugin, Map<String, String> more) throws Exception {
        RestClient.Reply reply = client.put(
                "/connectors/" + name + "/config", config(plugin, more).toString());
        assertThat(reply.status()).as(reply.raw().body()).isEqualTo(201);
    }

    private static void delete(String name) throws Exception {
        assertThat(client.delete("/connectors/" + name).status()).isEqualTo(204);
    }
}
