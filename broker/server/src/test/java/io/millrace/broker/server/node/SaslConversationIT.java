package io.millrace.broker.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.SaslAuthenticateRequestData;
import org.apache.kafka.common.message.SaslAuthenticateResponseData;
import org.apache.kafka.common.message.SaslHandshakeRequestData;
import org.apache.kafka.common.message.SaslHandshakeResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands on the wire around authentication, frame by frame. */
class SaslConversationIT {

    private static final int SESSION_MS = 1_500;
    private static final int STRANGERS_MS = 1_000;

    @TempDir
    static Path directory;

    private static BrokerServer broker;

    @BeforeAll
    static void start() throws Exception {
        var keys = new TestKeys(directory);
        Map<String, String> properties = new HashMap<>(Map.of(
                "listeners",
                "OPEN://127.0.0.1:0,SASL://127.0.0.1:0,HASTY://127.0.0.1:0,SHORT://127.0.0.1:0,TLS://127.0.0.1:0",
                "listener.security.protocol.map",
                "OPEN:PLAINTEXT,SASL:SASL_PLAINTEXT,HASTY:SASL_PLAINTEXT,SHORT:SASL_PLAINTEXT,TLS:SSL",
                "sasl.enabled.mechanisms",
                "PLAIN,SCRAM-SHA-256",
                "sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required user_alice=a user_bob=b;",
                "scram.initial.credentials",
                "SCRAM-SHA-256=[name=alice,password=a]",
                "listener.name.short.connections.max.reauth.ms",
                Integer.toString(SESSION_MS),
                "connection.failed.authentication.delay.ms",
                "200",
                "listener.name.hasty.connection.authentication.timeout.ms",
                Integer.toString(STRANGERS_MS)));
        properties.putAll(
                TestKeys.server("tls", keys.keystore("tls.p12", "PKCS12", keys.issue("CN=broker,O=Test")), "PKCS12"));
        broker = BrokerServer.start(TestBroker.properties(directory.resolve("data"), properties));
    }

    @AfterAll
    static void close() {
        broker.close();
    }

    @Test
    void takesBareTokensFromClientsOfOld() throws Exception {
        try (RawClient client = connect("SASL")) {
            // Given
            assertThat(handshake(client, 0, "PLAIN").errorCode()).isEqualTo(Errors.NONE.code());

            // When
            client.sendBytes(bare("\0alice\0a"));

            // Then
            assertThat(client.readFrame()).isEmpty();
            assertThat(metadata(client).brokers()).hasSize(1);
        }
    }

    @Test
    void closesOnClientsOfOldThatFail() throws Exception {
        try (RawClient client = connect("SASL")) {
            handshake(client, 0, "PLAIN");
            client.sendBytes(bare("\0alice\0wrong"));
            assertClosed(client);
        }
    }

    @Test
    void answersFailuresLateAndThenCloses() throws Exception {
        try (RawClient client = connect("SASL")) {
            // Given
            handshake(client, 1, "PLAIN");
            long beginNs = System.nanoTime();

            // When
            SaslAuthenticateResponseData response = authenticate(client, 2, "\0alice\0wrong");

            // Then
            assertThat(Duration.ofNanos(System.nanoTime() - beginNs)).isGreaterThan(Duration.ofMillis(190));
            assertThat(response.errorCode()).isEqualTo(Errors.SASL_AUTHENTICATION_FAILED.code());
            assertThat(response.errorMessage()).contains("Invalid username or password");
            assertClosed(client);
        }
    }

    @Test
    void namesItsMechanismsToWhoAsksForAnother() throws Exception {
        try (RawClient client = connect("SASL")) {
            SaslHandshakeResponseData response = handshake(client, 1, "GSSAPI");
            assertThat(response.errorCode()).isEqualTo(Errors.UNSUPPORTED_SASL_MECHANISM.code());
            assertThat(response.mechanisms()).containsExactly("PLAIN", "SCRAM-SHA-256");
            assertClosed(client);
        }
    }

    @Test
    void refusesWhatComesInTheWrongOrder() throws Exception {
        try (RawClient client = connect("SASL")) {
            assertThat(authenticate(client, 2, "\0alice\0a").errorCode()).isEqualTo(Errors.ILLEGAL_SASL_STATE.code());
            assertClosed(client);
        }
        try (RawClient client = connect("SASL")) {
            handshake(client, 1, "PLAIN");
            assertThat(handshake(client, 1, "PLAIN").errorCode()).isEqualTo(Errors.ILLEGAL_SASL_STATE.code());
            assertClosed(client);
        }
        try (RawClient client = connect("OPEN")) {
            assertThat(handshake(client, 1, "PLAIN").errorCode()).isEqualTo(Errors.ILLEGAL_SASL_STATE.code());
            assertThat(authenticate(client, 2, "\0alice\0a").errorCode()).isEqualTo(Errors.ILLEGAL_SASL_STATE.code());
            assertThat(metadata(client).brokers()).hasSize(1);
        }
    }

    @Test
    void servesStrangersNothingButVersions() throws Exception {
        try (RawClient client = connect("SASL")) {
            var request =
                    new ApiVersionsRequestData().setClientSoftwareName("raw").setClientSoftwareVersion("1");
            ApiVersionsResponseData versions =
                    client.call(ApiKeys.API_VERSIONS, 4, request, ApiVersionsResponseData.class);
            assertThat(versions.apiKeys().find(ApiKeys.SASL_AUTHENTICATE.id).maxVersion())
                    .isEqualTo((short) 2);
            client.send(ApiKeys.METADATA, 12, new MetadataRequestData());
            assertClosed(client);
        }
    }

    @Test
    void takesNoLongFramesFromStrangers() throws Exception {
        try (Socket socket = socket("SASL")) {
            new DataOutputStream(socket.getOutputStream()).writeInt((64 << 10) + 1);
            assertClosed(socket);
        }
        try (RawClient client = connect("SASL")) {
            // Given
            handshake(client, 1, "PLAIN");

            // When
            byte[] token = new byte[60_000];
            client.send(ApiKeys.SASL_AUTHENTICATE, 2, new SaslAuthenticateRequestData().setAuthBytes(token));

            // Then
            SaslAuthenticateResponseData response =
                    client.read(ApiKeys.SASL_AUTHENTICATE, 2, 1, new SaslAuthenticateResponseData());
            assertThat(response.errorCode()).isEqualTo(Errors.SASL_AUTHENTICATION_FAILED.code());
        }
    }

    @Test
    void sendsAwayWhoDoesNotSayWhoTheyAre() throws Exception {
        long beginNs = System.nanoTime();
        try (Socket silent = socket("HASTY");
                Socket dribbling = socket("HASTY");
                RawClient halfway = connect("HASTY")) {
            dribbling.getOutputStream().write(new byte[] {0, 0, 0, 50, 0, 17});
            handshake(halfway, 1, "SCRAM-SHA-256");
            assertClosed(silent);
            assertClosed(dribbling);
            assertClosed(halfway);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - beginNs))
                .isBetween(Duration.ofMillis(STRANGERS_MS - 100), Duration.ofSeconds(10));
    }

    @Test
    void closesOnBytesOfAnotherProtocol() throws Exception {
        byte[] hello = {22, 3, 1, 2, 0, 1, 0, 1, (byte) 0xfc, 3, 3};
        byte[] web = "GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        for (String listener : List.of("OPEN", "SASL")) {
            for (byte[] bytes : List.of(hello, web)) {
                try (Socket socket = socket(listener)) {
                    socket.getOutputStream().write(bytes);
                    assertClosed(socket);
                }
            }
        }
        try (Socket socket = socket("TLS")) {
            socket.getOutputStream()
                    .write(RawClient.frame(
                            ApiKeys.API_VERSIONS,
                            3,
                            1,
                            new ApiVersionsRequestData()
                                    .setClientSoftwareName("raw")
                                    .setClientSoftwareVersion("1")));
            assertClosed(socket);
        }
        try (RawClient client = connect("OPEN")) {
            assertThat(metadata(client).brokers()).hasSize(1);
        }
    }

    @Test
    void beginsSessionsAnewWithoutAFailedRecord() throws Exception {
        // Given
        Map<String, Object> client = Map.of(
                "security.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                "SCRAM-SHA-256",
                "sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"alice\" password=\"a\";");
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        try (var producer = TestBroker.producer(broker.bootstrapServers("SHORT"), new HashMap<>(client))) {
            // When
            long endNs = System.nanoTime() + Duration.ofMillis(3 * SESSION_MS).toNanos();
            while (System.nanoTime() < endNs) {
                sent.add(producer.send(new ProducerRecord<>("sessions", "v")));
                Thread.sleep(20);
            }

            // Then
            for (Future<RecordMetadata> record : sent) {
                assertThat(record.get().offset()).isNotNegative();
            }
            assertThat(producer.metrics().entrySet().stream()
                            .filter(metric -> metric.getKey().name().equals("successful-reauthentication-total"))
                            .mapToDouble(metric -> (double) metric.getValue().metricValue())
                            .sum())
                    .isPositive();
        }
    }

    @Test
    void endsSessionsThatAreNotRenewedAndKeepsWhoTheyAreOf() throws Exception {
        try (RawClient lazy = connect("SHORT");
                RawClient changing = connect("SHORT")) {
            // Given
            handshake(lazy, 1, "PLAIN");
            assertThat(authenticate(lazy, 2, "\0alice\0a").sessionLifetimeMs()).isEqualTo(SESSION_MS);
            handshake(changing, 1, "PLAIN");
            authenticate(changing, 2, "\0alice\0a");
            assertThat(metadata(lazy).brokers()).hasSize(1);

            // When
            Thread.sleep(1_100);
            handshake(changing, 1, "PLAIN");
            SaslAuthenticateResponseData changed = authenticate(changing, 2, "\0bob\0b");
            Thread.sleep(SESSION_MS - 1_000);

            // Then
            assertThat(changed.errorCode()).isEqualTo(Errors.SASL_AUTHENTICATION_FAILED.code());
            assertThat(changed.errorMessage()).contains("Cannot change principals", "User:alice", "User:bob");
            lazy.send(ApiKeys.METADATA, 12, new MetadataRequestData());
            assertClosed(lazy);
        }
    }

    @Test
    void renewsNoSessionWithBareTokens() throws Exception {
        try (RawClient client = connect("SHORT")) {
            // Given
            handshake(client, 1, "PLAIN");
            authenticate(client, 2, "\0alice\0a");

            // When
            Thread.sleep(1_100);
            SaslHandshakeResponseData response = handshake(client, 0, "PLAIN");

            // Then
            assertThat(response.errorCode()).isEqualTo(Errors.ILLEGAL_SASL_STATE.code());
            assertClosed(client);
        }
    }

    private static SaslHandshakeResponseData handshake(RawClient client, int version, String mechanism)
            throws IOException {
        return client.call(
                ApiKeys.SASL_HANDSHAKE,
                version,
                new SaslHandshakeRequestData().setMechanism(mechanism),
                SaslHandshakeResponseData.class);
    }

    private static SaslAuthenticateResponseData authenticate(RawClient client, int version, String token)
            throws IOException {
        return client.call(
                ApiKeys.SASL_AUTHENTICATE,
                version,
                new SaslAuthenticateRequestData().setAuthBytes(token.getBytes(StandardCharsets.UTF_8)),
                SaslAuthenticateResponseData.class);
    }

    private static MetadataResponseData metadata(RawClient client) throws IOException {
        return client.call(ApiKeys.METADATA, 12, new MetadataRequestData(), MetadataResponseData.class);
    }

    private static byte[] bare(String token) {
        byte[] bytes = token.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Integer.BYTES + bytes.length)
                .putInt(bytes.length)
                .put(bytes)
                .array();
    }

    private static void assertClosed(RawClient client) throws IOException {
        assertThat(client.isClosedByBroker()).isTrue();
    }

    /** A TLS listener sends an alert before it closes. */
    private static void assertClosed(Socket socket) throws IOException {
        try {
            assertThat(socket.getInputStream().readAllBytes()).hasSizeLessThan(20);
        } catch (SocketException reset) {
            assertThat(reset).hasMessageContaining("reset");
        }
    }

    private static RawClient connect(String listener) throws IOException {
        return new RawClient(address(listener));
    }

    private static Socket socket(String listener) throws IOException {
        InetSocketAddress address = address(listener);
        var socket = new Socket(address.getAddress(), address.getPort());
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static InetSocketAddress address(String listener) {
        String[] address = broker.bootstrapServers(listener).split(":");
        return new InetSocketAddress(address[0], Integer.parseInt(address[1]));
    }
}
