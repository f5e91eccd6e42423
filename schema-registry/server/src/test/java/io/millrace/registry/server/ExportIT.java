package io.millrace.registry.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.registry.server.RestCaller.Reply;
import io.millrace.testing.Pause;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code GET /schemas:export}, over HTTP. */
class ExportIT {
    private static final int AT_ONCE = 4;
    private static final long PATIENCE_NANOS = 120_000_000_000L;

    private RegistryServer server;
    private RestCaller rest;

    @BeforeEach
    void startRegistry() {
        server = SharedKafka.startRegistry(SharedKafka.freshTopic());
        rest = new RestCaller(server.url());
    }

    @AfterEach
    void stopRegistry() {
        server.close();
    }

    private static String schema(String name, int padding) {
        return "{\"type\":\"record\",\"name\":\"" + name + "\",\"doc\":\"" + "x".repeat(padding) + "\",\"fields\":[]}";
    }

    private List<JsonNode> export(String query) {
        Reply reply = rest.get("/schemas:export" + query);
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.contentType()).startsWith("application/x-ndjson");
        return lines(reply.body());
    }

    private static List<JsonNode> lines(String body) {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : body.lines().toList()) {
            try {
                lines.add(RestCaller.JSON.readTree(line));
            } catch (IOException e) {
                throw new AssertionError("not JSON: " + line, e);
            }
        }
        return lines;
    }

    private static List<String> texts(List<JsonNode> lines, String type, String field) {
        return lines.stream()
                .filter(line -> line.path("type").asText().equals(type))
                .map(line -> line.path(field).asText())
                .toList();
    }

    @Test
    void givesEverythingBetweenAHeadAndAnEnd() {
        // Given
        rest.register("a", schema("A1", 0));
        ObjectNode more = RestCaller.JSON.createObjectNode().put("schema", schema("A2", 0));
        more.putObject("metadata").putObject("properties").put("owner", "me");
        rest.put("/config/a", "{\"compatibility\":\"NONE\"}");
        JsonNode second = rest.post("/subjects/a/versions", more.toString()).json();
        rest.register(":.c:b", schema("B", 0));
        rest.delete("/subjects/:.c:b");
        rest.put(
                "/associations/resources/i",
                "{\"resourceName\":\"t\",\"resourceNamespace\":\"n\",\"associations\":[{\"subject\":\"a\"}]}");
        rest.put("/mode/a", "{\"mode\":\"READONLY\"}");

        // When
        List<JsonNode> lines = export("");

        // Then
        assertThat(lines.get(0).path("type").asText()).isEqualTo("snapshot");
        assertThat(lines.get(0).path("nextOffset").asLong()).isGreaterThanOrEqualTo(6);
        assertThat(texts(lines, "context", "context")).containsExactly(".", ".c");
        assertThat(texts(lines, "context", "highestId")).containsExactly("2", "1");
        assertThat(texts(lines, "config", "subject")).containsExactly("a");
        assertThat(texts(lines, "mode", "mode")).containsExactly("READONLY");
        assertThat(texts(lines, "association", "resourceId")).containsExactly("i");
        assertThat(texts(lines, "version", "subject")).containsExactly(":.c:b", "a", "a");
        assertThat(texts(lines, "version", "deleted")).containsExactly("true", "false", "false");
        JsonNode last = lines.get(lines.size() - 2);
        for (String field : List.of("version", "id", "guid", "ts", "schema", "metadata")) {
            assertThat(last.path(field)).as(field).isEqualTo(second.path(field));
        }
        assertThat(lines.get(lines.size() - 1).path("lines").asInt()).isEqualTo(lines.size() - 2);
        assertThat(texts(export("?subjectPrefix=:.c:"), "version", "subject")).containsExactly(":.c:b");
        assertThat(texts(export("?subjectPrefix=b"), "config", "subject")).isEmpty();
    }

    @Test
    void showsWhatWasThereWhenItBeganHoweverSlowlyItIsRead() throws Exception {
        // Given
        rest.put("/config", "{\"compatibility\":\"NONE\"}");
        for (int i = 0; i < 40; i++) {
            assertThat(rest.register("big", schema("R" + i, 500_000)).status()).isEqualTo(200);
        }
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        HttpResponse<InputStream> response = client.send(
                HttpRequest.newBuilder(URI.create(rest.url() + "/schemas:export"))
                        .build(),
                HttpResponse.BodyHandlers.ofInputStream());

        // When
        try (BufferedReader body = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            JsonNode head = RestCaller.JSON.readTree(body.readLine());
            rest.delete("/subjects/big");
            rest.delete("/subjects/big?permanent=true");
            rest.register("new", schema("N", 0));
            List<JsonNode> rest = lines(String.join("\n", body.lines().toList()));

            // Then
            assertThat(texts(rest, "version", "deleted")).hasSize(40).containsOnly("false");
            assertThat(texts(rest, "version", "subject")).containsOnly("big");
            assertThat(export("").get(0).path("nextOffset").asLong())
                    .isGreaterThan(head.path("nextOffset").asLong());
        }
    }

    @Test
    void refusesMoreExportsThanItCanHoldUntilOneHasEnded() throws Exception {
        // Given
        rest.put("/config", "{\"compatibility\":\"NONE\"}");
        for (int i = 0; i < 40; i++) {
            rest.register("big", schema("R" + i, 500_000));
        }
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        List<InputStream> unread = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            unread.add(client.send(
                            HttpRequest.newBuilder(URI.create(rest.url() + "/schemas:export"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofInputStream())
                    .body());
        }

        // Then
        assertThat(rest.get("/schemas:export").status()).isEqualTo(429);

        // When
        for (InputStream each : unread) {
            each.close();
        }

        // Then
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (rest.get("/schemas:export").status() != 200) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Pause.betweenLooks();
        }
    }
}
