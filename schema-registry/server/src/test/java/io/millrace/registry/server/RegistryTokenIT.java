package io.millrace.registry.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.http.ConfigException;
import io.millrace.http.access.Authentication;
import io.millrace.http.access.CallerReader;
import io.millrace.registry.server.RestCaller.Reply;
import io.millrace.testing.TestingAuthority;
import io.millrace.testing.TestingIssuer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Registries that let in by the tokens of an issuer. */
class RegistryTokenIT {
    private static final String PREFIX = "rest.authentication.oauthbearer.";
    private static final String SCHEMA = "{\"type\":\"record\",\"name\":\"A\",\"fields\":[]}";

    @TempDir
    Path folder;

    private final String topic = SharedKafka.freshTopic();
    private final TestingIssuer issuer = new TestingIssuer();
    private Map<String, String> tokens;

    @BeforeEach
    void publishKeys() throws Exception {
        tokens = Map.of(
                PREFIX + "jwks.endpoint.url",
                issuer.publish(folder.resolve("keys.json")).toUri().toString(),
                PREFIX + "expected.audience",
                "others, " + TestingIssuer.AUDIENCE,
                PREFIX + "expected.issuer",
                TestingIssuer.NAME);
    }

    private RegistryServer start(Map<String, String> more) {
        Map<String, String> properties = new LinkedHashMap<>(tokens);
        properties.put("listeners", "http://127.0.0.1:0");
        properties.put("kafkastore.bootstrap.servers", SharedKafka.bootstrapServers());
        properties.put("kafkastore.topic", topic);
        properties.putAll(more);
        return RegistryServer.start(properties);
    }

    private Map<String, String> users() throws Exception {
        Path users = Files.write(
                folder.resolve("users"),
                List.of(Authentication.line("ann", "admin", "ann's".toCharArray(), CallerReader.NAMES), "carol::"));
        return Map.of("rest.authentication.users", users.toString());
    }

    private static Reply ask(RegistryServer server, String token) {
        return RestCaller.bearing(server.url(), token).get("/subjects");
    }

    @Test
    void letInWhomTheIssuerVouchesFor() {
        try (RegistryServer server = start(Map.of())) {
            RestCaller carol = RestCaller.bearing(server.url(), issuer.token("carol"));
            assertThat(carol.register("a", SCHEMA).status()).isEqualTo(200);
            assertThat(carol.get("/subjects").body()).isEqualTo("[\"a\"]");
        }
    }

    @Test
    void letInNobodyElse() {
        try (RegistryServer server = start(Map.of())) {
            Reply stranger = new RestCaller(server.url()).get("/subjects");
            assertThat(stranger.status()).isEqualTo(401);
            assertThat(stranger.errorCode()).isEqualTo(401);
            assertThat(stranger.challenge()).isEqualTo("Bearer realm=\"Schema registry\"");
            for (String forged : issuer.forged("carol")) {
                Reply refused = ask(server, forged);
                assertThat(refused.status()).as(forged).isEqualTo(401);
                assertThat(refused.challenge()).endsWith(", error=\"invalid_token\"");
            }
            Reply late = ask(server, issuer.tokenExpiring("carol", -31));
            assertThat(late.status()).isEqualTo(401);
            assertThat(late.json().path("message").asText()).contains("expired");
            assertThat(ask(server, issuer.tokenForAudience("carol", "billing")).status())
                    .isEqualTo(401);
            assertThat(ask(server, new TestingIssuer().token("carol")).status()).isEqualTo(401);
            assertThat(RestCaller.as(server.url(), "carol", issuer.token("carol"))
                            .get("/subjects")
                            .status())
                    .as("a token for a password")
                    .isEqualTo(401);
            assertThat(new RestCaller(server.url()).get("/").body())
                    .as("a probe")
                    .isEqualTo("{}");
            assertThat(RestCaller.bearing(server.url(), "nonsense")
                            .post("/subjects/a/versions", RestCaller.schemaBody(SCHEMA))
                            .status())
                    .isEqualTo(401);
            assertThat(ask(server, issuer.token("carol")).body()).isEqualTo("[]");
        }
    }

    @Test
    void nameAnAccountWhereThereAreAccounts() throws Exception {
        try (RegistryServer server = start(users())) {
            assertThat(ask(server, issuer.token("carol")).status()).isEqualTo(200);
            Reply unknown = ask(server, issuer.token("eve"));
            assertThat(unknown.status()).isEqualTo(401);
            assertThat(unknown.challenge()).startsWith("Basic realm=").contains("Bearer realm=");
            assertThat(RestCaller.as(server.url(), "ann", "ann's")
                            .get("/subjects")
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void holdForAWriteThatAFollowerHandsOn() {
        Map<String, String> secret = Map.of("inter.instance.secret", "a secret of all instances");
        try (RegistryServer follower = start(secret);
                RegistryServer leader = start(secret)) {
            assertThat(RestCaller.bearing(follower.url(), issuer.token("carol"))
                            .register("a", SCHEMA)
                            .status())
                    .isEqualTo(200);
            assertThat(ask(leader, issuer.token("dave")).body()).isEqualTo("[\"a\"]");
        }
    }

    @Test
    void areCheckedByKeysThatComeByHttps() throws Exception {
        TestingAuthority authority = new TestingAuthority(folder);
        try (TestingIssuer.Served served = issuer.serve(authority.client("CN=issuer"))) {
            Map<String, String> more = new LinkedHashMap<>(authority.stores(PREFIX + "ssl.", null));
            more.put(PREFIX + "jwks.endpoint.url", served.url());
            try (RegistryServer server = start(more)) {
                assertThat(ask(server, issuer.token("carol")).status()).isEqualTo(200);
                assertThat(ask(server, new TestingIssuer().token("carol")).status())
                        .isEqualTo(401);
            }
            assertThatThrownBy(() -> start(Map.of(PREFIX + "jwks.endpoint.url", served.url())))
                    .as("nobody vouches for the server")
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining(PREFIX + "jwks.endpoint.url");
        }
    }

    @Test
    void endTheStartWhereTheyCouldNotBeChecked() {
        for (String key : List.of("expected.audience", "expected.issuer", "jwks.endpoint.url")) {
            assertThatThrownBy(() -> start(Map.of(PREFIX + key, " ")))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining(PREFIX + key)
                    .hasMessageContaining("is missing");
        }
        assertThatThrownBy(() -> start(Map.of(PREFIX + "jwks.endpoint.url", "http://localhost:1/keys")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("https://");
        assertThatThrownBy(() -> start(Map.of(PREFIX + "expected.audiences", "x")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(PREFIX + "expected.audience");
        assertThatThrownBy(() -> start(Map.of("listeners", "http://0.0.0.0:0")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("use https");
    }
}
