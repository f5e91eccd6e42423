package io.millrace.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.broker.server.node.BrokerServer;
import io.millrace.gateway.HttpCaller.Reply;
import io.millrace.testing.TestingAcls;
import io.millrace.testing.TestingUsers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ACLs by v3, and what they let callers see and change of the cluster. */
class V3AdminAclIT {
    private static final long PATIENCE_NANOS = 120_000_000_000L;
    private static final String JSON = "application/json";

    @TempDir
    static Path folder;

    private static BrokerServer broker;
    private static TestingAcls acls;
    private static GatewayServer gateway;
    private static HttpCaller ann;
    private static HttpCaller root;
    private static String cluster;

    @BeforeAll
    static void start() throws Exception {
        broker = BrokerServer.start(TestingAcls.broker(folder.resolve("broker")));
        acls = new TestingAcls(broker.bootstrapServers());
        acls.admin()
                .createTopics(List.of(
                        new NewTopic("orders", Optional.of(1), Optional.empty()),
                        new NewTopic("prices", Optional.of(1), Optional.empty())))
                .all()
                .get();
        Path users = TestingUsers.file(folder, TestingUsers.line("ann", "", "a"), TestingUsers.line("root", "", "r"));
        gateway = GatewayServer.start(Map.of(
                "listeners", "http://127.0.0.1:0",
                "bootstrap.servers", broker.bootstrapServers(),
                "rest.authentication.users", users.toString(),
                "authorizer", "kafka-acls",
                "super.users", "User:root",
                "authorizer.refresh.interval.ms", "100"));
        ann = HttpCaller.as(gateway.url(), "ann", "a");
        root = HttpCaller.as(gateway.url(), "root", "r");
        cluster = "/v3/clusters/"
                + root.get("/v3/clusters").json().at("/data/0/cluster_id").asText();
    }

    @AfterAll
    static void close() {
        gateway.close();
        acls.close();
        broker.close();
    }

    private static String acl(String type, String name, String operation) {
        return "{\"resource_type\":\"" + type + "\",\"resource_name\":\"" + name
                + "\",\"pattern_type\":\"LITERAL\",\"principal\":\"User:ann\",\"host\":\"*\",\"operation\":\""
                + operation
                + "\",\"permission\":\"ALLOW\"}";
    }

    private static void allow(String type, String name, String operation) {
        assertThat(root.post(cluster + "/acls", JSON, acl(type, name, operation))
                        .status())
                .isEqualTo(201);
    }

    private static void untilStatus(int status, Supplier<Reply> call) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        Reply reply = call.get();
        while (reply.status() != status) {
            assertThat(System.nanoTime()).as("still %s", reply.text()).isLessThan(deadline);
            reply = call.get();
        }
    }

    private static Reply put(String path) {
        return ann.call(
                "PUT", path, "{\"value\":\"604800001\"}".getBytes(StandardCharsets.UTF_8), "Content-Type", JSON);
    }

    @Test
    void makesFindsAndDeletesAcls() {
        // Given
        String two = "{\"data\":[" + acl("TOPIC", "a b&c", "READ") + "," + acl("GROUP", "a b&c", "DESCRIBE") + "]}";
        assertThat(root.post(cluster + "/acls:batch", JSON, two).status()).isEqualTo(201);

        // When
        JsonNode both = root.get(cluster + "/acls?resource_name=a+b%26c").json().path("data");
        JsonNode one = root.get(cluster + "/acls?resource_name=a+b%26c&resource_type=group")
                .json()
                .path("data");
        String self = one.at("/0/metadata/self").asText();
        Reply deleted = root.call("DELETE", self.substring(gateway.url().length()), null);

        // Then
        assertThat(both).hasSize(2);
        assertThat(one).hasSize(1);
        assertThat(one.at("/0/operation").asText()).isEqualTo("DESCRIBE");
        assertThat(one.at("/0/principal").asText()).isEqualTo("User:ann");
        assertThat(deleted.status()).isEqualTo(200);
        assertThat(deleted.json().path("data")).isEqualTo(one);
        assertThat(root.get(cluster + "/acls?resource_name=a+b%26c").json().path("data"))
                .hasSize(1);
    }

    @Test
    void whoMayNotSeeOrChangeTheClusterIsTold() {
        for (String path : new String[] {
            "/acls",
            "/broker-configs",
            "/broker-configs/log.retention.ms",
            "/brokers/1/configs",
            "/brokers/-/configs",
            "/brokers/1/configs/log.retention.ms",
            "/topics/-/partitions/-/reassignment",
            "/topics/prices/partitions/-/reassignment",
            "/topics/prices/partitions/0/reassignment",
            "/topics/prices/partitions/0/offset",
            "/topics/prices/configs/retention.ms",
            "/topics/prices/partitions/0/replicas/1",
            "/consumer-groups/closed",
            "/consumer-groups/closed/consumers",
            "/consumer-groups/closed/consumers/c",
            "/consumer-groups/closed/consumers/c/assignments",
            "/consumer-groups/closed/lags",
            "/consumer-groups/closed/lag-summary",
            "/consumer-groups/closed/lags/prices/partitions/0"
        }) {
            Reply refused = ann.get(cluster + path);
            assertThat(refused.status()).as(path).isEqualTo(403);
            assertThat(refused.json().path("error_code").asInt()).isEqualTo(40301);
            assertThat(refused.type()).isEqualTo(JSON);
        }
        assertThat(ann.post(cluster + "/acls", JSON, acl("TOPIC", "prices", "ALL"))
                        .status())
                .isEqualTo(403);
        assertThat(ann.post(cluster + "/acls:batch", JSON, "{\"data\":[" + acl("TOPIC", "prices", "ALL") + "]}")
                        .status())
                .isEqualTo(403);
        assertThat(ann.call(
                                "DELETE",
                                cluster + "/acls?resource_type=ANY&pattern_type=ANY&operation=ANY&permission=ANY",
                                null)
                        .status())
                .isEqualTo(403);
        for (String path : new String[] {"/broker-configs", "/brokers/1/configs", "/topics/prices/configs"}) {
            String name = path.startsWith("/topics") ? "/retention.ms" : "/log.retention.ms";
            assertThat(put(cluster + path + name).status()).as(path).isEqualTo(403);
            assertThat(ann.call("DELETE", cluster + path + name, null).status()).isEqualTo(403);
            assertThat(ann.post(cluster + path + ":alter", JSON, "{\"data\":[{\"name\":\"a\",\"value\":\"1\"}]}")
                            .status())
                    .isEqualTo(403);
        }
        assertThat(ann.get(cluster + "/brokers/1").status()).isEqualTo(200);
        assertThat(ann.get(cluster + "/consumer-groups").json().path("data")).isEmpty();
    }

    @Test
    void listsOfAllTopicsHaveThoseThatTheCallerMaySee() {
        assertThat(ann.get(cluster + "/brokers/1/partition-replicas").text()).doesNotContain("prices");
        assertThat(root.get(cluster + "/brokers/1/partition-replicas").text()).contains("prices");
        assertThat(ann.get(cluster + "/topics/-/configs").text()).doesNotContain("prices");
        assertThat(root.get(cluster + "/topics/-/configs").text()).contains("prices");
        byte[] more = "{\"partitions_count\":9}".getBytes(StandardCharsets.UTF_8);
        assertThat(ann.call("PATCH", cluster + "/topics/prices", more, "Content-Type", JSON)
                        .status())
                .isEqualTo(403);
        Reply altered = ann.post(cluster + "/topics/-/configs:alter", JSON, """
                {"data":[{"topic_name":"prices","configs":[{"name":"retention.ms","value":"1"}]}]}""");
        assertThat(altered.status()).isEqualTo(207);
        assertThat(altered.json().at("/failures/0/error_code").asInt()).isEqualTo(40301);
        assertThat(root.get(cluster + "/topics/prices/configs/retention.ms")
                        .json()
                        .path("value")
                        .asText())
                .isNotEqualTo("1");
    }

    @Test
    void rightsToATopicAreEnoughForItsConfigsAndThoseToAGroupForItsLags() throws Exception {
        // Given
        acls.admin()
                .alterConsumerGroupOffsets(
                        "shop",
                        Map.of(
                                new TopicPartition("orders", 0), new OffsetAndMetadata(0),
                                new TopicPartition("prices", 0), new OffsetAndMetadata(0)))
                .all()
                .get();

        // When
        allow("TOPIC", "orders", "ALTER_CONFIGS");
        allow("GROUP", "shop", "DESCRIBE");

        // Then
        String config = cluster + "/topics/orders/configs/retention.ms";
        untilStatus(204, () -> put(config));
        assertThat(ann.get(config).json().path("value").asText())
                .as("to alter implies to describe")
                .isEqualTo("604800001");
        untilStatus(200, () -> ann.get(cluster + "/consumer-groups/shop"));
        assertThat(ann.get(cluster + "/consumer-groups")
                        .json()
                        .at("/data/0/consumer_group_id")
                        .asText())
                .isEqualTo("shop");
        assertThat(ann.get(cluster + "/consumer-groups/shop/lags").json().path("data"))
                .as("of topics that she may see")
                .isEmpty();
        String lag = cluster + "/consumer-groups/shop/lags/orders/partitions/0";
        assertThat(ann.get(lag).status()).isEqualTo(403);
        allow("TOPIC", "orders", "DESCRIBE");
        untilStatus(200, () -> ann.get(lag));
        assertThat(ann.get(cluster + "/consumer-groups/shop/lags").json().path("data"))
                .hasSize(1);
        assertThat(root.get(cluster + "/consumer-groups/shop/lags").json().path("data"))
                .hasSize(2);
    }
}
