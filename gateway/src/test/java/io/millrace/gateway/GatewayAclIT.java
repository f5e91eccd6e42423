package io.millrace.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.gateway.HttpCaller.Reply;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;

/** What callers may do with topics. */
class GatewayAclIT extends AclSuite {
    @Test
    void whoHasNoAclMayDoNothingAndASuperUserEverything() throws Exception {
        untilStatus(403, () -> ann().get("/topics/orders"));
        Reply refused = ann().post("/topics/orders", JSON, RECORD);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.json().path("error_code").asInt()).isEqualTo(40301);
        assertThat(refused.json().path("message").asText()).contains("User:ann").contains("WRITE");
        assertThat(refused.type()).isEqualTo("application/vnd.kafka.v2+json");
        assertThat(ann().get("/topics/none-such").status())
                .as("whether it is there or not")
                .isEqualTo(403);
        assertThat(ann().get("/topics").text()).isEqualTo("[]");
        assertThat(ann().get("/v3/no/such/path").status()).isEqualTo(404);
        assertThat(root().post("/topics/orders", JSON, RECORD).status()).isEqualTo(200);
        assertThat(root().get("/topics/orders").status()).isEqualTo(200);
    }

    @Test
    void aRightIsForItsTopicsAndEndsWhenItIsTakenBack() throws Exception {
        allow(ResourceType.TOPIC, "ord", PatternType.PREFIXED, AclOperation.WRITE);
        untilStatus(200, () -> ann().post("/topics/orders", JSON, RECORD));
        assertThat(ann().post("/topics/orders/partitions/0", JSON, RECORD).status())
                .isEqualTo(200);
        assertThat(ann().post("/topics/prices", JSON, RECORD).status()).isEqualTo(403);
        assertThat(ann().get("/topics").text()).as("to write implies to see").isEqualTo("[\"orders\"]");
        assertThat(ann().get("/topics/orders/partitions").status()).isEqualTo(200);
        assertThat(ann().get("/topics/orders").status()).as("it shows configs").isEqualTo(403);

        set(ResourceType.TOPIC, "orders", PatternType.LITERAL, AclOperation.WRITE, AclPermissionType.DENY);
        untilStatus(403, () -> ann().post("/topics/orders", JSON, RECORD));
    }

    @Test
    void theThirdVersionIsJudgedToo() throws Exception {
        String cluster = "/v3/clusters/"
                + root().get("/v3/clusters").json().at("/data/0/cluster_id").asText();
        String record = "{\"value\":{\"type\":\"JSON\",\"data\":1}}";
        String batch = "{\"entries\":[{\"id\":\"1\",\"value\":{\"type\":\"JSON\",\"data\":1}}]}";
        String created = "{\"topic_name\":\"orders-2\"}";
        untilStatus(403, () -> ann().post(cluster + "/topics/orders/records", "application/json", record));
        assertThat(ann().post(cluster + "/topics/orders/records:batch", "application/json", batch)
                        .status())
                .isEqualTo(403);
        assertThat(ann().post(cluster + "/topics", "application/json", created).status())
                .isEqualTo(403);
        assertThat(ann().get(cluster + "/topics").json().path("data")).isEmpty();

        allow(ResourceType.TOPIC, "orders", PatternType.PREFIXED, AclOperation.ALL);
        untilStatus(200, () -> ann().post(cluster + "/topics/orders/records", "application/json", record));
        assertThat(ann().post(cluster + "/topics/orders/records:batch", "application/json", batch)
                        .status())
                .isEqualTo(200);
        assertThat(ann().post(cluster + "/topics", "application/json", created).status())
                .isEqualTo(201);
        assertThat(ann().get(cluster + "/topics/orders-2/configs").status()).isEqualTo(200);
        assertThat(ann().get(cluster + "/topics").json().path("data")).hasSize(2);
        assertThat(ann().call("DELETE", cluster + "/topics/prices", null).status())
                .isEqualTo(403);
        assertThat(ann().call("DELETE", cluster + "/topics/orders-2", null).status())
                .isEqualTo(204);
        assertThat(ann().post(cluster + "/topics", "application/json", "{\"topic_name\":\"prices-2\"}")
                        .status())
                .isEqualTo(403);
        allow(ResourceType.CLUSTER, "kafka-cluster", PatternType.LITERAL, AclOperation.CREATE);
        untilStatus(201, () -> ann().post(cluster + "/topics", "application/json", "{\"topic_name\":\"prices-2\"}"));
    }

    @Test
    void aStreamOfEventsEndsWhenItsReaderMayNotReadAnyMore() throws Exception {
        String stream = "/topics/orders/records?offset=earliest";
        untilStatus(403, () -> ann().get(stream));
        assertThat(root().post("/topics/orders", JSON, RECORD).status()).isEqualTo(200);
        allow(ResourceType.TOPIC, "orders", PatternType.LITERAL, AclOperation.READ);
        untilStatus(200, () -> ann().get("/topics/orders/partitions/0/records"));

        String credentials = Base64.getEncoder().encodeToString("ann:a".getBytes(StandardCharsets.UTF_8));
        try (EventReader reader = new EventReader(url() + stream, "Authorization", "Basic " + credentials)) {
            reader.records(1);
            set(ResourceType.TOPIC, "orders", PatternType.LITERAL, AclOperation.READ, AclPermissionType.DENY);

            EventReader.Event end = reader.shown();
            while (end.name() == null) {
                end = reader.shown();
            }
            assertThat(end.json().path("error_code").asInt()).isEqualTo(40301);
            assertThat(reader.next()).isNull();
        }
    }

    @Test
    void aWebSocketAsksForTheSameAsAStreamOfEvents() throws Exception {
        String path = "/topics/orders/records?offset=earliest";
        String credentials = "Basic " + Base64.getEncoder().encodeToString("ann:a".getBytes(StandardCharsets.UTF_8));
        assertThat(SocketReader.refusal(url() + path)).isEqualTo(401);
        assertThat(SocketReader.refusal(url() + path, "Authorization", credentials))
                .isEqualTo(403);
        assertThat(root().post("/topics/orders", JSON, RECORD).status()).isEqualTo(200);
        allow(ResourceType.TOPIC, "orders", PatternType.LITERAL, AclOperation.READ);
        untilStatus(200, () -> ann().get("/topics/orders/partitions/0/records"));

        try (SocketReader reader = new SocketReader(url() + path, "Authorization", credentials)) {
            reader.records(1);
            set(ResourceType.TOPIC, "orders", PatternType.LITERAL, AclOperation.READ, AclPermissionType.DENY);

            List<Object> end = reader.untilTheEnd();
            assertThat(((JsonNode) end.get(end.size() - 2)).path("error_code").asInt())
                    .isEqualTo(40301);
            assertThat(((SocketReader.Closed) end.get(end.size() - 1)).code()).isEqualTo(4403);
        }
    }

    @Test
    void aWebSocketThatWritesEndsWhenItsClientMayNotWriteAnyMore() throws Exception {
        String path = WriteSocketsSuite.path("orders");
        String credentials = "Basic " + Base64.getEncoder().encodeToString("ann:a".getBytes(StandardCharsets.UTF_8));
        assertThat(SocketReader.refusal(url() + path)).isEqualTo(401);
        allow(ResourceType.TOPIC, "orders", PatternType.LITERAL, AclOperation.READ);
        untilStatus(200, () -> ann().get("/topics/orders/partitions/0/records"));
        assertThat(SocketReader.refusal(url() + path, "Authorization", credentials))
                .as("to read is not to write")
                .isEqualTo(403);
        allow(ResourceType.TOPIC, "orders", PatternType.LITERAL, AclOperation.WRITE);
        untilStatus(200, () -> ann().post("/topics/orders", JSON, RECORD));

        try (SocketReader socket = new SocketReader(url() + path, "Authorization", credentials)) {
            socket.send("{\"value\":1}");
            assertThat(socket.message().has("offset")).isTrue();
            set(ResourceType.TOPIC, "orders", PatternType.LITERAL, AclOperation.WRITE, AclPermissionType.DENY);

            List<Object> end = socket.untilTheEnd();
            assertThat(((JsonNode) end.get(0)).path("error_code").asInt()).isEqualTo(40301);
            assertThat(((SocketReader.Closed) end.get(1)).code()).isEqualTo(4403);
        }
    }

    @Test
    void aPathThatNamesTheTopicInAnotherSpellingIsTheSameTopic() throws Exception {
        allow(ResourceType.TOPIC, "orders", PatternType.LITERAL, AclOperation.WRITE);
        untilStatus(200, () -> ann().post("/topics/%6Frders", JSON, RECORD));
        assertThat(ann().call("POST", "/topics/%70rices", RECORD.getBytes(StandardCharsets.UTF_8), "Content-Type", JSON)
                        .status())
                .isEqualTo(403);
        assertThat(ann().call(
                                "POST",
                                "/topics/orders/../prices",
                                RECORD.getBytes(StandardCharsets.UTF_8),
                                "Content-Type",
                                JSON)
                        .status())
                .isIn(400, 403, 404);
    }
}
