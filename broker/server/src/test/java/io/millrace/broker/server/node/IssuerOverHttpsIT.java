package io.millrace.broker.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.jose4j.jwk.RsaJsonWebKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The keys of a token issuer come from a server of its own, by https, under an authority that no JVM knows. */
class IssuerOverHttpsIT {

    private static final String MODULE = "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required";

    @TempDir
    Path directory;

    private TestKeys keys;
    private RsaJsonWebKey issuer;
    private HttpsServer server;

    @BeforeEach
    void serveKeys() throws Exception {
        keys = new TestKeys(directory);
        issuer = TestTokens.key();
        byte[] published = Files.readAllBytes(TestTokens.keys(directory, issuer));
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context()));
        server.createContext("/keys", exchange -> {
            exchange.sendResponseHeaders(200, published.length);
            try (OutputStream body = exchange.getResponseBody()) {
                body.write(published);
            }
        });
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    @Test
    void aTokenOfTheIssuerOpensTheDoor() throws Exception {
        try (BrokerServer broker = start(MODULE + trust(keys))) {
            // When, Then
            TestTokens.SHOWN.set(TestTokens.sign(issuer, TestTokens.claims("carol")));
            assertThat(clusterId(broker)).isEqualTo(broker.clusterId());
            TestTokens.SHOWN.set(TestTokens.sign(TestTokens.key(), TestTokens.claims("carol")));
            assertThatThrownBy(() -> clusterId(broker)).hasCauseInstanceOf(SaslAuthenticationException.class);
        }
    }

    @Test
    void aServerThatIsNotTrustedGivesNoKeys() throws Exception {
        Path others = Files.createDirectory(directory.resolve("others"));
        assertThatThrownBy(() -> start(MODULE + trust(new TestKeys(others))))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(url());
        assertThatThrownBy(() -> start(MODULE))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(url());
    }

    @Test
    void whatWouldHaveNoEffectIsRefused() {
        for (String option : List.of("ssl.engine.factory.class", "ssl.cipher.suites", "ssl.enabled.protocols")) {
            assertThatThrownBy(() -> start(MODULE + " " + option + "=\"any\""))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining(option);
        }
    }

    private BrokerServer start(String jaas) {
        Map<String, String> properties = new HashMap<>(Map.of(
                "listeners", "SASL://127.0.0.1:0",
                "listener.security.protocol.map", "SASL:SASL_PLAINTEXT",
                "sasl.enabled.mechanisms", "OAUTHBEARER",
                "sasl.jaas.config", jaas + ";",
                "sasl.oauthbearer.jwks.endpoint.url", url(),
                "sasl.oauthbearer.expected.audience", "kafka"));
        return BrokerServer.start(TestBroker.properties(directory.resolve("data"), properties));
    }

    private static String trust(TestKeys authority) {
        return " ssl.truststore.location=\"" + authority.truststore() + "\" ssl.truststore.password=\""
                + TestKeys.PASSWORD + "\" ssl.truststore.type=\"PKCS12\"";
    }

    private String url() {
        return "https://127.0.0.1:" + server.getAddress().getPort() + "/keys";
    }

    private static String clusterId(BrokerServer broker) throws Exception {
        Map<String, Object> client = Map.of(
                "bootstrap.servers",
                broker.bootstrapServers("SASL"),
                "security.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                "OAUTHBEARER",
                "sasl.jaas.config",
                MODULE + ";",
                "sasl.login.callback.handler.class",
                TestTokens.class.getName());
        try (Admin admin = Admin.create(client)) {
            return admin.describeCluster().clusterId().get();
        }
    }

    private SSLContext context() throws Exception {
        KeyStore shown = KeyStore.getInstance("PKCS12");
        try (InputStream file =
                Files.newInputStream(keys.keystore("issuer.p12", "PKCS12", keys.issue("CN=issuer,O=Test")))) {
            shown.load(file, TestKeys.PASSWORD.toCharArray());
        }
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(shown, TestKeys.PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }
}
