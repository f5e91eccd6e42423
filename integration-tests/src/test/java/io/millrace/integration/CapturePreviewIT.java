package io.millrace.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.hub.node.Hub;
import io.millrace.hub.node.Role;
import io.millrace.testing.TestingPostgres;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A look at change capture leaves nothing on the database: a slot that nobody reads would keep its log for ever. */
class CapturePreviewIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String OURS = "io.millrace.connectors.cdc.PostgresCdcSourceConnector";
    private static final String DEBEZIUMS = "io.debezium.connector.postgresql.PostgresConnector";

    @TempDir
    Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private TestingPostgres postgres;
    private Hub hub;

    @BeforeEach
    void start() {
        postgres = TestingPostgres.start();
        postgres.execute(
                "CREATE TABLE item (id int PRIMARY KEY, price numeric)",
                "INSERT INTO item SELECT n, n * 1.10 FROM generate_series(1, 50) n");
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("roles", "broker,connect");
        properties.put("home", Distribution.home().toString());
        properties.put("data.dir", folder.toString());
        properties.put("broker.listeners", "PLAINTEXT://127.0.0.1:0");
        properties.put("connect.listeners", "http://127.0.0.1:0");
        properties.put("connect.offset.flush.interval.ms", "500");
        properties.put("connect.key.converter", "org.apache.kafka.connect.json.JsonConverter");
        properties.put("connect.value.converter", "org.apache.kafka.connect.json.JsonConverter");
        hub = Hub.start(properties);
    }

    @AfterEach
    void stop() {
        hub.close();
        postgres.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {OURS, DEBEZIUMS})
    void leavesNoSlotNoPublicationNoTopicAndNoOffset(String connector) throws Exception {
        // Given
        Set<String> topics = topics();

        // When
        JsonNode preview = preview("shop", 5, config("shop", connector));

        // Then
        assertThat(preview.path("ended").asText()).as(preview.toString()).isEqualTo("records");
        assertThat(preview.path("stopped").asBoolean()).isTrue();
        assertThat(preview.path("overridden").path("snapshot.mode").asText()).isEqualTo("initial_only");
        assertThat(preview.path("records")).hasSize(5);
        for (JsonNode record : preview.path("records")) {
            assertThat(record.path("topic").asText()).isEqualTo("shop.public.item");
            JsonNode row = record.path("value").path("payload").path("after");
            assertThat(row.path("id").asInt())
                    .isEqualTo(record.path("key").path("payload").path("id").asInt());
            assertThat(record.path("value").path("schema").path("fields").toString())
                    .contains("after");
        }
        assertThat(slots()).isEmpty();
        assertThat(publications()).isEmpty();
        assertThat(topics()).isEqualTo(topics);
        assertThat(send("GET", "/connectors", null).toString()).isEqualTo("[]");
        await("no session left", () -> postgres.query(
                        "SELECT pid FROM pg_stat_activity WHERE backend_type = 'walsender'"
                                + " OR query LIKE '%public.item%' AND pid <> pg_backend_pid()")
                .isEmpty());
        send(
                "POST",
                "/connectors",
                JSON.createObjectNode()
                        .put("name", "shop")
                        .put("initial_state", "STOPPED")
                        .set("config", config("shop", connector)));
        assertThat(send("GET", "/connectors/shop/offsets", null).path("offsets"))
                .isEmpty();
    }

    @Test
    void doesNotTouchTheSlotOfTheRunningConnector() throws Exception {
        // Given
        ObjectNode config = config("live", OURS).put("slot.drop.on.stop", "true");
        send("PUT", "/connectors/live/config", config);
        await(
                "an offset",
                () -> send("GET", "/connectors/live/offsets", null)
                                .path("offsets")
                                .size()
                        > 0);
        await("the slot in use", () -> slots().equals(List.of(List.of("millrace_live", "t"))));
        List<List<String>> publications = publications();

        // When
        JsonNode preview = preview("live", 3, config);

        // Then
        assertThat(preview.path("records")).hasSize(3);
        assertThat(slots()).isEqualTo(List.of(List.of("millrace_live", "t")));
        assertThat(publications()).isEqualTo(publications).hasSize(1);
        assertThat(send("GET", "/connectors/live/status", null)
                        .path("tasks")
                        .get(0)
                        .path("state")
                        .asText())
                .isEqualTo("RUNNING");
        long written = written();
        postgres.execute("INSERT INTO item VALUES (1000, 1)");
        await("the change", () -> written() > written);
    }

    private long written() throws Exception {
        return send("GET", "/connectors/live/metrics", null)
                .path("tasks")
                .get(0)
                .path("records_out_total")
                .asLong();
    }

    private ObjectNode config(String name, String connector) {
        return JSON.createObjectNode()
                .put("name", name)
                .put("connector.class", connector)
                .put("plugin.name", "pgoutput")
                .put("topic.prefix", name)
                .put("database.hostname", postgres.host())
                .put("database.port", Integer.toString(postgres.port()))
                .put("database.user", postgres.user())
                .put("database.password", postgres.password())
                .put("database.dbname", "postgres")
                .put("table.include.list", "public.item");
    }

    private JsonNode preview(String name, int records, JsonNode config) throws Exception {
        return send(
                "POST",
                "/connectors/preview",
                JSON.createObjectNode()
                        .put("name", name)
                        .put("records", records)
                        .put("timeout.ms", 60_000)
                        .set("config", config));
    }

    private JsonNode send(String method, String path, JsonNode body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(hub.address(Role.CONNECT) + path))
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body.toString()))
                .build();
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isBetween(200, 299);
        return JSON.readTree(response.body());
    }

    private List<List<String>> slots() {
        return postgres.query("SELECT slot_name, active FROM pg_replication_slots");
    }

    private List<List<String>> publications() {
        return postgres.query("SELECT pubname FROM pg_publication");
    }

    private Set<String> topics() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", hub.address(Role.BROKER)))) {
            return admin.listTopics().names().get(30, TimeUnit.SECONDS);
        }
    }

    private static void await(String what, Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(120).toNanos();
        while (!condition.call()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within 120 s: " + what);
            }
            Thread.sleep(50);
        }
    }
}
