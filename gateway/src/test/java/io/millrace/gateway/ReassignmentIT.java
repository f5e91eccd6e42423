package io.millrace.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.testing.Pause;
import io.millrace.testing.TestingKafka;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitionReassignment;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Replicas that move, which they do on Apache Kafka: to a broker that is not there any more, so for as long as it takes. */
class ReassignmentIT {
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    private static TestingKafka kafka;
    private static Admin admin;
    private static GatewayServer gateway;
    private static HttpCaller http;
    private static String cluster;

    @BeforeAll
    static void start() throws Exception {
        kafka = TestingKafka.start();
        kafka.startPeer(2).close();
        admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
        for (String topic : List.of("still", "moving")) {
            admin.createTopics(List.of(new NewTopic(topic, Map.of(0, List.of(1), 1, List.of(1)))))
                    .all()
                    .get();
        }
        admin.alterPartitionReassignments(
                        Map.of(new TopicPartition("moving", 1), Optional.of(new NewPartitionReassignment(List.of(2)))))
                .all()
                .get();
        gateway = GatewayServer.start(
                Map.of("listeners", "http://127.0.0.1:0", "bootstrap.servers", kafka.bootstrapServers()));
        http = new HttpCaller(gateway.url());
        cluster = "/v3/clusters/"
                + http.get("/v3/clusters").json().at("/data/0/cluster_id").asText();
    }

    @AfterAll
    static void close() {
        if (gateway != null) {
            gateway.close();
        }
        if (admin != null) {
            admin.close();
        }
        kafka.close();
    }

    @Test
    void showsWhatMoves() {
        // When
        JsonNode all = moving(cluster + "/topics/-/partitions/-/reassignment");
        JsonNode ofTopic = moving(cluster + "/topics/moving/partitions/-/reassignment");
        JsonNode one =
                http.get(cluster + "/topics/moving/partitions/1/reassignment").json();

        // Then
        assertThat(all.path("data")).hasSize(1).isEqualTo(ofTopic.path("data"));
        assertThat(all.at("/data/0")).isEqualTo(one);
        assertThat(one.path("kind").asText()).isEqualTo("KafkaReassignment");
        assertThat(one.path("topic_name").asText()).isEqualTo("moving");
        assertThat(one.path("partition_id").asInt()).isEqualTo(1);
        assertThat(one.path("adding_replicas").toString()).isEqualTo("[2]");
        assertThat(one.path("removing_replicas").toString()).isEqualTo("[1]");
        assertThat(one.at("/metadata/self").asText())
                .isEqualTo(gateway.url() + cluster + "/topics/moving/partitions/1/reassignment");
        assertThat(http.get(one.at("/replicas/related")
                                .asText()
                                .substring(gateway.url().length()))
                        .json()
                        .path("data"))
                .hasSize(2);
    }

    /** What the controller did is not known to the broker that is asked at once. */
    private static JsonNode moving(String path) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        JsonNode found = http.get(path).json();
        while (found.path("data").isEmpty()) {
            assertThat(System.nanoTime()).as("%s", found).isLessThan(deadline);
            found = http.get(path).json();
            Pause.betweenLooks();
        }
        return found;
    }

    @Test
    void whatStaysIsNotShown() {
        assertThat(http.get(cluster + "/topics/still/partitions/-/reassignment")
                        .json()
                        .path("data"))
                .isEmpty();
        assertThat(http.get(cluster + "/topics/moving/partitions/0/reassignment")
                        .status())
                .isEqualTo(404);
    }
}
