package io.millrace.registry.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.server.node.BrokerServer;
import io.millrace.http.access.Authentication;
import io.millrace.http.access.CallerReader;
import io.millrace.registry.server.RestCaller.Reply;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
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

/** A registry that judges its callers by the ACLs of our broker, as the real admin client sets them. */
class RegistryAclIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String INT = "\"int\"";
    private static final String COMPATIBILITY = "{\"compatibility\":\"NONE\"}";

    @TempDir
    static Path folder;

    private static BrokerServer broker;
    private static Admin admin;
    private static RegistryServer registry;
    private static RestCaller ann;
    private static RestCaller root;

    @BeforeAll
    static void start() throws Exception {
        broker = BrokerServer.start(Map.of(
                "node.id", "1",
                "listeners", "PLAINTEXT://127.0.0.1:0",
                "log.dirs", folder.resolve("broker").toString(),
                "offsets.topic.replication.factor", "1",
                "transaction.state.log.replication.factor", "1",
                "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                // The registry and the admin client of this test.
                "super.users", "User:ANONYMOUS"));
        admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
        Path users = Files.write(
                folder.resolve("users"),
                List.of(
                        Authentication.line("ann", "", "a".toCharArray(), CallerReader.NAMES),
                        Authentication.line("root", "", "r".toCharArray(), CallerReader.NAMES)));
        registry = RegistryServer.start(Map.of(
                "listeners", "http://127.0.0.1:0",
                "kafkastore.bootstrap.servers", broker.bootstrapServers(),
                "kafkastore.topic.replication.factor", "1",
                "rest.authentication.users", users.toString(),
                "authorizer", "kafka-acls",
                "super.users", "User:root",
                "authorizer.refresh.interval.ms", "100"));
        ann = RestCaller.as(registry.url(), "ann", "a");
        root = RestCaller.as(registry.url(), "root", "r");
        for (String subject : List.of("orders-value", "prices-value", ":.staging:orders-value")) {
            assertThat(root.register(subject, INT).status()).isEqualTo(200);
        }
        assertThat(root.register("prices-value", "\"long\"").status()).isEqualTo(200);
    }

    @AfterAll
    static void close() {
        if (registry != null) {
            registry.close();
        }
        if (admin != null) {
            admin.close();
        }
        if (broker != null) {
            broker.close();
        }
    }

    @AfterEach
    void forgetAcls() throws Exception {
        admin.deleteAcls(List.of(AclBindingFilter.ANY)).all().get();
        until("[]", () -> ann.get("/subjects"));
    }

    private static void allow(AclOperation operation, String topic, PatternType pattern) throws Exception {
        set(ResourceType.TOPIC, operation, topic, pattern, AclPermissionType.ALLOW);
    }

    private static void set(
            ResourceType type, AclOperation operation, String name, PatternType pattern, AclPermissionType permission)
            throws Exception {
        admin.createAcls(List.of(new AclBinding(
                        new ResourcePattern(type, name, pattern),
                        new AccessControlEntry("User:ann", "*", operation, permission))))
                .all()
                .get();
    }

    private static void until(String body, Supplier<Reply> call) throws InterruptedException {
        await(call, body);
    }

    private static void untilStatus(int status, Supplier<Reply> call) throws InterruptedException {
        await(
                () -> {
                    Reply reply = call.get();
                    return new Reply(reply.status(), Integer.toString(reply.status()), "");
                },
                Integer.toString(status));
    }

    private static void await(Supplier<Reply> call, String body) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Reply reply = call.get();
        while (!reply.body().equals(body)) {
            assertThat(System.nanoTime()).as("still %s", reply.body()).isLessThan(deadline);
            Thread.sleep(20);
            reply = call.get();
        }
    }

    @Test
    void whoHasNoAclMayDoNothingAndASuperUserEverything() throws Exception {
        untilStatus(403, () -> ann.get("/subjects/orders-value/versions/1"));
        Reply refused = ann.register("orders-value", INT);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.errorCode()).isEqualTo(40301);
        assertThat(refused.json().path("message").asText())
                .contains("User:ann")
                .contains("WRITE")
                .contains("orders");
        assertThat(ann.get("/subjects/none-such/versions").status())
                .as("whether it is there or not")
                .isEqualTo(403);
        assertThat(ann.get("/subjects").body()).isEqualTo("[]");
        assertThat(ann.get("/schemas").body()).isEqualTo("[]");
        assertThat(ann.get("/contexts").body()).isEqualTo("[]");
        assertThat(ann.get("/schemas/ids/1").status()).isEqualTo(403);
        for (String cluster :
                List.of("/config", "/mode", "/config/:.staging:", "/config/:.__GLOBAL:", "/contexts/.staging/config")) {
            assertThat(ann.put(cluster, COMPATIBILITY).status()).as(cluster).isEqualTo(403);
            assertThat(ann.get(cluster).status()).as(cluster).isEqualTo(403);
        }
        assertThat(ann.get("/schemas/types").status()).isEqualTo(200);
        assertThat(root.get("/subjects?subjectPrefix=").json()).hasSize(2);
        assertThat(root.get("/config").status()).isEqualTo(200);
    }

    @Test
    void toReadATopicIsToReadItsSubjectsAndNoMore() throws Exception {
        allow(AclOperation.READ, "orders", PatternType.LITERAL);
        until("[\"orders-value\"]", () -> ann.get("/subjects"));
        assertThat(ann.get("/subjects/orders-value/versions/latest").status()).isEqualTo(200);
        assertThat(ann.post("/subjects/orders-value", RestCaller.schemaBody(INT))
                        .status())
                .isEqualTo(200);
        assertThat(ann.post("/compatibility/subjects/orders-value/versions", RestCaller.schemaBody(INT))
                        .status())
                .isEqualTo(200);
        assertThat(ann.get("/contexts").body()).isEqualTo("[\".\"]");
        assertThat(ann.get("/schemas").json()).hasSize(1);
        assertThat(ann.get("/schemas:export").body()).contains("orders-value").doesNotContain("prices", "staging");

        assertThat(ann.register("orders-value", INT).status()).isEqualTo(403);
        assertThat(ann.delete("/subjects/orders-value").status()).isEqualTo(403);
        assertThat(ann.get("/subjects/prices-value/versions").status()).isEqualTo(403);
        assertThat(ann.get("/subjects/:.staging:orders-value/versions").status())
                .isEqualTo(403);
        assertThat(ann.get("/contexts/.staging/subjects/orders-value/versions").status())
                .isEqualTo(403);

        int shared =
                root.get("/subjects/orders-value/versions/1").json().path("id").asInt();
        int others =
                root.get("/subjects/prices-value/versions/2").json().path("id").asInt();
        assertThat(ann.get("/schemas/ids/" + shared).status()).isEqualTo(200);
        assertThat(ann.get("/schemas/ids/" + shared + "/subjects").body()).isEqualTo("[\"orders-value\"]");
        assertThat(ann.get("/schemas/ids/" + others).status()).isEqualTo(403);
    }

    @Test
    void toWriteIsToRegisterAndADenialWins() throws Exception {
        allow(AclOperation.WRITE, "ship", PatternType.PREFIXED);
        untilStatus(200, () -> ann.register("shipments-value", INT));
        assertThat(ann.get("/subjects/shipments-value/versions").status()).isEqualTo(403);
        assertThat(ann.put("/config/shipments-value", COMPATIBILITY).status()).isEqualTo(403);
        allow(AclOperation.ALTER_CONFIGS, "shipments", PatternType.LITERAL);
        untilStatus(200, () -> ann.put("/config/shipments-value", COMPATIBILITY));
        assertThat(ann.get("/config/shipments-value").status())
                .as("to alter implies to see")
                .isEqualTo(200);
        allow(AclOperation.DELETE, "shipments", PatternType.LITERAL);
        untilStatus(200, () -> ann.delete("/subjects/shipments-value"));
        set(ResourceType.TOPIC, AclOperation.WRITE, "shipments", PatternType.LITERAL, AclPermissionType.DENY);
        untilStatus(403, () -> ann.register("shipments-value", INT));
        assertThat(ann.register("ships-value", INT).status()).isEqualTo(200);
    }

    @Test
    void anotherNameForASubjectGivesNoRightToIt() throws Exception {
        allow(AclOperation.ALL, "mine", PatternType.PREFIXED);
        untilStatus(200, () -> ann.put("/config/mine-value", "{\"alias\":\"prices-value\"}"));
        assertThat(ann.get("/subjects/mine-value/versions").status()).isEqualTo(403);
        assertThat(ann.register("mine-value", INT).status()).isEqualTo(403);
        String reference = "{\"schema\":\"\\\"int\\\"\",\"references\":"
                + "[{\"name\":\"p\",\"subject\":\"prices-value\",\"version\":2}]}";
        assertThat(ann.post("/subjects/mine-2-value/versions", reference).status())
                .isEqualTo(403);
        assertThat(root.post("/subjects/mine-3-value/versions", reference).status())
                .isEqualTo(200);
    }

    @Test
    void settingsOfAllAreTheClusters() throws Exception {
        set(
                ResourceType.CLUSTER,
                AclOperation.ALTER_CONFIGS,
                "kafka-cluster",
                PatternType.LITERAL,
                AclPermissionType.ALLOW);
        untilStatus(200, () -> ann.put("/config", "{\"compatibility\":\"BACKWARD\"}"));
        assertThat(ann.get("/mode").status()).isEqualTo(200);
        assertThat(ann.put("/config/orders-value", COMPATIBILITY).status()).isEqualTo(403);
    }
}
