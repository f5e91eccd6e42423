package io.millrace.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.server.node.BrokerServer;
import io.millrace.gateway.HttpCaller.Reply;
import io.millrace.testing.TestingAcls;
import io.millrace.testing.TestingUsers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * A gateway that judges its callers by the ACLs of our broker, as the real admin client sets them. ACLs are about ann; bob
 * may do what is set for all.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AclSuite {
    static final String JSON = "application/vnd.kafka.json.v2+json";
    static final String RECORD = "{\"records\":[{\"value\":1}]}";
    static final Duration PATIENCE = Duration.ofSeconds(90);

    private BrokerServer broker;
    private TestingAcls acls;
    private GatewayServer gateway;
    private HttpCaller ann;
    private HttpCaller bob;
    private HttpCaller root;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        broker = BrokerServer.start(TestingAcls.broker(folder.resolve("broker")));
        acls = new TestingAcls(broker.bootstrapServers());
        admin().createTopics(List.of(
                        new NewTopic("orders", Optional.of(1), Optional.empty()),
                        new NewTopic("prices", Optional.of(1), Optional.empty())))
                .all()
                .get();
        Path users = TestingUsers.file(
                folder,
                TestingUsers.line("ann", "", "a"),
                TestingUsers.line("bob", "", "b"),
                TestingUsers.line("root", "", "r"));
        Map<String, String> properties = new LinkedHashMap<>(properties());
        properties.put("listeners", "http://127.0.0.1:0");
        properties.put("bootstrap.servers", broker.bootstrapServers());
        properties.put("rest.authentication.users", users.toString());
        properties.put("authorizer", "kafka-acls");
        properties.put("super.users", "User:root");
        properties.put("authorizer.refresh.interval.ms", "100");
        gateway = GatewayServer.start(properties);
        ann = HttpCaller.as(gateway.url(), "ann", "a");
        bob = HttpCaller.as(gateway.url(), "bob", "b");
        root = HttpCaller.as(gateway.url(), "root", "r");
    }

    /** Those of the gateway, over the usual ones. */
    Map<String, String> properties() {
        return Map.of();
    }

    @AfterAll
    void close() {
        if (gateway != null) {
            gateway.close();
        }
        if (acls != null) {
            acls.close();
        }
        if (broker != null) {
            broker.close();
        }
    }

    @AfterEach
    void forgetAcls() throws Exception {
        acls.forget();
        until(() -> ann.get("/topics"), reply -> reply.text().equals("[]"));
    }

    String url() {
        return gateway.url();
    }

    HttpCaller ann() {
        return ann;
    }

    HttpCaller bob() {
        return bob;
    }

    HttpCaller root() {
        return root;
    }

    Admin admin() {
        return acls.admin();
    }

    void allow(ResourceType type, String name, PatternType pattern, AclOperation operation) {
        set(type, name, pattern, operation, AclPermissionType.ALLOW);
    }

    void set(
            ResourceType type, String name, PatternType pattern, AclOperation operation, AclPermissionType permission) {
        set("ann", type, name, pattern, operation, permission);
    }

    void set(
            String user,
            ResourceType type,
            String name,
            PatternType pattern,
            AclOperation operation,
            AclPermissionType permission) {
        acls.set(user, operation, type, name, pattern, permission);
    }

    static <T> T until(Supplier<T> call, Predicate<T> wanted) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        T reply = call.get();
        while (!wanted.test(reply)) {
            assertThat(System.nanoTime()).as("still %s", reply).isLessThan(deadline);
            Thread.sleep(20);
            reply = call.get();
        }
        return reply;
    }

    static void untilStatus(int status, Supplier<Reply> call) throws InterruptedException {
        until(call, reply -> reply.status() == status);
    }
}
