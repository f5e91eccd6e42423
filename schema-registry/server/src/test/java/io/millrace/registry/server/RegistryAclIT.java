package io.millrace.registry.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.registry.server.RestCaller.Reply;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
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

    private static JudgedRegistries registries;
    private static RegistryServer registry;
    private static RestCaller ann;
    private static RestCaller root;

    @BeforeAll
    static void start() throws Exception {
        registries = new JudgedRegistries(folder);
        registry = registries.start(Map.of());
        ann = JudgedRegistries.ann(registry);
        root = JudgedRegistries.root(registry);
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
        if (registries != null) {
            registries.close();
        }
    }

    @AfterEach
    void forgetAcls() throws Exception {
        registries.acls().forget();
        until("[]", () -> ann.get("/subjects"));
    }

    private static void allow(AclOperation operation, String topic, PatternType pattern) {
        registries.acls().set("ann", operation, ResourceType.TOPIC, topic, pattern, AclPermissionType.ALLOW);
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
        registries
                .acls()
                .set(
                        "ann",
                        AclOperation.WRITE,
                        ResourceType.TOPIC,
                        "shipments",
                        PatternType.LITERAL,
                        AclPermissionType.DENY);
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
        registries
                .acls()
                .set(
                        "ann",
                        AclOperation.ALTER_CONFIGS,
                        ResourceType.CLUSTER,
                        "kafka-cluster",
                        PatternType.LITERAL,
                        AclPermissionType.ALLOW);
        untilStatus(200, () -> ann.put("/config", "{\"compatibility\":\"BACKWARD\"}"));
        assertThat(ann.get("/mode").status()).isEqualTo(200);
        assertThat(ann.put("/config/orders-value", COMPATIBILITY).status()).isEqualTo(403);
    }
}
