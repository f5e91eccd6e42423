package io.millrace.broker.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.junit.jupiter.api.Test;

class ListenersTest {

    private static final String PLAIN_USERS =
            "org.apache.kafka.common.security.plain.PlainLoginModule required user_a=b;";

    @Test
    void opensKafkasOwnExampleForThisMachineOnly() {
        // When
        Listeners listeners = read(Map.of(
                "listeners", "PLAINTEXT://:9092,CONTROLLER://:9093",
                "inter.broker.listener.name", "PLAINTEXT",
                "advertised.listeners", "PLAINTEXT://localhost:9092,CONTROLLER://localhost:9093",
                "controller.listener.names", "CONTROLLER",
                "listener.security.protocol.map",
                        "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SSL:SSL,SASL_PLAINTEXT:SASL_PLAINTEXT,"
                                + "SASL_SSL:SASL_SSL"));

        // Then
        assertThat(listeners.all()).hasSize(1);
        assertThat(listeners.all().get(0).host()).isEqualTo("127.0.0.1");
        assertThat(listeners.all().get(0).advertisedHost()).isEqualTo("localhost");
    }

    @Test
    void takesAllOfKafkasOwnExample() {
        // Given
        Map<String, String> stock = new HashMap<>(Map.of(
                "process.roles", "broker,controller",
                "node.id", "1",
                "controller.quorum.bootstrap.servers", "localhost:9093",
                "listeners", "PLAINTEXT://:9092,CONTROLLER://:9093",
                "inter.broker.listener.name", "PLAINTEXT",
                "advertised.listeners", "PLAINTEXT://localhost:9092,CONTROLLER://localhost:9093",
                "controller.listener.names", "CONTROLLER",
                "num.network.threads", "3",
                "num.io.threads", "8",
                "socket.send.buffer.bytes", "102400"));
        stock.putAll(Map.of(
                "socket.receive.buffer.bytes", "102400",
                "socket.request.max.bytes", "104857600",
                "log.dirs", "/tmp/kraft-combined-logs",
                "num.partitions", "1",
                "num.recovery.threads.per.data.dir", "1",
                "offsets.topic.replication.factor", "1",
                "share.coordinator.state.topic.replication.factor", "1",
                "share.coordinator.state.topic.min.isr", "1",
                "transaction.state.log.replication.factor", "1",
                "transaction.state.log.min.isr", "1"));
        stock.putAll(Map.of(
                "listener.security.protocol.map",
                "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SSL:SSL,SASL_PLAINTEXT:SASL_PLAINTEXT,SASL_SSL:SASL_SSL",
                "log.retention.hours",
                "168",
                "log.segment.bytes",
                "1073741824",
                "log.retention.check.interval.ms",
                "300000"));

        // When, Then
        assertThat(BrokerConfig.from(stock).listener().port()).isEqualTo(9_092);
    }

    @Test
    void readsNamesProtocolsAndAddresses() {
        // When
        Listeners listeners = read(Map.of(
                "listeners", "internal://127.0.0.1:9092, CLIENTS://[::1]:9093",
                "advertised.listeners", "CLIENTS://kafka.example:19093",
                "listener.security.protocol.map", "INTERNAL:PLAINTEXT,CLIENTS:SASL_PLAINTEXT",
                "listener.name.clients.sasl.enabled.mechanisms", "PLAIN",
                "listener.name.clients.plain.sasl.jaas.config", PLAIN_USERS,
                "listener.name.clients.plain.connections.max.reauth.ms", "5000"));

        // Then
        assertThat(listeners.all()).extracting("name").containsExactly("INTERNAL", "CLIENTS");
        ListenerSettings clients = listeners.all().get(1);
        assertThat(clients.protocol()).isEqualTo(SecurityProtocol.SASL_PLAINTEXT);
        assertThat(clients.host()).isEqualTo("::1");
        assertThat(clients.advertisedHost() + clients.advertisedPort(1)).isEqualTo("kafka.example19093");
        assertThat(clients.sasl().orElseThrow().mechanisms().get(0).maxReauthMs())
                .isEqualTo(5_000);
        assertThat(listeners.easiest().name()).isEqualTo("INTERNAL");
    }

    @Test
    void knowsTheNamesOfWhatIsNotUsed() {
        assertThat(BrokerConfig.from(Map.of(
                                "ssl.keystore.location", "/keys",
                                "sasl.enabled.mechanisms", "PLAIN",
                                "sasl.mechanism.inter.broker.protocol", "PLAIN"))
                        .listeners()
                        .all())
                .hasSize(1);
    }

    @Test
    void letsNobodyInWhoIsNotAskedForAName() {
        Map<String, String> sasl = Map.of(
                "listeners", "SASL_PLAINTEXT://0.0.0.0:9092",
                "advertised.listeners", "SASL_PLAINTEXT://kafka.example:9092",
                "sasl.enabled.mechanisms", "PLAIN",
                "sasl.jaas.config", PLAIN_USERS);
        assertRefused(sasl, "SASL_PLAINTEXT shows passwords", "insecure.listeners");
        Map<String, String> tls = Map.of(
                "listeners", "SSL://0.0.0.0:9092",
                "advertised.listeners", "SSL://kafka.example:9092",
                "ssl.keystore.location", "/keys");
        assertRefused(tls, "unless ssl.client.auth=required", "insecure.listeners");
        assertRefused(
                Map.of("listeners", "PLAINTEXT://0.0.0.0:9092", "advertised.listeners", "PLAINTEXT://localhost:9092"),
                "PLAINTEXT does not authenticate");

        assertThat(read(with(sasl, "insecure.listeners", "sasl_plaintext"))
                        .all()
                        .get(0)
                        .host())
                .isEqualTo("0.0.0.0");
        assertThat(read(with(tls, "ssl.client.auth", "required")).all().get(0).host())
                .isEqualTo("0.0.0.0");
    }

    @Test
    void saysWhatIsWrong() {
        assertRefused(Map.of("listeners", "A://127.0.0.1:1"), "A:PLAINTEXT", "listener.security.protocol.map");
        assertRefused(Map.of("listeners", "PLAINTEXT://127.0.0.1:1,PLAINTEXT://127.0.0.1:2"), "different name");
        assertRefused(
                Map.of(
                        "listeners", "PLAINTEXT://127.0.0.1:1,B://127.0.0.1:1",
                        "listener.security.protocol.map", "B:PLAINTEXT"),
                "different port");
        assertRefused(Map.of("advertised.listeners", "OTHER://127.0.0.1:1"), "OTHER", "advertised.listeners");
        assertRefused(Map.of("advertised.listeners", "PLAINTEXT://0.0.0.0:1"), "no client can connect");
        assertRefused(Map.of("inter.broker.listener.name", "SSL"), "inter.broker.listener.name");
        assertRefused(Map.of("controller.listener.names", "PLAINTEXT"), "no listener for clients");
        assertRefused(Map.of("listeners", "SASL_PLAINTEXT://127.0.0.1:1"), "sasl.enabled.mechanisms", "GSSAPI");
        assertRefused(
                Map.of("listeners", "SASL_PLAINTEXT://127.0.0.1:1", "sasl.enabled.mechanisms", "GSSAPI"),
                "SCRAM-SHA-512");
    }

    @Test
    void takesKeysOfTokenIssuersFromFilesOnlyByLeave() {
        Map<String, String> bearer = Map.of(
                "listeners", "SASL_PLAINTEXT://127.0.0.1:1",
                "sasl.enabled.mechanisms", "OAUTHBEARER",
                "sasl.oauthbearer.jwks.endpoint.url", "file:///etc/passwd");
        assertRefused(bearer, "https://", "sasl.oauthbearer.allowed.urls");
        assertRefused(with(bearer, "sasl.oauthbearer.jwks.endpoint.url", "http://169.254.169.254/"), "https://");
        assertThat(read(with(bearer, "sasl.oauthbearer.allowed.urls", "file:///etc/passwd"))
                        .all())
                .hasSize(1);
    }

    private static Listeners read(Map<String, String> properties) {
        return Listeners.from(new PropertyReader(properties));
    }

    private static Map<String, String> with(Map<String, String> properties, String name, String value) {
        Map<String, String> more = new HashMap<>(properties);
        more.put(name, value);
        return more;
    }

    private static void assertRefused(Map<String, String> properties, String... words) {
        assertThatThrownBy(() -> read(properties))
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll(words);
    }
}
