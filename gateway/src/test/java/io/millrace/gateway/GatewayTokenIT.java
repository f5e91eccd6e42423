package io.millrace.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.millrace.gateway.HttpCaller.Reply;
import io.millrace.http.ConfigException;
import io.millrace.registry.server.RegistryServer;
import io.millrace.testing.TestingIssuer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that lets in by the tokens of an issuer, and one that shows a token to its registry. */
class GatewayTokenIT extends GatewaySuite {
    private static final String DOOR = "rest.authentication.oauthbearer.";
    private static final String SOURCE = "schema.registry.bearer.auth.credentials.source";
    private static final String TOKEN = "schema.registry.bearer.auth.token";
    private static final String AVRO = "application/vnd.kafka.avro.v2+json";
    private static final String RECORD = "{\"value_schema\":\"\\\"string\\\"\",\"records\":[{\"value\":\"v\"}]}";

    private final TestingIssuer issuer = new TestingIssuer();
    private Map<String, String> door;

    @TempDir
    private Path folder;

    GatewayTokenIT() {
        super(BrokerKind.MILLRACE);
    }

    @BeforeEach
    void publishKeys() throws Exception {
        door = Map.of(
                DOOR + "jwks.endpoint.url",
                issuer.publish(folder.resolve("keys.json")).toUri().toString(),
                DOOR + "expected.audience",
                TestingIssuer.AUDIENCE,
                DOOR + "expected.issuer",
                TestingIssuer.NAME);
    }

    @Test
    void letsInWhomTheIssuerVouchesForAndNobodyElse() throws Exception {
        String topic = topic(1);
        try (GatewayServer gateway = kind().gateway(door)) {
            String url = gateway.url();
            String good = issuer.token("carol");
            assertThat(HttpCaller.bearing(url, good)
                            .post("/topics/" + topic, AVRO, RECORD)
                            .status())
                    .isEqualTo(200);
            Reply stranger = new HttpCaller(url).get("/topics");
            assertThat(stranger.status()).isEqualTo(401);
            assertThat(stranger.json().path("error_code").asInt()).isEqualTo(401);
            assertThat(stranger.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"Gateway\"");
            Reply late =
                    HttpCaller.bearing(url, issuer.tokenExpiring("carol", -31)).get("/topics");
            assertThat(late.status()).isEqualTo(401);
            assertThat(late.json().path("message").asText()).contains("expired");
            assertThat(late.header("WWW-Authenticate")).endsWith(", error=\"invalid_token\"");
            for (String foreign : List.of(
                    new TestingIssuer().token("carol"),
                    issuer.tokenForAudience("carol", "billing"),
                    issuer.token("carol", claims -> claims.setIssuer("https://elsewhere.example")),
                    "nonsense")) {
                assertThat(HttpCaller.bearing(url, foreign).get("/topics").status())
                        .as(foreign)
                        .isEqualTo(401);
            }

            String socket = url + WriteSocketsSuite.path(topic);
            assertThat(SocketReader.refusal(socket)).isEqualTo(401);
            try (SocketReader opened = new SocketReader(socket, "Authorization", "Bearer " + good)) {
                opened.send("{\"value\":1}");
                assertThat(opened.message().path("offset").asInt()).isEqualTo(1);
            }
        }
    }

    private RegistryServer registry() {
        Map<String, String> properties = new LinkedHashMap<>(door);
        properties.put("listeners", "http://127.0.0.1:0");
        properties.put("kafkastore.bootstrap.servers", kind().bootstrapServers());
        properties.put("kafkastore.topic", "_schemas-" + UUID.randomUUID());
        properties.put("kafkastore.topic.replication.factor", "1");
        return RegistryServer.start(properties);
    }

    private int produced(RegistryServer registry, Map<String, String> credentials) throws Exception {
        Map<String, String> properties = new LinkedHashMap<>(credentials);
        properties.put("schema.registry.url", registry.url());
        try (GatewayServer gateway = kind().gateway(properties)) {
            return new HttpCaller(gateway.url())
                    .post("/topics/" + topic(1), AVRO, RECORD)
                    .status();
        }
    }

    @Test
    void showsATokenToARegistryThatAsksForOne() throws Exception {
        Path file = Files.writeString(folder.resolve("token"), issuer.token("gateway") + "\n");
        try (RegistryServer registry = registry()) {
            assertThat(produced(registry, Map.of())).isEqualTo(422);
            assertThat(produced(registry, Map.of(SOURCE, "STATIC_TOKEN", TOKEN, issuer.tokenExpiring("gateway", -31))))
                    .isEqualTo(422);
            assertThat(produced(registry, Map.of(SOURCE, "STATIC_TOKEN", TOKEN, issuer.token("gateway"))))
                    .isEqualTo(200);
            assertThat(produced(registry, Map.of(SOURCE, "TOKEN_FILE", TOKEN + ".file", file.toString())))
                    .isEqualTo(200);
        }
    }

    @Test
    void showsATokenThatAnIssuerGivesIt() throws Exception {
        byte[] issued = ("{\"token_type\":\"Bearer\",\"expires_in\":600,\"access_token\":\"" + issuer.token("gateway")
                        + "\"}")
                .getBytes(StandardCharsets.UTF_8);
        HttpServer endpoint = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        endpoint.createContext("/token", exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, issued.length);
            exchange.getResponseBody().write(issued);
            exchange.close();
        });
        endpoint.start();
        String prefix = "schema.registry.bearer.auth.";
        Map<String, String> credentials = Map.of(
                SOURCE,
                "OAUTHBEARER",
                prefix + "issuer.endpoint.url",
                "http://127.0.0.1:" + endpoint.getAddress().getPort() + "/token",
                prefix + "client.id",
                "gateway",
                prefix + "client.secret",
                "s");
        try (RegistryServer registry = registry()) {
            assertThat(produced(registry, credentials)).isEqualTo(200);
        } finally {
            endpoint.stop(0);
        }
    }

    @Test
    void doesNotStartWithCredentialsThatItCannotShow() {
        assertThatThrownBy(() -> kind().gateway(Map.of(SOURCE, "STATIC_TOKEN")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("bearer.auth.token");
        assertThatThrownBy(() -> kind().gateway(Map.of(SOURCE, "MAGIC")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("must be STATIC_TOKEN or OAUTHBEARER or TOKEN_FILE");
        assertThatThrownBy(() -> kind().gateway(Map.of(TOKEN + "s", "x")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("did you mean " + TOKEN);
    }
}
