package io.millrace.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.server.node.BrokerServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that stops after its cluster did. */
class FarewellsIT {
    private static final String V2 = "application/vnd.kafka.v2+json";
    private static final int INSTANCES = 40;

    @Test
    void manyConsumersAreGivenUpTogether(@TempDir Path folder) throws Exception {
        // Given
        BrokerServer broker = BrokerServer.start(Map.of(
                "node.id", "1",
                "listeners", "PLAINTEXT://127.0.0.1:0",
                "log.dirs", folder.toString(),
                "offsets.topic.num.partitions", "1",
                "group.initial.rebalance.delay.ms", "0"));
        GatewayServer gateway = GatewayServer.start(
                Map.of("listeners", "http://127.0.0.1:0", "bootstrap.servers", broker.bootstrapServers()));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic("t", Optional.of(1), Optional.empty())))
                    .all()
                    .get();
            HttpCaller http = new HttpCaller(gateway.url());
            for (int i = 0; i < INSTANCES; i++) {
                http.post("/consumers/g" + i, V2, "{\"name\":\"a\",\"auto.offset.reset\":\"earliest\"}");
                http.post("/consumers/g" + i + "/instances/a/subscription", V2, "{\"topics\":[\"t\"]}");
            }
            http.post("/topics/t", "application/vnd.kafka.json.v2+json", "{\"records\":[{\"value\":1}]}");
            for (int i = 0; i < INSTANCES; i++) {
                while (http.get("/consumers/g" + i + "/instances/a/records")
                        .json()
                        .isEmpty()) {
                    assertThat(http.get("/topics").status()).isEqualTo(200);
                }
            }
        } finally {
            broker.close();
        }

        // When
        long began = System.nanoTime();
        gateway.close();

        // Then: one after the other they would take 80 seconds.
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(40));
    }
}
