package io.millrace.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.gateway.HttpCaller.Reply;
import io.millrace.testing.TestingKafka;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Topics of a cluster whose brokers hear of them one after the other. */
class TopicsOfPeersIT {
    /** Often enough for a broker to lag behind. */
    private static final int TIMES = 100;

    @Test
    void whoMakesATopicOrLetsItGrowIsToldSoWhicheverBrokerIsAskedForIt() throws Exception {
        try (TestingKafka first = TestingKafka.start();
                TestingKafka second = first.startPeer(2);
                GatewayServer gateway = GatewayServer.start(Map.of(
                        "listeners",
                        "http://127.0.0.1:0",
                        "bootstrap.servers",
                        first.bootstrapServers() + "," + second.bootstrapServers()))) {
            HttpCaller http = new HttpCaller(gateway.url());
            String topics = "/v3/clusters/"
                    + http.get("/v3/clusters").json().at("/data/0/cluster_id").asText() + "/topics";

            for (int i = 0; i < TIMES; i++) {
                Reply made =
                        http.post(topics, "application/json", "{\"topic_name\":\"t" + i + "\",\"partitions_count\":1}");

                assertThat(made.status()).as(made.text()).isEqualTo(201);
                assertThat(made.json().path("partitions_count").asInt()).isEqualTo(1);
                assertThat(made.json().path("replication_factor").asInt()).isEqualTo(1);
            }
            for (int partitions = 2; partitions < TIMES; partitions++) {
                Reply grown = http.call(
                        "PATCH",
                        topics + "/t0",
                        ("{\"partitions_count\":" + partitions + "}").getBytes(StandardCharsets.UTF_8),
                        "Content-Type",
                        "application/json");

                assertThat(grown.json().path("partitions_count").asInt())
                        .as(grown.text())
                        .isEqualTo(partitions);
            }
        }
    }
}
