package io.millrace.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.gateway.HttpCaller.Reply;
import io.millrace.testing.TestingKafka;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Topics of a cluster whose brokers hear of them one after the other. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TopicsOfPeersIT {
    private static final String JSON = "application/json";
    /** Often enough for a broker to lag behind. */
    private static final int TIMES = 100;

    private TestingKafka first;
    private TestingKafka second;
    private GatewayServer gateway;
    private HttpCaller http;
    private String topics;

    @BeforeAll
    void start() {
        first = TestingKafka.start();
        second = first.startPeer(2);
        gateway = GatewayServer.start(Map.of(
                "listeners",
                "http://127.0.0.1:0",
                "bootstrap.servers",
                first.bootstrapServers() + "," + second.bootstrapServers()));
        http = new HttpCaller(gateway.url());
        topics = "/v3/clusters/"
                + http.get("/v3/clusters").json().at("/data/0/cluster_id").asText() + "/topics";
    }

    @AfterAll
    void close() {
        if (gateway != null) {
            gateway.close();
        }
        if (second != null) {
            second.close();
        }
        if (first != null) {
            first.close();
        }
    }

    private Reply make(String topic) {
        return http.post(topics, JSON, "{\"topic_name\":\"" + topic + "\",\"partitions_count\":1}");
    }

    private Reply grow(String topic, int partitions) {
        byte[] body = ("{\"partitions_count\":" + partitions + "}").getBytes(StandardCharsets.UTF_8);
        return http.call("PATCH", topics + "/" + topic, body, "Content-Type", JSON);
    }

    @Test
    void whoMakesATopicOrLetsItGrowIsToldSoWhicheverBrokerIsAskedForIt() {
        for (int i = 0; i < TIMES; i++) {
            Reply made = make("t" + i);

            assertThat(made.status()).as(made.text()).isEqualTo(201);
            assertThat(made.json().path("partitions_count").asInt()).isEqualTo(1);
            assertThat(made.json().path("replication_factor").asInt()).isEqualTo(1);
        }
        for (int partitions = 2; partitions < TIMES; partitions++) {
            Reply grown = grow("t0", partitions);

            assertThat(grown.json().path("partitions_count").asInt())
                    .as(grown.text())
                    .isEqualTo(partitions);
        }
    }

    @Test
    void aTopicThatWasMadeCanBeUsedAtOnceWhicheverBrokerIsAskedForIt() {
        for (int i = 0; i < TIMES; i++) {
            String topic = "used" + i;
            make(topic);
            Reply set = http.call(
                    "PUT",
                    topics + "/" + topic + "/configs/retention.ms",
                    "{\"value\":\"86400000\"}".getBytes(StandardCharsets.UTF_8),
                    "Content-Type",
                    JSON);
            Reply many = http.post(
                    topics + "/-/configs:alter",
                    JSON,
                    "{\"data\":[{\"topic_name\":\"" + topic
                            + "\",\"configs\":[{\"name\":\"segment.ms\",\"value\":\"86400000\"}]}]}");
            Reply configs = http.get(topics + "/" + topic + "/configs/retention.ms");
            Reply shown = http.get("/topics/" + topic);
            Reply written = write(topic, 0);
            Reply read = read(topic, 0);

            assertThat(set.status()).as(set.text()).isEqualTo(204);
            assertThat(many.status()).as(many.text()).isEqualTo(204);
            assertThat(configs.status()).as(configs.text()).isEqualTo(200);
            assertThat(shown.status()).as(shown.text()).isEqualTo(200);
            assertThat(written.status()).as(written.text()).isEqualTo(200);
            assertThat(read.json().path("records")).as(read.text()).hasSize(1);
        }
    }

    @Test
    void aPartitionThatWasAddedCanBeUsedAtOnceWhicheverBrokerIsAskedForIt() {
        make("growing");
        for (int partition = 1; partition < TIMES; partition++) {
            grow("growing", partition + 1);

            Reply written = write("growing", partition);

            assertThat(written.status()).as(written.text()).isEqualTo(200);
            assertThat(read("growing", partition).json().path("records")).hasSize(1);
        }
    }

    private Reply write(String topic, int partition) {
        return http.post(
                "/topics/" + topic + "/partitions/" + partition,
                "application/vnd.kafka.json.v2+json",
                "{\"records\":[{\"value\":1}]}");
    }

    private Reply read(String topic, int partition) {
        return http.get("/topics/" + topic + "/partitions/" + partition + "/records?max_wait_ms=10000");
    }
}
