package io.millrace.registry.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import io.millrace.testing.CapturedLog;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Destinations that are away, or that refuse what they are sent. */
class ExportersFaultsIT {
    private static final String SECRET = "s3cretOfTheExporter";

    private final String topic = SharedKafka.freshTopic();

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static RegistryServer startAt(int port, String topic) {
        Map<String, String> properties = KeysTopic.properties(SharedKafka.bootstrapServers(), topic);
        properties.put("listeners", "http://127.0.0.1:" + port);
        return RegistryServer.start(properties);
    }

    private static ObjectNode exporter(String url) {
        ObjectNode body = RestCaller.JSON.createObjectNode().put("name", "e").put("contextType", "NONE");
        body.putObject("config").put("schema.registry.url", url);
        return body;
    }

    @Test
    void saysThatTheDestinationIsAwayAndHealsWhenItIsBack() {
        int port = freePort();
        String destinationTopic = SharedKafka.freshTopic();
        try (RegistryServer source = SharedKafka.startRegistry(topic)) {
            // Given
            RestCaller here = new RestCaller(source.url());
            RestCaller there = new RestCaller("http://127.0.0.1:" + port);
            here.register("a", ExporterProbe.record("A"));
            here.post("/exporters", exporter("http://127.0.0.1:" + port).toString());

            // Then
            assertThat(ExporterProbe.awaitTrace(here, "e")).contains("http://127.0.0.1:" + port + " cannot be reached");
            JsonNode status = ExporterProbe.status(here, "e");
            assertThat(status.path("offset").asLong()).isEqualTo(-1);

            // When it comes, goes, and comes back
            RegistryServer destination = startAt(port, destinationTopic);
            try (destination) {
                ExporterProbe.awaitRunning(here, "e");
                assertThat(there.get("/subjects").body()).isEqualTo("[\"a\"]");
            }
            long offset = ExporterProbe.status(here, "e").path("offset").asLong();
            here.register("b", ExporterProbe.record("B"));
            here.delete("/subjects/a");
            ExporterProbe.awaitTrace(here, "e");
            assertThat(ExporterProbe.status(here, "e").path("offset").asLong()).isEqualTo(offset);
            try (RegistryServer again = startAt(port, destinationTopic)) {
                ExporterProbe.awaitRunning(here, "e");

                // Then
                assertThat(ExporterProbe.status(here, "e").path("trace").asText())
                        .isEmpty();
                assertThat(ExporterProbe.versions(there)).isEqualTo(ExporterProbe.versions(here));
                assertThat(again.url()).isEqualTo(there.url());
            }
        }
    }

    @Test
    void doesNotTouchADestinationThatTookOver() {
        try (RegistryServer source = SharedKafka.startRegistry(topic);
                RegistryServer destination = SharedKafka.startRegistry(SharedKafka.freshTopic())) {
            RestCaller here = new RestCaller(source.url());
            RestCaller there = new RestCaller(destination.url());
            here.register("a", ExporterProbe.record("A"));
            here.post("/exporters", exporter(destination.url()).toString());
            ExporterProbe.awaitRunning(here, "e");

            there.put("/mode/a", "{\"mode\":\"READWRITE\"}");
            here.delete("/subjects/a");

            assertThat(ExporterProbe.awaitTrace(here, "e")).contains("42205");
            assertThat(there.get("/subjects").body()).isEqualTo("[\"a\"]");
            assertThat(there.get("/mode/a").body()).contains("READWRITE");
        }
    }

    /** One kind of secret at a time: each would hide the others' letters. */
    @ParameterizedTest
    @ValueSource(strings = {"URL", "USER_INFO", "STATIC_TOKEN"})
    void showsNoSecretThatADestinationRepeats(String kind) throws IOException {
        HttpServer destination = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        destination.createContext("/", exchange -> {
            String header = exchange.getRequestHeaders().getFirst("Authorization");
            byte[] answer = RestCaller.JSON.writeValueAsBytes(RestCaller.JSON
                    .createObjectNode()
                    .put("error_code", 40101)
                    .put("message", "wrong: " + header + " or " + SECRET));
            exchange.sendResponseHeaders(401, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        destination.start();
        try (CapturedLog log = CapturedLog.startAtInfo();
                RegistryServer source = SharedKafka.startRegistry(topic)) {
            RestCaller here = new RestCaller(source.url());
            String address = "127.0.0.1:" + destination.getAddress().getPort();
            ObjectNode exporter = exporter(
                    "http://" + (kind.equals("URL") ? "user:" + SECRET.replace("c", "%63") + "@" : "") + address);
            ObjectNode config = (ObjectNode) exporter.path("config");
            if (kind.equals("USER_INFO")) {
                config.put("basic.auth.credentials.source", kind).put("basic.auth.user.info", "user:" + SECRET);
            } else if (kind.equals("STATIC_TOKEN")) {
                config.put("bearer.auth.credentials.source", kind).put("bearer.auth.token", SECRET);
            }
            here.post("/exporters", exporter.toString());

            String trace = ExporterProbe.awaitTrace(here, "e");

            String header = Base64.getEncoder().encodeToString(("user:" + SECRET).getBytes(StandardCharsets.UTF_8));
            assertThat(trace).contains("wrong").doesNotContain(SECRET).doesNotContain(header);
            assertThat(log.lines()).noneMatch(each -> each.contains(SECRET) || each.contains(header));
        } finally {
            destination.stop(0);
        }
    }

    @Test
    void showsNoSecretInAnswersLogsAndStates() {
        try (CapturedLog log = CapturedLog.startAtInfo();
                RegistryServer source = SharedKafka.startRegistry(topic)) {
            RestCaller here = new RestCaller(source.url());
            ObjectNode exporter = exporter("http://user:" + SECRET + "@127.0.0.1:1");
            ObjectNode config = (ObjectNode) exporter.path("config");
            config.put("basic.auth.user.info", "user:" + SECRET).put("some.key", SECRET);
            String refused = here.post("/exporters", exporter.toString()).body();
            config.remove("some.key");
            config.put("bearer.auth.client.secret", SECRET);

            String answers = here.post("/exporters", exporter.toString()).body()
                    + ExporterProbe.awaitTrace(here, "e")
                    + here.get("/exporters/e").body()
                    + here.get("/exporters/e/config").body()
                    + here.get("/exporters/e/status").body()
                    + here.put("/exporters/e/pause", "").body();
            JsonNode shown = here.get("/exporters/e/config").json();
            String kept = here.put("/exporters/e/config", shown.toString()).body();

            assertThat(refused).contains("40951", "some.key").doesNotContain(SECRET);
            assertThat(answers + kept).doesNotContain(SECRET);
            assertThat(kept).as("what is hidden stays as it is").isEqualTo("{\"name\":\"e\"}");
            assertThat(log.lines()).isNotEmpty().noneMatch(each -> each.contains(SECRET));
        }
    }
}
