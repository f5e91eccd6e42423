package io.millrace.broker.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ConfigEntry.ConfigSource;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys and bounds of one listener, altered while it is open. */
class ListenerReconfigurationIT {

    private static final ConfigResource SELF = new ConfigResource(ConfigResource.Type.BROKER, "1");
    private static final ConfigResource ALL = new ConfigResource(ConfigResource.Type.BROKER, "");
    private static final String STORE = "listener.name.tls.ssl.keystore.";
    private static final String NAME = "CN=broker,O=Test";

    @TempDir
    Path directory;

    private TestKeys keys;
    private X509Bundle first;
    private BrokerServer broker;
    private Admin admin;

    @BeforeEach
    void start() throws Exception {
        keys = new TestKeys(directory);
        first = keys.issue(NAME);
        keys.keystore("first.p12", "PKCS12", first);
        open(Map.of());
    }

    private void open(Map<String, String> extra) {
        Map<String, String> properties = new HashMap<>(Map.of(
                "listeners", "ADMIN://127.0.0.1:0,PLAIN://127.0.0.1:0,TLS://127.0.0.1:0",
                "listener.security.protocol.map", "ADMIN:PLAINTEXT,PLAIN:PLAINTEXT,TLS:SSL",
                "ssl.reload.interval.ms", "30"));
        properties.putAll(TestKeys.server("tls", directory.resolve("first.p12"), "PKCS12"));
        properties.putAll(extra);
        broker = BrokerServer.start(TestBroker.properties(directory.resolve("data"), properties));
        admin = TestBroker.admin(broker.bootstrapServers("ADMIN"));
    }

    @AfterEach
    void close() {
        admin.close();
        broker.close();
    }

    @Test
    void aNewKeyStoreActsForNewConnectionsAndStaysOverARestartWithoutTheOldOne() throws Exception {
        // Given
        X509Bundle second = keys.issue(NAME);
        keys.keystore("second.p12", "PKCS12", second);

        // When
        alter(SELF, STORE + "location", path("second.p12"));

        // Then
        assertThat(shown()).isEqualTo(serial(second));

        // When
        Files.delete(directory.resolve("first.p12"));
        close();
        open(Map.of());

        // Then
        assertThat(shown()).isEqualTo(serial(second));
        X509Bundle third = keys.issue(NAME);
        keys.keystore("second.p12", "PKCS12", third);
        TestBroker.await(() -> shown().equals(serial(third)));
    }

    @Test
    void withoutTheAlterationThePropertiesFileHoldsAgain() throws Exception {
        // Given
        keys.keystore("second.p12", "PKCS12", keys.issue(NAME));
        alter(SELF, STORE + "location", path("second.p12"));

        // When
        alter(SELF, STORE + "location", null);

        // Then
        assertThat(shown()).isEqualTo(serial(first));
    }

    @Test
    void keysMayComeInline() throws Exception {
        // Given
        X509Bundle second = keys.issue(NAME);

        // When
        alter(
                SELF,
                Map.of(
                        STORE + "type", "PEM",
                        STORE + "location", "",
                        STORE + "password", "",
                        STORE + "key", second.getPrivateKeyPEM(),
                        STORE + "certificate.chain", second.getCertificatePathPEM()));

        // Then
        assertThat(shown()).isEqualTo(serial(second));
        assertThat(describe().get(STORE + "key").value()).isNull();
    }

    @Test
    void aTrustStoreDecidesWhichClientsComeIn() throws Exception {
        // Given
        close();
        Path others = Files.createDirectory(directory.resolve("others"));
        var strangers = new TestKeys(others);
        strangers.keystore("client.p12", "PKCS12", strangers.issue("CN=client,O=Other"));
        open(Map.of(
                "listener.name.tls.ssl.client.auth",
                "required",
                "listener.name.tls.ssl.truststore.type",
                "PKCS12",
                "listener.name.tls.ssl.truststore.location",
                keys.truststore().toString(),
                "listener.name.tls.ssl.truststore.password",
                TestKeys.PASSWORD));
        Map<String, Object> client = keys.client("SSL");
        client.put("bootstrap.servers", broker.bootstrapServers("TLS"));
        client.put("ssl.keystore.location", others.resolve("client.p12").toString());
        client.put("ssl.keystore.type", "PKCS12");
        client.put("ssl.keystore.password", TestKeys.PASSWORD);
        client.put("request.timeout.ms", "5000");
        client.put("default.api.timeout.ms", "10000");
        try (Admin refused = Admin.create(client)) {
            assertThatThrownBy(() -> refused.describeCluster().nodes().get()).isNotNull();
        }

        // When
        alter(
                SELF,
                "listener.name.tls.ssl.truststore.location",
                strangers.truststore().toString());

        // Then
        try (Admin known = Admin.create(client)) {
            assertThat(known.describeCluster().nodes().get()).hasSize(1);
        }
    }

    @Test
    void aStoreThatCannotServeIsRefusedWithTheReasonAndTheOldOneStays() throws Exception {
        // Given
        Files.writeString(directory.resolve("garbage.p12"), "no key store at all");
        keys.keystore("late.p12", "PKCS12", keys.issue(NAME, Instant.now().minusSeconds(60)));
        keys.keystore("other.p12", "PKCS12", keys.issue("CN=other,O=Test"));
        keys.keystore("second.p12", "PKCS12", keys.issue(NAME));

        // When, Then
        assertRefused(STORE + "location", path("garbage.p12"), "garbage.p12");
        assertRefused(STORE + "location", path("missing.p12"), "missing.p12");
        assertRefused(STORE + "location", path("late.p12"), "NotAfter");
        assertRefused(STORE + "location", path("other.p12"), "CN=other");
        assertRefused(STORE + "password", "wrong-secret", "password");
        assertThat(shown()).isEqualTo(serial(first));
        assertThat(describe().get(STORE + "location").source()).isEqualTo(ConfigSource.STATIC_BROKER_CONFIG);
    }

    @Test
    void anotherNameIsTakenWhereThePropertiesAllowIt() throws Exception {
        // Given
        close();
        open(Map.of("ssl.allow.dn.changes", "true"));
        X509Bundle other = keys.issue("CN=other,O=Test");
        keys.keystore("other.p12", "PKCS12", other);

        // When
        alter(SELF, STORE + "location", path("other.p12"));

        // Then
        assertThat(shown()).isEqualTo(serial(other));
    }

    @Test
    void saysForWhomAConfigMayBeAltered() {
        assertThatThrownBy(() -> alter(ALL, STORE + "location", path("first.p12")))
                .hasCauseInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("a broker id must be specified");
        assertRefused("ssl.keystore.location", path("first.p12"), "listener.name.NAME.CONFIG");
        assertRefused("listener.name.nowhere.ssl.keystore.location", path("first.p12"), "[admin, plain, tls]");
        assertRefused("listener.name.plain.ssl.keystore.location", path("first.p12"), "PLAINTEXT");
        assertRefused("num.network.threads", "4", "restart");
        assertRefused("listener.name.tls.num.network.threads", "4", "restart");
        assertRefused("listener.name.tls.plain.sasl.jaas.config", "x", "restart");
        assertThatThrownBy(() -> alter(SELF, "listener.name.tls.ssl.keystore.locaton", "x"))
                .hasCauseInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("listener.name.tls.ssl.keystore.location");
    }

    @Test
    void describesEachPlaceThatGivesAValueAndTellsNoPassword() throws Exception {
        // Given
        keys.keystore("second.p12", "PKCS12", keys.issue(NAME));
        alter(SELF, Map.of(STORE + "location", path("second.p12"), STORE + "password", TestKeys.PASSWORD));

        // When
        ConfigEntry location = describe().get(STORE + "location");
        ConfigEntry password = describe().get(STORE + "password");

        // Then
        assertThat(location.source()).isEqualTo(ConfigSource.DYNAMIC_BROKER_CONFIG);
        assertThat(location.isReadOnly()).isFalse();
        assertThat(location.synonyms())
                .extracting(ConfigEntry.ConfigSynonym::value)
                .containsExactly(path("second.p12"), path("first.p12"));
        assertThat(password.isSensitive()).isTrue();
        assertThat(password.type()).isEqualTo(ConfigEntry.ConfigType.PASSWORD);
        assertThat(password.value()).isNull();
        assertThat(password.synonyms()).isNotEmpty().allMatch(synonym -> synonym.value() == null);
    }

    @Test
    void boundsOfAListenerHoldForItAlone() throws Exception {
        // Given
        String bound = "listener.name.plain.max.connections";
        alter(ALL, bound, "1");
        alter(SELF, bound, "2");

        // When, Then
        assertThat(describe().get(bound).synonyms())
                .extracting(ConfigEntry.ConfigSynonym::value)
                .startsWith("2", "1");
        try (var one = new RawClient(address(), "127.0.0.1");
                var two = new RawClient(address(), "127.0.0.1")) {
            assertThat(served(one)).isTrue();
            assertThat(served(two)).isTrue();
            try (var three = new RawClient(address(), "127.0.0.1")) {
                assertThat(served(three)).isFalse();
            }
            assertThat(shown()).as("the other listener has room").isEqualTo(serial(first));
        }
    }

    @Test
    void aBoundOfAListenerMayStandInTheProperties() throws Exception {
        // Given
        close();
        open(Map.of(
                "listener.name.plain.max.connections", "1", "listener.name.plain.max.connection.creation.rate", "100"));

        // When, Then
        try (var held = new RawClient(address(), "127.0.0.1")) {
            assertThat(served(held)).isTrue();
            try (var second = new RawClient(address(), "127.0.0.1")) {
                assertThat(served(second)).isFalse();
            }
            alter(SELF, "listener.name.plain.max.connections", "2");
            try (var second = new RawClient(address(), "127.0.0.1")) {
                assertThat(served(second)).isTrue();
            }
        }
    }

    private InetSocketAddress address() {
        String[] address = broker.bootstrapServers("PLAIN").split(":");
        return new InetSocketAddress(address[0], Integer.parseInt(address[1]));
    }

    private static boolean served(RawClient client) {
        try {
            client.call(ApiKeys.API_VERSIONS, 4, MatrixRequests.apiVersions(), ApiVersionsResponseData.class);
            return true;
        } catch (IOException closed) {
            return false;
        }
    }

    private void assertRefused(String name, String value, String words) {
        assertThatThrownBy(() -> alter(SELF, name, value))
                .as(name + "=" + value)
                .hasCauseInstanceOf(InvalidRequestException.class)
                .hasMessageContaining(words)
                .hasMessageNotContaining("secret");
    }

    private String path(String name) {
        return directory.resolve(name).toString();
    }

    private BigInteger shown() {
        return keys.shown(broker.bootstrapServers("TLS"));
    }

    private static BigInteger serial(X509Bundle key) {
        return key.getCertificate().getSerialNumber();
    }

    private Config describe() throws Exception {
        return admin.describeConfigs(List.of(SELF), new DescribeConfigsOptions().includeSynonyms(true))
                .all()
                .get()
                .get(SELF);
    }

    private void alter(ConfigResource resource, Map<String, String> values) throws Exception {
        admin.incrementalAlterConfigs(Map.of(
                        resource,
                        values.entrySet().stream()
                                .map(entry -> new AlterConfigOp(
                                        new ConfigEntry(entry.getKey(), entry.getValue()), AlterConfigOp.OpType.SET))
                                .toList()))
                .all()
                .get();
    }

    /** Without a value the config is deleted. */
    private void alter(ConfigResource resource, String name, String value) throws Exception {
        var type = value == null ? AlterConfigOp.OpType.DELETE : AlterConfigOp.OpType.SET;
        admin.incrementalAlterConfigs(Map.of(resource, List.of(new AlterConfigOp(new ConfigEntry(name, value), type))))
                .all()
                .get();
    }
}
