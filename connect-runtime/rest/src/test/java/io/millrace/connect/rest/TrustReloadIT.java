package io.millrace.connect.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.testing.CapturedLog;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import javax.net.ssl.SSLContext;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose certificates the port trusts changes while it is open. */
class TrustReloadIT {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final int REFUSED = 401;

    @TempDir
    Path folder;

    /** Certifies the worker, and the client ann. */
    private TestKeys ours;

    /** Certifies the client bob. */
    private TestKeys others;

    @BeforeEach
    void certify() throws Exception {
        ours = new TestKeys(Files.createDirectory(folder.resolve("ours")));
        others = new TestKeys(Files.createDirectory(folder.resolve("others")));
    }

    @Test
    void aClientBecomesTrustedAndCeasesToBe() throws Exception {
        try (ConnectServer server = ConnectServer.start(properties("change"))) {
            // Given
            SSLContext ann = ours.client(ours, "CN=ann");
            RestClient open = client(server, ann);
            assertThat(open.get("/connectors").status()).isEqualTo(200);
            assertThat(status(client(server, others, "bob"))).isEqualTo(REFUSED);

            // When
            ours.trust(ours, others);

            // Then
            await("bob is trusted", () -> status(client(server, others, "bob")) == 200);
            RestClient bob = client(server, others, "bob");
            assertThat(status(open)).isEqualTo(200);

            // When
            ours.trust(others);

            // Then on the open connection, which would fail if it had to be made anew
            await("ann is refused", () -> open.get("/connectors").status() == REFUSED);
            assertThat(open.get("/connectors").message()).contains("not trusted any more");
            assertThat(open.get("/health").status()).isEqualTo(REFUSED);
            // And on others, be they resumed or not
            assertThat(status(client(server, ann))).isEqualTo(REFUSED);
            assertThat(status(client(server, ours, "ann"))).isEqualTo(REFUSED);
            assertThat(status(bob)).isEqualTo(200);
            assertThat(status(client(server, others, "bob"))).isEqualTo(200);
        }
    }

    @Test
    void aFileThatCannotServeIsRefusedWithALineInTheLog() throws Exception {
        try (ConnectServer server = ConnectServer.start(properties("broken"));
                CapturedLog log = CapturedLog.start()) {
            String complaint = "ERROR the changed trusted certificates cannot be used, those of before stay file="
                    + folder.resolve("ours").resolve("trusted.p12") + ": ";

            // When it is no store
            ours.replaceTrust(Files.writeString(folder.resolve("garbage"), "no trust store at all"));

            // Then
            log.await("garbage", line -> line.startsWith(complaint));
            assertAnnAlone(server);

            // When it would let nobody in
            ours.trust();

            // Then
            log.await("empty", line -> line.startsWith(complaint) && line.contains("no certificate to trust"));
            assertAnnAlone(server);

            // When it is gone
            Files.delete(folder.resolve("ours").resolve("trusted.p12"));

            // Then
            log.await("gone", line -> line.startsWith(complaint) && line.contains("not there"));
            assertAnnAlone(server);
            assertThat(log.lines().stream().filter(line -> line.startsWith(complaint)))
                    .as("one line for each")
                    .hasSize(3);

            // When
            ours.trust(ours, others);

            // Then
            await("bob is trusted", () -> status(client(server, others, "bob")) == 200);
        }
    }

    @Test
    void aStoreThatTrustsNobodyIsRefusedAtTheStart() throws Exception {
        Map<String, String> properties = properties("empty");
        ours.trust();
        assertThatThrownBy(() -> Listener.of(properties))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("listeners.https.ssl.truststore.location")
                .hasMessageContaining("no certificate to trust");
    }

    private void assertAnnAlone(ConnectServer server) throws Exception {
        assertThat(status(client(server, ours, "ann"))).isEqualTo(200);
        assertThat(status(client(server, others, "bob"))).isEqualTo(REFUSED);
    }

    private Map<String, String> properties(String group) throws Exception {
        Map<String, String> properties =
                new HashMap<>(TestingServers.properties(BrokerKind.MILLRACE.bootstrapServers(), "trust-" + group));
        properties.putAll(ours.worker("required"));
        properties.put("listeners.https.ssl.reload.interval.ms", "30");
        properties.put(
                Listener.USERS,
                Files.writeString(folder.resolve("users"), "CN=ann:admin:\nCN=bob:viewer:\n")
                        .toString());
        return properties;
    }

    /** With connections of its own. */
    private RestClient client(ConnectServer server, TestKeys certifier, String name) throws Exception {
        return client(server, ours.client(certifier, "CN=" + name));
    }

    private static RestClient client(ConnectServer server, SSLContext context) {
        return new RestClient(server.url(), null, HttpClient.newBuilder().sslContext(context));
    }

    /** A handshake that fails is a refusal too. */
    private static int status(RestClient client) throws Exception {
        try {
            return client.get("/connectors").status();
        } catch (IOException e) {
            return REFUSED;
        }
    }

    private static void await(String what, Callable<Boolean> condition) throws Exception {
        long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.call()) {
            assertThat(System.nanoTime() - deadlineNanos)
                    .as("waited too long: " + what)
                    .isNegative();
            Thread.sleep(20);
        }
    }
}
