package io.millrace.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.broker.server.node.BrokerServer;
import io.millrace.gateway.HttpCaller.Reply;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many records at once while the cluster is away and the producer's buffer is full. */
class FullProducerIT {
    private static final String V2 = "application/vnd.kafka.json.v2+json";
    private static final int PATIENCE_S = 90;
    private static final String UNTRIED = "It was not tried, as one before it was not taken in time";

    @Test
    void doesNotTryTheRecordsBehindOneThatFoundNoRoom(@TempDir Path folder) throws Exception {
        // Given
        BrokerServer broker = BrokerServer.start(
                Map.of("node.id", "1", "listeners", "PLAINTEXT://127.0.0.1:0", "log.dirs", folder.toString()));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
                GatewayServer gateway = gateway(broker)) {
            admin.createTopics(List.of(new NewTopic("t", Optional.of(1), Optional.empty())))
                    .all()
                    .get();
            HttpCaller http = new HttpCaller(gateway.url());
            String cluster =
                    http.get("/v3/clusters").json().at("/data/0/cluster_id").asText();
            assertThat(http.post("/topics/t", V2, "{\"records\":[{\"value\":1}]}")
                            .status())
                    .isEqualTo(200);
            broker.close();

            // When
            CompletableFuture<Reply> second = CompletableFuture.supplyAsync(
                    () -> http.post("/topics/t", V2, "{\"records\":[" + records("{\"value\":\"%2$s\"}") + "]}"));
            CompletableFuture<Reply> third = CompletableFuture.supplyAsync(() -> http.post(
                    "/v3/clusters/" + cluster + "/topics/t/records:batch",
                    "application/json",
                    "{\"entries\":[" + records("{\"id\":\"%1$d\",\"value\":{\"type\":\"STRING\",\"data\":\"%2$s\"}}")
                            + "]}"));
            CompletableFuture<Reply> lines = CompletableFuture.supplyAsync(() -> http.post(
                    "/topics/t/records",
                    "application/x-ndjson",
                    ("{\"value\":\"" + "x".repeat(50) + "\"}\n").repeat(1_000)));
            CompletableFuture<Reply> objects = CompletableFuture.supplyAsync(() -> http.post(
                    "/v3/clusters/" + cluster + "/topics/t/records",
                    "application/json",
                    ("{\"value\":{\"type\":\"STRING\",\"data\":\"" + "x".repeat(50) + "\"}}\n").repeat(1_000)));

            // Then
            JsonNode offsets = second.get(PATIENCE_S, TimeUnit.SECONDS).json().path("offsets");
            assertThat(offsets).hasSize(10);
            assertThat(offsets.get(9).path("error_code").asInt()).isEqualTo(2);
            assertThat(offsets.get(9).path("error").asText()).startsWith(UNTRIED);
            JsonNode failures = third.get(PATIENCE_S, TimeUnit.SECONDS).json().path("failures");
            assertThat(failures).hasSize(10);
            assertThat(failures.get(9).path("error_code").asInt()).isEqualTo(50003);
            assertThat(failures.get(9).path("message").asText()).contains(UNTRIED);
            assertThat(lines.get(PATIENCE_S, TimeUnit.SECONDS).text().split("\n"))
                    .hasSize(1_000)
                    .anySatisfy(line -> assertThat(line).contains(UNTRIED));
            assertThat(objects.get(PATIENCE_S, TimeUnit.SECONDS).text().split("\n"))
                    .hasSize(1_000)
                    .anySatisfy(line -> assertThat(line).contains(UNTRIED));
        } finally {
            broker.close();
        }
    }

    /** Ten of some 10 KB each. */
    private static String records(String pattern) {
        return IntStream.range(0, 10)
                .mapToObj(i -> String.format(pattern, i, "x".repeat(10_000)))
                .collect(Collectors.joining(","));
    }

    /** Whose producer has room for two of these records. */
    private static GatewayServer gateway(BrokerServer broker) {
        return GatewayServer.start(Map.of(
                "listeners", "http://127.0.0.1:0",
                "bootstrap.servers", broker.bootstrapServers(),
                "producer.batch.size", "16384",
                "producer.buffer.memory", "32768",
                "producer.max.block.ms", "500",
                "producer.request.timeout.ms", "2000",
                "producer.delivery.timeout.ms", "5000"));
    }
}
