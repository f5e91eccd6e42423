package io.millrace.broker.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialDeletion;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.ResourceNotFoundException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnacceptableCredentialException;
import org.jose4j.jwk.RsaJsonWebKey;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One broker with every protocol and mechanism, and real clients. */
class SecureListenersIT {

    private static final String MECHANISMS = "PLAIN,SCRAM-SHA-256,SCRAM-SHA-512,OAUTHBEARER";

    @TempDir
    static Path directory;

    private static TestKeys keys;
    private static RsaJsonWebKey issuer;
    private static BrokerServer broker;

    @BeforeAll
    static void start() throws Exception {
        keys = new TestKeys(directory);
        issuer = TestTokens.key();
        String jwks = TestTokens.keys(directory, issuer).toUri().toString();
        var server = keys.issue("CN=broker,O=Test");
        Map<String, String> properties = new HashMap<>(Map.of(
                "listeners",
                "INSIDE://127.0.0.1:0,TLS://127.0.0.1:0,MUTUAL://127.0.0.1:0,SASL://127.0.0.1:0,BOTH://127.0.0.1:0",
                "listener.security.protocol.map",
                "INSIDE:PLAINTEXT,TLS:SSL,MUTUAL:SSL,SASL:SASL_PLAINTEXT,BOTH:SASL_SSL",
                "inter.broker.listener.name",
                "INSIDE",
                "sasl.enabled.mechanisms",
                MECHANISMS,
                "sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required user_alice=\"al;ce's\" user_bob=b;",
                "scram.initial.credentials",
                "SCRAM-SHA-256=[name=alice,password=first,iterations=8192];SCRAM-SHA-512=[name=alice,password=second]",
                "sasl.oauthbearer.jwks.endpoint.url",
                jwks,
                "sasl.oauthbearer.allowed.urls",
                jwks,
                "sasl.oauthbearer.expected.audience",
                "kafka"));
        properties.putAll(TestKeys.server("tls", keys.keystore("tls.p12", "PKCS12", server), "PKCS12"));
        properties.putAll(TestKeys.server("mutual", keys.keystore("mutual.jks", "JKS", server), "JKS"));
        properties.putAll(Map.of(
                "listener.name.mutual.ssl.client.auth", "required",
                "listener.name.mutual.ssl.truststore.type", "PEM",
                "listener.name.mutual.ssl.truststore.certificates", keys.authorityPem(),
                "listener.name.mutual.ssl.principal.mapping.rules", "RULE:^CN=([a-z]+),O=Test$/$1/",
                "listener.name.both.ssl.keystore.type", "PEM",
                "listener.name.both.ssl.keystore.key", server.getPrivateKeyPEM(),
                "listener.name.both.ssl.keystore.certificate.chain", server.getCertificatePathPEM()));
        broker = BrokerServer.start(TestBroker.properties(directory.resolve("data"), properties));
    }

    @AfterAll
    static void close() {
        broker.close();
    }

    @Test
    void servesProducersAndConsumersThroughEachDoor() throws Exception {
        TestTokens.SHOWN.set(TestTokens.sign(issuer, TestTokens.claims("carol")));
        Map<String, Object> mutual = mutual("CN=alice,O=Test");
        Map<String, Map<String, Object>> doors = new HashMap<>(Map.of("TLS", keys.client("SSL"), "MUTUAL", mutual));
        for (String listener : List.of("SASL", "BOTH")) {
            doors.put(listener + " PLAIN", sasl(listener, "PLAIN", "alice", "al;ce's"));
            doors.put(listener + " SCRAM-SHA-256", sasl(listener, "SCRAM-SHA-256", "alice", "first"));
            doors.put(listener + " SCRAM-SHA-512", sasl(listener, "SCRAM-SHA-512", "alice", "second"));
            doors.put(listener + " OAUTHBEARER", bearer(listener));
        }
        for (var door : doors.entrySet()) {
            String listener = door.getKey().split(" ")[0];
            String topic = door.getKey().replace(' ', '-');
            // When
            exchange(listener, topic, door.getValue(), 20, "small");

            // Then
            try (Admin admin = admin(listener, door.getValue())) {
                assertThat(admin.describeCluster().nodes().get())
                        .as(door.getKey())
                        .extracting(Node::port)
                        .containsExactly(port(listener));
                assertThat(admin.describeTopics(List.of(topic)).allTopicNames().get())
                        .containsKey(topic);
            }
        }
    }

    @Test
    void sendsLongFetchesThroughTls() throws Exception {
        exchange("TLS", "long", keys.client("SSL"), 400, "x".repeat(10_000));
    }

    @Test
    void turnsAwayWhoCannotSayWhoTheyAre() throws Exception {
        for (String listener : List.of("SASL", "BOTH")) {
            assertRefused(listener, sasl(listener, "PLAIN", "alice", "wrong"), "Invalid username or password");
            assertRefused(listener, sasl(listener, "PLAIN", "nobody", "b"), "Invalid username or password");
            assertRefused(listener, sasl(listener, "SCRAM-SHA-512", "alice", "first"), "invalid credentials");
            assertRefused(listener, sasl(listener, "SCRAM-SHA-512", "nobody", "first"), "invalid credentials");
        }
        TestTokens.SHOWN.set(TestTokens.sign(TestTokens.key(), TestTokens.claims("carol")));
        assertRefused("SASL", bearer("SASL"), "invalid_token");
        assertThatThrownBy(() -> clusterId("MUTUAL", keys.client("SSL")))
                .hasCauseInstanceOf(SslAuthenticationException.class);
    }

    @Test
    void turnsAwayACertificateThatNoRuleNames() throws Exception {
        assertThat(clusterId("MUTUAL", mutual("CN=alice,O=Test"))).isEqualTo(broker.clusterId());
        assertThatThrownBy(() -> clusterId("MUTUAL", mutual("CN=alice,O=Elsewhere")))
                .hasCauseInstanceOf(TimeoutException.class);
    }

    @Test
    void keepsTheUsersThatAdministratorsMake() throws Exception {
        try (Admin admin = TestBroker.admin(broker.bootstrapServers())) {
            // When
            admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                            "dave", new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_256, 4_096), "pencil")))
                    .all()
                    .get();

            // Then
            Map<String, Object> dave = sasl("SASL", "SCRAM-SHA-256", "dave", "pencil");
            assertThat(clusterId("SASL", dave)).isEqualTo(broker.clusterId());
            assertThat(admin.describeUserScramCredentials()
                            .description("dave")
                            .get()
                            .credentialInfos())
                    .containsExactly(new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_256, 4_096));
            assertThat(admin.describeUserScramCredentials().users().get()).contains("alice", "dave");

            // When
            var deletion = new UserScramCredentialDeletion("dave", ScramMechanism.SCRAM_SHA_256);
            admin.alterUserScramCredentials(List.of(deletion)).all().get();

            // Then
            assertRefused("SASL", dave, "invalid credentials");
            assertThatThrownBy(() -> admin.alterUserScramCredentials(List.of(deletion))
                            .all()
                            .get())
                    .hasCauseInstanceOf(ResourceNotFoundException.class);
            assertThatThrownBy(() -> admin.describeUserScramCredentials(List.of("dave"))
                            .description("dave")
                            .get())
                    .hasCauseInstanceOf(ResourceNotFoundException.class);
            assertThatThrownBy(() -> admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                                    "weak", new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_256, 100), "pencil")))
                            .all()
                            .get())
                    .hasCauseInstanceOf(UnacceptableCredentialException.class);
        }
    }

    @Test
    void tellsNobodyTheSecretsOfItsProperties() throws Exception {
        try (Admin admin = TestBroker.admin(broker.bootstrapServers())) {
            var self = new ConfigResource(ConfigResource.Type.BROKER, "1");
            var shown = admin.describeConfigs(List.of(self)).all().get().get(self);
            assertThat(shown.get("listeners").value()).contains("INSIDE");
            assertThat(shown.entries().toString())
                    .doesNotContain("al;ce's", TestKeys.PASSWORD, "BEGIN PRIVATE KEY", "password=first");
        }
    }

    private static void exchange(String listener, String topic, Map<String, Object> client, int count, String value)
            throws Exception {
        Map<String, Object> config = new HashMap<>(client);
        String address = broker.bootstrapServers(listener);
        try (Admin admin = admin(listener, client);
                var producer = TestBroker.producer(address, config);
                var consumer = TestBroker.consumer(address, config)) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                sent.add(producer.send(new ProducerRecord<>(topic, value + i)));
            }
            for (Future<RecordMetadata> record : sent) {
                record.get();
            }
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            List<String> read = new ArrayList<>();
            TestBroker.await(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> read.add(record.value()));
                return read.size() >= count;
            });
            assertThat(read).hasSize(count).first().isEqualTo(value + 0);
            assertThat(read.get(count - 1)).isEqualTo(value + (count - 1));
        }
    }

    private static void assertRefused(String listener, Map<String, Object> client, String message) {
        assertThatThrownBy(() -> clusterId(listener, client))
                .as(listener + " " + client.get("sasl.mechanism"))
                .cause()
                .isInstanceOf(AuthenticationException.class)
                .isInstanceOf(SaslAuthenticationException.class)
                .hasMessageContaining(message);
    }

    private static String clusterId(String listener, Map<String, Object> client) throws Exception {
        try (Admin admin = admin(listener, client)) {
            return admin.describeCluster().clusterId().get();
        }
    }

    private static Admin admin(String listener, Map<String, Object> client) {
        Map<String, Object> config = new HashMap<>(client);
        config.put("bootstrap.servers", broker.bootstrapServers(listener));
        config.put("default.api.timeout.ms", "4000");
        config.put("request.timeout.ms", "3000");
        return Admin.create(config);
    }

    private static int port(String listener) {
        return Integer.parseInt(broker.bootstrapServers(listener).split(":")[1]);
    }

    private static Map<String, Object> mutual(String subject) throws Exception {
        Map<String, Object> client = keys.client("SSL");
        String name = subject.replaceAll("[^a-zA-Z]", "") + ".p12";
        client.put(
                "ssl.keystore.location",
                keys.keystore(name, "PKCS12", keys.issue(subject)).toString());
        client.put("ssl.keystore.password", TestKeys.PASSWORD);
        return client;
    }

    private static Map<String, Object> sasl(String listener, String mechanism, String user, String password) {
        String module = mechanism.equals("PLAIN") ? "plain.PlainLoginModule" : "scram.ScramLoginModule";
        Map<String, Object> client = keys.client(listener.equals("BOTH") ? "SASL_SSL" : "SASL_PLAINTEXT");
        client.put("sasl.mechanism", mechanism);
        client.put(
                "sasl.jaas.config",
                "org.apache.kafka.common.security." + module + " required username=\"" + user + "\" password=\""
                        + password + "\";");
        return client;
    }

    private static Map<String, Object> bearer(String listener) {
        Map<String, Object> client = sasl(listener, "OAUTHBEARER", "", "");
        client.put("sasl.login.callback.handler.class", TestTokens.class.getName());
        client.put("sasl.jaas.config", "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required;");
        return client;
    }
}
