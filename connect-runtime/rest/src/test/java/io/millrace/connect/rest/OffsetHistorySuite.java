package io.millrace.connect.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.connect.rest.RestClient.Reply;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of earlier offsets, by whom, and for how long. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class OffsetHistorySuite {
    private static final int KEPT = 20;

    @TempDir
    static Path folder;

    private final BrokerKind broker;

    OffsetHistorySuite(BrokerKind broker) {
        this.broker = broker;
    }

    @Test
    void theNewestEntriesOutliveAllWorkers() throws Exception {
        // Given
        JsonNode before;
        try (ConnectServer server = server("kept")) {
            RestClient client = new RestClient(server.url());
            create(client, "kept");
            for (int position = 1; position <= KEPT + 5; position++) {
                assertThat(alter(client, "kept", offset("f", position)).status())
                        .isEqualTo(200);
            }

            // When
            before = history(client, "kept");
        }

        // Then
        assertThat(before).hasSize(KEPT);
        assertThat(before.get(0).get("id").asInt()).isEqualTo(KEPT + 5);
        try (ConnectServer server = server("kept")) {
            RestClient client = new RestClient(server.url());
            assertThat(history(client, "kept")).isEqualTo(before);
            assertThat(rollback(client, "kept", 5).status()).isEqualTo(404);
            assertThat(rollback(client, "kept", 6).status()).isEqualTo(200);
            assertThat(offsets(client, "kept"))
                    .isEqualTo("[{\"partition\":{\"filename\":\"f\"},\"offset\":{\"position\":5}}]");
            assertThat(history(client, "kept").get(0).get("id").asInt()).isEqualTo(KEPT + 6);
        }
    }

    @Test
    void anyWorkerRollsBackByTheLeader() throws Exception {
        try (ConnectServer one = server("history-pair");
                ConnectServer two = server("history-pair")) {
            // Given
            RestClient first = new RestClient(one.url());
            RestClient second = new RestClient(two.url());
            create(first, "shared");
            for (RestClient client : List.of(first, second)) {
                assertThat(alter(client, "shared", offset("f", 7)).status()).isEqualTo(200);
                int newest = history(client, "shared").get(0).get("id").asInt();

                // When
                Reply reply = rollback(client, "shared", newest);

                // Then
                assertThat(reply.status()).isEqualTo(200);
                assertThat(offsets(client, "shared")).isEqualTo("[]");
            }
            for (RestClient client : List.of(first, second)) {
                String clone = client == first ? "of-first" : "of-second";
                assertThat(client.post(
                                        "/connectors/shared/clone",
                                        "{\"name\": \"" + clone + "\", \"initial_state\": \"stopped\"}")
                                .status())
                        .isEqualTo(201);
                assertThat(client.get("/connectors/" + clone + "/config").status())
                        .isEqualTo(200);
            }
            assertThat(history(first, "shared")).hasSize(4).isEqualTo(history(second, "shared"));
        }
    }

    @Test
    void offsetsTooManyForARecordAreLeftOutOfTheHistoryAndNothingElseSuffers() throws Exception {
        try (ConnectServer server = server("many")) {
            // Given
            RestClient client = new RestClient(server.url());
            create(client, "many");
            String many = IntStream.range(0, 4_000)
                    .mapToObj(file -> offset("x".repeat(150) + file, 1))
                    .collect(Collectors.joining(","));

            // When
            assertThat(alter(client, "many", many).status()).isEqualTo(200);
            assertThat(alter(client, "many", offset("f", 1)).status()).isEqualTo(200);
            assertThat(client.delete("/connectors/many/offsets").status()).isEqualTo(200);

            // Then
            JsonNode newest = history(client, "many").get(0);
            assertThat(newest.get("kind").asText()).isEqualTo("reset");
            assertThat(newest.get("offsets").isNull()).isTrue();
            Reply refused = rollback(client, "many", newest.get("id").asInt());
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.message()).contains("too many");
            assertThat(client.post("/connectors/many/offsets/rollback", "{\"to\": " + " ".repeat(3 << 20) + "1}")
                            .status())
                    .isEqualTo(413);
            assertThat(rollback(client, "many", 1).status()).isEqualTo(200);
        }
    }

    @Test
    void aChangeThatFailedHalfWaySaysSoAndCanBeRolledBack() throws Exception {
        try (ConnectServer server = server("half")) {
            // Given: the connector agrees to both, and no record takes the second
            RestClient client = new RestClient(server.url());
            create(client, "half");
            assertThat(alter(client, "half", offset("f", 3)).status()).isEqualTo(200);

            // When
            Reply reply = alter(client, "half", offset("f", 4) + "," + offset("x".repeat(1_200_000), 1));

            // Then
            assertThat(reply.status()).isEqualTo(400);
            JsonNode newest = history(client, "half").get(0);
            assertThat(newest.get("kind").asText()).isEqualTo("alter");
            assertThat(newest.path("failure").asText()).contains("is too large for a record");
            assertThat(history(client, "half").get(1).has("failure")).isFalse();
            assertThat(rollback(client, "half", newest.get("id").asInt()).status())
                    .isEqualTo(200);
            assertThat(offsets(client, "half"))
                    .isEqualTo("[{\"partition\":{\"filename\":\"f\"},\"offset\":{\"position\":3}}]");
        }
    }

    @Test
    void aCloneThatCannotBeWrittenLeavesNothing() throws Exception {
        try (ConnectServer server = server("torn")) {
            // Given
            RestClient client = new RestClient(server.url());
            create(client, "whole");
            assertThat(alter(client, "whole", offset("f", 3)).status()).isEqualTo(200);
            create(client, "torn");
            assertThat(alter(client, "torn", offset("g", 1)).status()).isEqualTo(200);
            assertThat(client.delete("/connectors/torn").status()).isEqualTo(204);

            // When
            Reply reply = client.post(
                    "/connectors/whole/clone",
                    "{\"name\": \"torn\", \"config\": {\"note\": \"" + "x".repeat(1_500_000) + "\"}}");

            // Then
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.message()).contains("too large");
            assertThat(client.get("/connectors/torn").status()).isEqualTo(404);
            create(client, "torn");
            assertThat(offsets(client, "torn"))
                    .isEqualTo("[{\"partition\":{\"filename\":\"g\"},\"offset\":{\"position\":1}}]");
        }
    }

    @Test
    void aSinkGoesToTheFirstRecordThatIsNotOlder() throws Exception {
        try (ConnectServer server = server("times")) {
            // Given: partition 0 has records at 10, 20 and 30 s, partition 1 at 15 s, partition 2 none
            RestClient client = new RestClient(server.url());
            fill("timed", Map.of(0, List.of(10_000L, 20_000L, 30_000L), 1, List.of(15_000L)));
            client.post(
                    "/connectors",
                    "{\"name\": \"timed\", \"initial_state\": \"STOPPED\", \"config\": {\"connector.class\":"
                            + " \"FileStreamSink\", \"file\": \"" + folder.resolve("timed.out")
                            + "\", \"topics\": \"timed\"}}");

            // When
            Reply between = client.post("/connectors/timed/offsets/reset", "{\"timestamp\": \"1970-01-01T00:00:17Z\"}");

            // Then
            assertThat(between.status()).isEqualTo(200);
            assertThat(positions(client)).containsExactly(1L, 1L, 0L);
            assertThat(client.post("/connectors/timed/offsets/reset", "{\"timestamp\": 20000}")
                            .status())
                    .isEqualTo(200);
            assertThat(positions(client)).containsExactly(1L, 1L, 0L);
            assertThat(client.post("/connectors/timed/offsets/reset", "{\"timestamp\": 20001}")
                            .status())
                    .isEqualTo(200);
            assertThat(positions(client)).containsExactly(2L, 1L, 0L);
            assertThat(client.post("/connectors/timed/offsets/reset", "{\"timestamp\": \"earliest\"}")
                            .status())
                    .isEqualTo(200);
            assertThat(positions(client)).containsExactly(0L, 0L, 0L);
        }
    }

    private static List<Long> positions(RestClient client) throws Exception {
        JsonNode offsets = client.get("/connectors/timed/offsets").json().get("offsets");
        return IntStream.range(0, offsets.size())
                .mapToObj(
                        at -> offsets.get(at).get("offset").get("kafka_offset").asLong())
                .toList();
    }

    private void fill(String topic, Map<Integer, List<Long>> timestamps) throws Exception {
        Map<String, Object> cluster = Map.of("bootstrap.servers", broker.bootstrapServers());
        try (Admin admin = Admin.create(cluster);
                KafkaProducer<String, String> producer =
                        new KafkaProducer<>(cluster, new StringSerializer(), new StringSerializer())) {
            admin.createTopics(List.of(new NewTopic(topic, 3, (short) 1).configs(Map.of("retention.ms", "-1"))))
                    .all()
                    .get();
            for (Map.Entry<Integer, List<Long>> partition : timestamps.entrySet()) {
                for (long timestamp : partition.getValue()) {
                    producer.send(new ProducerRecord<>(topic, partition.getKey(), timestamp, "k", "v"))
                            .get();
                }
            }
        }
    }

    private ConnectServer server(String group) {
        return ConnectServer.start(TestingServers.properties(broker.bootstrapServers(), group));
    }

    private static void create(RestClient client, String name) throws Exception {
        Path in = Files.writeString(folder.resolve(name + ".in"), "one\n");
        assertThat(client.post(
                                "/connectors",
                                "{\"name\": \"" + name + "\", \"initial_state\": \"STOPPED\", \"config\":"
                                        + " {\"connector.class\": \"FileStreamSource\", \"file\": \"" + in
                                        + "\", \"topic\": \"lines\"}}")
                        .status())
                .isEqualTo(201);
    }

    private static String offset(String file, int position) {
        return "{\"partition\": {\"filename\": \"" + file + "\"}, \"offset\": {\"position\": " + position + "}}";
    }

    private static Reply alter(RestClient client, String name, String offsets) throws Exception {
        return client.send(
                "PATCH", "/connectors/" + name + "/offsets", "{\"offsets\": [" + offsets + "]}", "application/json");
    }

    private static Reply rollback(RestClient client, String name, int to) throws Exception {
        return client.post("/connectors/" + name + "/offsets/rollback", "{\"to\": " + to + "}");
    }

    private static JsonNode history(RestClient client, String name) throws Exception {
        return client.get("/connectors/" + name + "/offsets/history").json().get("history");
    }

    private static String offsets(RestClient client, String name) throws Exception {
        return client.get("/connectors/" + name + "/offsets")
                .json()
                .get("offsets")
                .toString();
    }
}
