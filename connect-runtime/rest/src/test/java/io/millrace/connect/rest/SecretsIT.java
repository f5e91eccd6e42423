package io.millrace.connect.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.connect.rest.RestClient.Reply;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets that a connector must get and nobody may read. */
class SecretsIT {
    private static final String LITERAL = "canary-literal-7281";
    private static final String PROVIDED = "canary-provided-9934";
    private static final String CLASS = GuardedSourceConnector.class.getName();

    @TempDir
    static Path folder;

    private static ConnectServer server;
    private static RestClient client;
    private static String reference;

    @BeforeAll
    static void start() throws Exception {
        Path file = Files.writeString(folder.resolve("secrets.properties"), "word=" + PROVIDED + "\n");
        reference = "${file:" + file + ":word}";
        server = ConnectServer.start(properties("secrets"));
        client = new RestClient(server.url());
    }

    private static Map<String, String> properties(String group) {
        Map<String, String> properties = TestingServers.properties(BrokerKind.MILLRACE.bootstrapServers(), group);
        properties.put("config.providers", "file");
        properties.put("config.providers.file.class", "org.apache.kafka.common.config.provider.FileConfigProvider");
        return properties;
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void noReadNoErrorAndNoTraceLetsASecretOut() throws Exception {
        // Given
        List<Reply> replies = new ArrayList<>();

        // When
        replies.add(client.post("/connectors", "{\"name\": \"guarded\", \"config\": " + config("failing") + "}"));
        Map<String, String> started = GuardedSourceConnector.started("guarded").poll(30, TimeUnit.SECONDS);
        Reply status = failedStatus("guarded");
        replies.add(status);
        for (String path : List.of(
                "/connectors/guarded",
                "/connectors/guarded/config",
                "/connectors/guarded/tasks",
                "/connectors/guarded/tasks/0/status",
                "/connectors/guarded/failures",
                "/connectors?expand=info&expand=status")) {
            replies.add(client.get(path));
        }
        replies.add(client.put("/connector-plugins/" + CLASS + "/config/validate", config("calm")));
        replies.add(client.put(
                "/connectors/guarded/config",
                config("failing").replace("\"lines\": 1", "\"lines\": \"" + LITERAL + "\"")));
        replies.add(client.send("PATCH", "/connectors/guarded/config", "{\"lines\": \"2\"}", "application/json"));
        replies.add(client.post("/connectors/guarded/restart?includeTasks=true", ""));

        // Then
        assertThat(started)
                .containsEntry("literal.url", "db://u:" + LITERAL + "@host")
                .containsEntry("provided.url", "db://u:" + PROVIDED + "@host");
        for (Reply reply : replies) {
            assertThat(reply.status()).isIn(200, 201, 202, 400);
            assertThat(reply.raw().body()).doesNotContain(LITERAL, PROVIDED);
        }
        assertThat(status.json().path("tasks").path(0).path("trace").asText())
                .contains("cannot log in at db://u:[hidden]@host nor at db://u:[hidden]@host");
        JsonNode shown = client.get("/connectors/guarded/config").json();
        assertThat(shown.get("db.password").asText()).isEqualTo("[hidden]");
        assertThat(shown.get("passed.on.auth_token").asText()).isEqualTo("[hidden]");
        assertThat(shown.get("producer.override.sasl.jaas.config").asText()).isEqualTo("[hidden]");
        assertThat(shown.get("provided.word").asText()).isEqualTo(reference);
        assertThat(shown.get("mode").asText()).isEqualTo("failing");
        for (String topic :
                List.of("secrets-configs", "secrets-status", "secrets-offsets", "secrets-configs-assignments")) {
            assertThat(TopicTexts.read(BrokerKind.MILLRACE.bootstrapServers(), topic))
                    .noneMatch(text -> text.contains(PROVIDED));
        }
        assertThat(TopicTexts.read(BrokerKind.MILLRACE.bootstrapServers(), "secrets-configs-assignments"))
                .noneMatch(text -> text.contains(LITERAL));
        assertThat(TopicTexts.read(BrokerKind.MILLRACE.bootstrapServers(), "secrets-status"))
                .noneMatch(text -> text.contains(LITERAL));
        client.delete("/connectors/guarded");
    }

    @Test
    void whatWasReadCanBeWrittenBackAndChangesNothing() throws Exception {
        // Given
        client.post("/connectors", "{\"name\": \"kept\", \"config\": " + config("calm") + "}");
        assertThat(GuardedSourceConnector.started("kept").poll(30, TimeUnit.SECONDS))
                .isNotNull();
        Reply read = client.get("/connectors/kept/config");

        // When
        Reply put = client.put("/connectors/kept/config", read.json().toString());
        Reply validated = client.put(
                "/connector-plugins/" + CLASS + "/config/validate", read.json().toString());
        Reply patched = client.send(
                "PATCH",
                "/connectors/kept/config",
                "{\"db.password\": \"[hidden]\", \"mode\": \"other\"}",
                "application/json");

        // Then
        assertThat(read.raw().headers().firstValue("Millrace-Masked-Keys"))
                .contains("db.password,passed.on.auth_token,producer.override.sasl.jaas.config");
        assertThat(put.status()).isEqualTo(200);
        assertThat(validated.json().get("error_count").asInt()).isZero();
        assertThat(patched.status()).isEqualTo(200);
        Map<String, String> next = GuardedSourceConnector.started("kept").poll(30, TimeUnit.SECONDS);
        assertThat(next).as("the task starts once more, for the mode").containsEntry("mode", "other");
        assertThat(next).containsEntry("db.password", LITERAL);
        assertThat(GuardedSourceConnector.started("kept")).isEmpty();

        // When
        Reply stray = client.post(
                "/connectors",
                "{\"name\": \"stray\", \"config\": "
                        + read.json().toString().replace("\"name\":\"kept\"", "\"name\":\"stray\"") + "}");

        // Then
        assertThat(stray.status()).isEqualTo(400);
        assertThat(stray.message()).contains("db.password", "none is stored");
        client.delete("/connectors/kept");
    }

    @Test
    void aSecretIsNotLaidOpenByAClassThatKnowsItNot() throws Exception {
        // Given
        String word = "canary-of-a-class-5512";
        client.put(
                "/connectors/changed/config",
                "{\"connector.class\": \"" + CLASS + "\", \"db.password\": \"p\", \"provided.word\": \"" + word
                        + "\"}");
        String other = "{\"connector.class\": \"FileStreamSource\", \"topic\": \"t\", \"file\": \"/tmp/none\"";

        // When
        Reply patched = client.send("PATCH", "/connectors/changed/config", other + "}", "application/json");
        Reply put = client.put("/connectors/changed/config", other + ", \"provided.word\": \"[hidden]\"}");
        Reply validated = client.put(
                "/connector-plugins/FileStreamSource/config/validate",
                other + ", \"name\": \"changed\", \"provided.word\": \"[hidden]\"}");
        Reply without = client.send(
                "PATCH", "/connectors/changed/config", other + ", \"provided.word\": null}", "application/json");

        // Then
        for (Reply refused : List.of(patched, put, validated)) {
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.message())
                    .contains("provided.word", "would be shown")
                    .doesNotContain(word);
        }
        assertThat(without.status()).isEqualTo(200);
        client.delete("/connectors/changed");
    }

    @Test
    void maskingCanBeSwitchedOff() throws Exception {
        Map<String, String> properties = properties("open");
        properties.put("secrets.masked", "false");
        try (ConnectServer open = ConnectServer.start(properties)) {
            // Given
            RestClient there = new RestClient(open.url());

            // When
            there.post("/connectors", "{\"name\": \"open\", \"config\": " + config("calm") + "}");

            // Then
            assertThat(there.get("/connectors/open/config")
                            .json()
                            .get("db.password")
                            .asText())
                    .isEqualTo(LITERAL);
        }
    }

    private static String config(String mode) {
        return """
            {"connector.class": "%s", "mode": "%s", "lines": 1, "db.password": "%s", "provided.word": "%s",
             "passed.on.auth_token": "%s", "producer.override.sasl.jaas.config": "%s"}""".formatted(
                        CLASS,
                        mode,
                        LITERAL,
                        reference,
                        LITERAL,
                        "org.apache.kafka.common.security.plain.PlainLoginModule required username='u' password='"
                                + LITERAL + "';");
    }

    @Test
    void aCloneHasTheSecretsAndShowsNone() throws Exception {
        // Given
        client.post("/connectors", "{\"name\": \"cloned\", \"config\": " + config("calm") + "}");
        assertThat(GuardedSourceConnector.started("cloned").poll(30, TimeUnit.SECONDS))
                .isNotNull();

        // When
        Reply clone = client.post(
                "/connectors/cloned/clone", "{\"name\": \"clone\", \"config\": {\"db.password\": \"[hidden]\"}}");
        Map<String, String> started = GuardedSourceConnector.started("clone").poll(30, TimeUnit.SECONDS);

        // Then
        assertThat(clone.status()).isEqualTo(201);
        assertThat(clone.raw().body()).doesNotContain(LITERAL, PROVIDED);
        assertThat(clone.raw().headers().firstValue("Millrace-Masked-Keys").orElse(""))
                .contains("db.password");
        assertThat(clone.json().get("config").get("provided.word").asText()).isEqualTo(reference);
        assertThat(started)
                .containsEntry("literal.url", "db://u:" + LITERAL + "@host")
                .containsEntry("provided.url", "db://u:" + PROVIDED + "@host");
        assertThat(client.delete("/connectors/clone").status()).isEqualTo(204);
        assertThat(client.delete("/connectors/cloned").status()).isEqualTo(204);
    }

    private static Reply failedStatus(String name) throws Exception {
        long deadlineNanos = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        Reply status = client.get("/connectors/" + name + "/status");
        while (!status.json().path("tasks").path(0).path("state").asText().equals("FAILED")
                && System.nanoTime() - deadlineNanos < 0) {
            Thread.sleep(50);
            status = client.get("/connectors/" + name + "/status");
        }
        return status;
    }
}
