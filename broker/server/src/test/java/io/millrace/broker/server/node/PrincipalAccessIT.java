package io.millrace.broker.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who a certificate, a password or a SCRAM secret says a client is, is who its rights are looked up for. */
class PrincipalAccessIT {

    private static final String TOPIC = "guarded";

    @TempDir
    static Path directory;

    private static TestKeys keys;
    private static BrokerServer broker;

    @BeforeAll
    static void startWithRights() throws Exception {
        keys = new TestKeys(directory);
        Map<String, String> properties = new HashMap<>(Map.of(
                "listeners", "INSIDE://127.0.0.1:0,MUTUAL://127.0.0.1:0,SASL://127.0.0.1:0",
                "listener.security.protocol.map", "INSIDE:PLAINTEXT,MUTUAL:SSL,SASL:SASL_PLAINTEXT",
                "inter.broker.listener.name", "INSIDE",
                "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                "super.users", "User:ANONYMOUS",
                "sasl.enabled.mechanisms", "PLAIN,SCRAM-SHA-512",
                "sasl.jaas.config", "org.apache.kafka.common.security.plain.PlainLoginModule required user_reader=r;",
                "scram.initial.credentials", "SCRAM-SHA-512=[name=writer,password=w]"));
        properties.putAll(TestKeys.server(
                "mutual", keys.keystore("server.p12", "PKCS12", keys.issue("CN=broker,O=Test")), "PKCS12"));
        properties.putAll(Map.of(
                "listener.name.mutual.ssl.client.auth", "required",
                "listener.name.mutual.ssl.truststore.type", "PEM",
                "listener.name.mutual.ssl.truststore.certificates", keys.authorityPem(),
                "listener.name.mutual.ssl.principal.mapping.rules", "RULE:^CN=([a-z]+),O=Test$/$1/,DEFAULT"));
        broker = BrokerServer.start(TestBroker.properties(directory.resolve("data"), properties));
        TestBroker.create(broker.bootstrapServers("INSIDE"), TOPIC, 1);
        try (Admin admin = TestBroker.admin(broker.bootstrapServers("INSIDE"))) {
            admin.createAcls(List.of(
                            allow("writer", AclOperation.WRITE, ResourceType.TOPIC, TOPIC),
                            allow("reader", AclOperation.READ, ResourceType.TOPIC, TOPIC),
                            allow("reader", AclOperation.READ, ResourceType.GROUP, "readers"),
                            allow("CN=writer,O=Elsewhere", AclOperation.WRITE, ResourceType.TOPIC, TOPIC)))
                    .all()
                    .get();
        }
    }

    @AfterAll
    static void close() {
        broker.close();
    }

    @Test
    void theSameNameHasTheSameRightsThroughEveryDoor() throws Exception {
        for (Client writer : List.of(mutual("CN=writer,O=Test"), sasl("SCRAM-SHA-512", "writer", "w"))) {
            write(writer);
            assertThatThrownBy(() -> read(writer, "readers")).isInstanceOf(GroupAuthorizationException.class);
        }
        for (Client reader : List.of(mutual("CN=reader,O=Test"), sasl("PLAIN", "reader", "r"))) {
            assertThat(read(reader, "readers")).isNotEmpty();
            assertThatThrownBy(() -> read(reader, "others")).isInstanceOf(GroupAuthorizationException.class);
            assertThatThrownBy(() -> write(reader)).hasCauseInstanceOf(TopicAuthorizationException.class);
        }
    }

    @Test
    void aCertificateThatNoRuleShortensIsKnownByItsWholeName() throws Exception {
        write(mutual("CN=writer,O=Elsewhere"));
        assertThatThrownBy(() -> write(mutual("CN=stranger,O=Elsewhere")))
                .hasCauseInstanceOf(TopicAuthorizationException.class);
    }

    /** A client at a door. */
    private record Client(String listener, Map<String, Object> config) {}

    private static void write(Client client) throws Exception {
        Map<String, Object> config = new HashMap<>(client.config());
        config.put("enable.idempotence", false);
        try (var producer = TestBroker.producer(broker.bootstrapServers(client.listener()), config)) {
            producer.send(new ProducerRecord<>(TOPIC, "value")).get();
        }
    }

    /** What is in the topic, all of it known to be there before. */
    private static List<String> read(Client client, String group) {
        Map<String, Object> config = new HashMap<>(client.config());
        config.put("group.id", group);
        config.put("enable.auto.commit", "false");
        List<String> values = new ArrayList<>();
        try (var consumer = TestBroker.consumer(broker.bootstrapServers(client.listener()), config)) {
            consumer.subscribe(List.of(TOPIC));
            TestBroker.await(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(one -> values.add(one.value()));
                return !values.isEmpty();
            });
        }
        return values;
    }

    private static Client mutual(String subject) throws Exception {
        Map<String, Object> config = keys.client("SSL");
        String file = subject.replaceAll("[^a-zA-Z]", "") + ".p12";
        config.put(
                "ssl.keystore.location",
                keys.keystore(file, "PKCS12", keys.issue(subject)).toString());
        config.put("ssl.keystore.password", TestKeys.PASSWORD);
        return new Client("MUTUAL", config);
    }

    private static Client sasl(String mechanism, String user, String password) {
        String module = mechanism.equals("PLAIN") ? "plain.PlainLoginModule" : "scram.ScramLoginModule";
        Map<String, Object> config = keys.client("SASL_PLAINTEXT");
        config.put("sasl.mechanism", mechanism);
        config.put(
                "sasl.jaas.config",
                "org.apache.kafka.common.security." + module + " required username=\"" + user + "\" password=\""
                        + password + "\";");
        return new Client("SASL", config);
    }

    private static AclBinding allow(String user, AclOperation operation, ResourceType type, String name) {
        return new AclBinding(
                new ResourcePattern(type, name, PatternType.LITERAL),
                new AccessControlEntry("User:" + user, "*", operation, AclPermissionType.ALLOW));
    }
}
