package io.millrace.integration.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tools for configs of every kind of entity, and for ACLs. */
class ConfigToolsIT {

    @TempDir
    static Path folder;

    private static ToolsBroker broker;

    @BeforeAll
    static void start() {
        broker = ToolsBroker.start(
                folder,
                Map.of(
                        "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                        "super.users", "User:ANONYMOUS"));
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void topicConfigsAreSetDescribedAndDeleted() {
        broker.tool("TopicCommand", "--create", "--topic", "configured");
        String[] entity = {"--entity-type", "topics", "--entity-name", "configured"};
        assertThat(alter(entity, "--add-config", "retention.ms=4711,cleanup.policy=[compact,delete]"))
                .contains("Completed updating config for topic configured.");
        assertThat(describe(entity))
                .contains("retention.ms=4711", "cleanup.policy=compact,delete", "DYNAMIC_TOPIC_CONFIG:retention.ms");
        assertThat(describe(entity, "--all")).contains("min.insync.replicas=1", "DEFAULT_CONFIG:");
        alter(entity, "--delete-config", "retention.ms");
        assertThat(describe(entity)).contains("cleanup.policy").doesNotContain("retention.ms");
        assertThat(broker.configsRefused(joined(entity, new String[] {"--alter", "--add-config", "retention.ms=soon"})))
                .contains("retention.ms");
    }

    @Test
    void brokerConfigsAreSetForOneAndForAll() {
        String[] one = {"--entity-type", "brokers", "--entity-name", "1"};
        String[] all = {"--entity-type", "brokers", "--entity-default"};
        assertThat(alter(all, "--add-config", "log.retention.ms=360000000"))
                .contains("Completed updating default config for brokers in the cluster.");
        assertThat(alter(one, "--add-config", "log.retention.ms=180000000"))
                .contains("Completed updating config for broker 1.");
        assertThat(describe(all)).contains("log.retention.ms=360000000");
        assertThat(describe(one))
                .contains("DYNAMIC_BROKER_CONFIG:log.retention.ms=180000000")
                .contains("DYNAMIC_DEFAULT_BROKER_CONFIG:log.retention.ms=360000000");
        assertThat(describe(one, "--all")).contains("node.id=1");
        alter(one, "--delete-config", "log.retention.ms");
        alter(all, "--delete-config", "log.retention.ms");
        assertThat(describe(one)).doesNotContain("log.retention.ms");
    }

    @Test
    void quotasAreSetForUsersAndClients() {
        String[] both = {
            "--entity-type", "users", "--entity-name", "ann", "--entity-type", "clients", "--entity-name", "app"
        };
        String[] others = {"--entity-type", "clients", "--entity-default"};
        assertThat(alter(both, "--add-config", "producer_byte_rate=1024,consumer_byte_rate=2048"))
                .contains("Completed updating config for user ann.");
        alter(others, "--add-config", "request_percentage=150");
        assertThat(describe(both))
                .contains("user-principal 'ann', client-id 'app'")
                .contains("producer_byte_rate=1024.0", "consumer_byte_rate=2048.0");
        assertThat(describe(others)).contains("the default client-id", "request_percentage=150.0");
        alter(both, "--delete-config", "producer_byte_rate,consumer_byte_rate");
        assertThat(describe(both)).doesNotContain("byte_rate");
    }

    @Test
    void scramUsersAreKeptWithoutTheirPasswords() {
        String[] user = {"--entity-type", "users", "--entity-name", "bob"};
        assertThat(alter(user, "--add-config", "SCRAM-SHA-256=[iterations=8192,password=secret]"))
                .contains("Completed updating config for user bob.");
        assertThat(describe(user))
                .contains("SCRAM credential configs for user-principal 'bob' are SCRAM-SHA-256=iterations=8192")
                .doesNotContain("secret");
        alter(user, "--delete-config", "SCRAM-SHA-256");
        assertThat(describe(user)).doesNotContain("SCRAM-SHA-256");
    }

    @Test
    void groupAndMetricsConfigsAreSet() {
        String[] group = {"--entity-type", "groups", "--entity-name", "readers"};
        String[] metrics = {"--entity-type", "client-metrics", "--entity-name", "watch"};
        alter(group, "--add-config", "consumer.session.timeout.ms=50000");
        alter(metrics, "--add-config", "interval.ms=60000");
        assertThat(describe(group)).contains("consumer.session.timeout.ms=50000");
        assertThat(describe(metrics)).contains("interval.ms=60000");
    }

    @Test
    void subscriptionsToMetricsAreMadeListedAndDeleted() {
        broker.tool("ClientMetricsCommand", "--alter", "--name", "seen", "--metrics", "*", "--match", "client_id=app");
        assertThat(broker.tool("ClientMetricsCommand", "--list")).contains("seen");
        assertThat(broker.tool("ClientMetricsCommand", "--describe", "--name", "seen"))
                .contains("match=client_id=app", "metrics=*");
        broker.tool("ClientMetricsCommand", "--delete", "--name", "seen");
        assertThat(broker.tool("ClientMetricsCommand", "--list")).doesNotContain("seen");
    }

    @Test
    void levelsOfLoggersAreSetAndTakenBack() {
        String[] loggers = {"--entity-type", "broker-loggers", "--entity-name", "1"};
        assertThat(alter(loggers, "--add-config", "org.apache.kafka=ERROR"))
                .contains("Completed updating config for broker-logger 1.");
        assertThat(describe(loggers)).contains("org.apache.kafka=ERROR", "root=");
        alter(loggers, "--delete-config", "org.apache.kafka");
        assertThat(describe(loggers)).doesNotContain("org.apache.kafka=ERROR");
        assertThat(broker.configsRefused(
                        joined(loggers, new String[] {"--alter", "--add-config", "no.such.logger=INFO"})))
                .contains("no.such.logger");
    }

    @Test
    void aclsAreAddedListedAndRemoved() {
        String[] acl = {"--topic", "orders", "--resource-pattern-type", "prefixed", "--allow-principal", "User:ann"};
        assertThat(acls(acl, "--add", "--operation", "Read"))
                .contains("Adding ACLs for resource `ResourcePattern(resourceType=TOPIC, name=orders")
                .contains("principal=User:ann, host=*, operation=READ, permissionType=ALLOW");
        assertThat(broker.tool("AclCommand", "--list", "--principal", "User:ann"))
                .contains("patternType=PREFIXED", "operation=READ");
        acls(acl, "--remove", "--force", "--operation", "Read");
        assertThat(broker.tool("AclCommand", "--list")).doesNotContain("User:ann");
    }

    private static String acls(String[] acl, String... arguments) {
        return broker.tool("AclCommand", joined(acl, arguments));
    }

    private static String alter(String[] entity, String... arguments) {
        return broker.configs(joined(entity, joined(new String[] {"--alter"}, arguments)));
    }

    private static String describe(String[] entity, String... arguments) {
        return broker.configs(joined(entity, joined(new String[] {"--describe"}, arguments)));
    }

    private static String[] joined(String[] first, String[] second) {
        return Stream.concat(Arrays.stream(first), Arrays.stream(second)).toArray(String[]::new);
    }
}
