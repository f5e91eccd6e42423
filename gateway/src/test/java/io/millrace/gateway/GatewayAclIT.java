package io.millrace.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.server.node.BrokerServer;
import io.millrace.gateway.HttpCaller.Reply;
import io.millrace.http.access.Authentication;
import io.millrace.http.access.CallerReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that judges its callers by the ACLs of our broker, as the real admin client sets them. */
class GatewayAclIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String JSON = "application/vnd.kafka.json.v2+json";
    private static final String RECORD = "{\"records\":[{\"value\":1}]}";

    @TempDir
    static Path folder;

    private static BrokerServer broker;
    private static Admin admin;
    private static GatewayServer gateway;
    private static HttpCaller ann;
    private static HttpCaller root;

    @BeforeAll
    static void start() throws Exception {
        broker = BrokerServer.start(Map.of(
                "node.id", "1",
                "listeners", "PLAINTEXT://127.0.0.1:0",
                "log.dirs", folder.resolve("broker").toString(),
                "offsets.topic.replication.factor", "1",
                "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                // The gateway and the admin client of this test.
                "super.users", "User:ANONYMOUS"));
        admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
        admin.createTopics(List.of(
                        new NewTopic("orders", Optional.of(1), Optional.empty()),
                        new NewTopic("prices", Optional.of(1), Optional.empty())))
                .all()
                .get();
        Path users = Files.write(
                folder.resolve("users"),
                List.of(
                        Authentication.line("ann", "", "a".toCharArray(), CallerReader.NAMES),
                        Authentication.line("root", "", "r".toCharArray(), CallerReader.NAMES)));
        gateway = GatewayServer.start(Map.of(
                "listeners", "http://127.0.0.1:0",
                "bootstrap.servers", broker.bootstrapServers(),
                "rest.authentication.users", users.toString(),
                "authorizer", "kafka-acls",
                "super.users", "User:root",
                "authorizer.refresh.interval.ms", "100"));
        ann = HttpCaller.as(gateway.url(), "ann", "a");
        root = HttpCaller.as(gateway.url(), "root", "r");
    }

    @AfterAll
    static void close() {
        List<AutoCloseable> parts = new ArrayList<>();
        parts.add(gateway);
        parts.add(admin);
        parts.add(broker);
        parts.forEach(part -> {
            try {
                if (part != null) {
                    part.close();
                }
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
    }

    @AfterEach
    void forgetAcls() throws Exception {
        admin.deleteAcls(List.of(AclBindingFilter.ANY)).all().get();
        until(() -> ann.get("/topics"), reply -> reply.text().equals("[]"));
    }

    private static void allow(ResourceType type, String name, PatternType pattern, AclOperation operation)
            throws Exception {
        set(type, name, pattern, operation, AclPermissionType.ALLOW);
    }

    private static void set(
            ResourceType type, String name, PatternType pattern, AclOperation operation, AclPermissionType permission)
            throws Exception {
        admin.createAcls(List.of(new AclBinding(
                        new ResourcePattern(type, name, pattern),
                        new AccessControlEntry("User:ann", "*", operation, permission))))
                .all()
                .get();
    }

    private static Reply until(Supplier<Reply> call, Predicate<Reply> wanted) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Reply reply = call.get();
        while (!wanted.test(reply)) {
            assertThat(System.nanoTime()).as("still %s", reply.text()).isLessThan(deadline);
            Thread.sleep(20);
            reply = call.get();
        }
        return reply;
    }

    private static void untilStatus(int status, Supplier<Reply> call) throws InterruptedException {
        until(call, reply -> reply.status() == status);
    }

    @Test
    void whoHasNoAclMayDoNothingAndASuperUserEverything() throws Exception {
        untilStatus(403, () -> ann.get("/topics/orders"));
        Reply refused = ann.post("/topics/orders", JSON, RECORD);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.json().path("error_code").asInt()).isEqualTo(40301);
        assertThat(refused.json().path("message").asText()).contains("User:ann").contains("WRITE");
        assertThat(refused.type()).isEqualTo("application/vnd.kafka.v2+json");
        assertThat(ann.get("/topics/none-such").status())
                .as("whether it is there or not")
                .isEqualTo(403);
        assertThat(ann.get("/topics").text()).isEqualTo("[]");
        assertThat(ann.get("/v3/no/such/path").status()).isEqualTo(404);
        assertThat(root.post("/topics/orders", JSON, RECORD).status()).isEqualTo(200);
        assertThat(root.get("/topics/orders").status()).isEqualTo(200);
    }

    @Test
    void aRightIsForItsTopicsAndEndsWhenItIsTakenBack() throws Exception {
        allow(ResourceType.TOPIC, "ord", PatternType.PREFIXED, AclOperation.WRITE);
        untilStatus(200, () -> ann.post("/topics/orders", JSON, RECORD));
        assertThat(ann.post("/topics/orders/partitions/0", JSON, RECORD).status())
                .isEqualTo(200);
        assertThat(ann.post("/topics/prices", JSON, RECORD).status()).isEqualTo(403);
        assertThat(ann.get("/topics").text()).as("to write implies to see").isEqualTo("[\"orders\"]");
        assertThat(ann.get("/topics/orders/partitions").status()).isEqualTo(200);
        assertThat(ann.get("/topics/orders").status()).as("it shows configs").isEqualTo(403);

        set(ResourceType.TOPIC, "orders", PatternType.LITERAL, AclOperation.WRITE, AclPermissionType.DENY);
        untilStatus(403, () -> ann.post("/topics/orders", JSON, RECORD));
    }

    @Test
    void theThirdVersionIsJudgedToo() throws Exception {
        String cluster = "/v3/clusters/"
                + root.get("/v3/clusters").json().at("/data/0/cluster_id").asText();
        String record = "{\"value\":{\"type\":\"JSON\",\"data\":1}}";
        String batch = "{\"entries\":[{\"id\":\"1\",\"value\":{\"type\":\"JSON\",\"data\":1}}]}";
        String created = "{\"topic_name\":\"orders-2\"}";
        untilStatus(403, () -> ann.post(cluster + "/topics/orders/records", "application/json", record));
        assertThat(ann.post(cluster + "/topics/orders/records:batch", "application/json", batch)
                        .status())
                .isEqualTo(403);
        assertThat(ann.post(cluster + "/topics", "application/json", created).status())
                .isEqualTo(403);
        assertThat(ann.get(cluster + "/topics").json().path("data")).isEmpty();

        allow(ResourceType.TOPIC, "orders", PatternType.PREFIXED, AclOperation.ALL);
        untilStatus(200, () -> ann.post(cluster + "/topics/orders/records", "application/json", record));
        assertThat(ann.post(cluster + "/topics/orders/records:batch", "application/json", batch)
                        .status())
                .isEqualTo(200);
        assertThat(ann.post(cluster + "/topics", "application/json", created).status())
                .isEqualTo(201);
        assertThat(ann.get(cluster + "/topics/orders-2/configs").status()).isEqualTo(200);
        assertThat(ann.get(cluster + "/topics").json().path("data")).hasSize(2);
        assertThat(ann.call("DELETE", cluster + "/topics/prices", null).status())
                .isEqualTo(403);
        assertThat(ann.call("DELETE", cluster + "/topics/orders-2", null).status())
                .isEqualTo(204);
        assertThat(ann.post(cluster + "/topics", "application/json", "{\"topic_name\":\"prices-2\"}")
                        .status())
                .isEqualTo(403);
        allow(ResourceType.CLUSTER, "kafka-cluster", PatternType.LITERAL, AclOperation.CREATE);
        untilStatus(201, () -> ann.post(cluster + "/topics", "application/json", "{\"topic_name\":\"prices-2\"}"));
    }

    @Test
    void aStreamOfEventsEndsWhenItsReaderMayNotReadAnyMore() throws Exception {
        String stream = "/topics/orders/records?offset=earliest";
        untilStatus(403, () -> ann.get(stream));
        assertThat(root.post("/topics/orders", JSON, RECORD).status()).isEqualTo(200);
        allow(ResourceType.TOPIC, "orders", PatternType.LITERAL, AclOperation.READ);
        untilStatus(200, () -> ann.get("/topics/orders/partitions/0/records"));

        String credentials = Base64.getEncoder().encodeToString("ann:a".getBytes(StandardCharsets.UTF_8));
        try (EventReader reader = new EventReader(gateway.url() + stream, "Authorization", "Basic " + credentials)) {
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
    void aPathThatNamesTheTopicInAnotherSpellingIsTheSameTopic() throws Exception {
        allow(ResourceType.TOPIC, "orders", PatternType.LITERAL, AclOperation.WRITE);
        untilStatus(200, () -> ann.post("/topics/%6Frders", JSON, RECORD));
        assertThat(ann.call("POST", "/topics/%70rices", RECORD.getBytes(StandardCharsets.UTF_8), "Content-Type", JSON)
                        .status())
                .isEqualTo(403);
        assertThat(ann.call(
                                "POST",
                                "/topics/orders/../prices",
                                RECORD.getBytes(StandardCharsets.UTF_8),
                                "Content-Type",
                                JSON)
                        .status())
                .isIn(400, 403, 404);
    }
}
