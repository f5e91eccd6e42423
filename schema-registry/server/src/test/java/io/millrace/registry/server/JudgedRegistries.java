package io.millrace.registry.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.server.node.BrokerServer;
import io.millrace.testing.TestingAcls;
import io.millrace.testing.TestingUsers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;

/**
 * A broker with ACLs, and registries over it that judge their callers by them: ann, who has none to begin with, and root,
 * who may do everything.
 */
final class JudgedRegistries implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final BrokerServer broker;
    private final TestingAcls acls;
    private final Path users;
    private int settled;

    JudgedRegistries(Path folder) {
        broker = BrokerServer.start(TestingAcls.broker(folder.resolve("broker")));
        acls = new TestingAcls(broker.bootstrapServers());
        users = TestingUsers.file(folder, TestingUsers.line("ann", "", "a"), TestingUsers.line("root", "", "r"));
    }

    /** One more registry over the same topic. */
    RegistryServer start(Map<String, String> more) {
        Map<String, String> properties = new LinkedHashMap<>(Map.of(
                "listeners", "http://127.0.0.1:0",
                "kafkastore.bootstrap.servers", broker.bootstrapServers(),
                "kafkastore.topic.replication.factor", "1",
                "rest.authentication.users", users.toString(),
                "authorizer", "kafka-acls",
                "super.users", "User:root",
                "authorizer.refresh.interval.ms", "100"));
        properties.putAll(more);
        return RegistryServer.start(properties);
    }

    static RestCaller ann(RegistryServer registry) {
        return RestCaller.as(registry.url(), "ann", "a");
    }

    static RestCaller root(RegistryServer registry) {
        return RestCaller.as(registry.url(), "root", "r");
    }

    String bootstrapServers() {
        return broker.bootstrapServers();
    }

    TestingAcls acls() {
        return acls;
    }

    void allow(AclOperation operation, String topic) {
        acls.allow("ann", operation, ResourceType.TOPIC, topic);
    }

    /** Returns when the registry goes by all that was set before: it learns it all at once. */
    void settle(RegistryServer registry) throws InterruptedException {
        String last = "settled-" + ++settled;
        allow(AclOperation.READ, last);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (ann(registry).get("/subjects/" + last + "/versions").status() != 404) {
            assertThat(System.nanoTime()).as("the ACLs are not seen").isLessThan(deadline);
            Thread.sleep(20);
        }
    }

    @Override
    public void close() {
        acls.close();
        broker.close();
    }
}
