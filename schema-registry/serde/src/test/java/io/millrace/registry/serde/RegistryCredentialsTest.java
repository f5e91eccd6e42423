package io.millrace.registry.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a registry is told about who asks. */
class RegistryCredentialsTest {
    @TempDir
    Path folder;

    private final List<String> seen = new ArrayList<>();
    private volatile List<String> routed = List.of();
    private HttpServer server;

    @BeforeEach
    void listen() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/under", exchange -> {
            seen.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            routed = List.of(
                    String.valueOf(exchange.getRequestHeaders().getFirst("target-sr-cluster")),
                    String.valueOf(exchange.getRequestHeaders().getFirst("Confluent-Identity-Pool-Id")));
            byte[] body = "{\"schema\":\"\\\"int\\\"\"}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private RegistryTransport transport(String userInfo, Object... pairs) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put(
                "schema.registry.url",
                "http://" + userInfo + "127.0.0.1:" + server.getAddress().getPort() + "/under/");
        config.put("max.retries", "0");
        for (int i = 0; i < pairs.length; i += 2) {
            config.put((String) pairs[i], pairs[i + 1]);
        }
        return new RegistryTransport(RegistryClientConfig.of(config));
    }

    private String shown(String userInfo, Object... pairs) {
        transport(userInfo, pairs).get("/schemas/ids/1");
        return seen.get(seen.size() - 1);
    }

    private static String basic(String credentials) {
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void isNothingUnlessTheSettingsSay() {
        assertThat(shown("")).isEqualTo("null");
        assertThat(shown("", "basic.auth.user.info", "ann:x", "bearer.auth.token", "t"))
                .isEqualTo("null");
    }

    @Test
    void isANameAndAPassword() {
        assertThat(shown("", "basic.auth.credentials.source", "USER_INFO", "basic.auth.user.info", "ann:é"))
                .isEqualTo(basic("ann:é"));
        assertThat(shown("bob:p%40ss@")).isEqualTo(basic("bob:p@ss"));
        assertThat(shown("bob:x@", "basic.auth.credentials.source", "URL")).isEqualTo(basic("bob:x"));
        assertThat(shown(
                        "bob:x@",
                        "basic.auth.credentials.source",
                        "USER_INFO",
                        "basic.auth.user.info",
                        new Password("ann:y")))
                .isEqualTo(basic("ann:y"));
    }

    @Test
    void isAToken() throws Exception {
        assertThat(shown("", "bearer.auth.credentials.source", "STATIC_TOKEN", "bearer.auth.token", "a.b.c"))
                .isEqualTo("Bearer a.b.c");
        Path file = Files.writeString(folder.resolve("token"), "one\n");
        RegistryTransport fromFile = transport(
                "", "bearer.auth.credentials.source", "TOKEN_FILE", "bearer.auth.token.file", file.toString());
        fromFile.get("/schemas/ids/1");
        Files.writeString(file, "two\n");
        fromFile.get("/schemas/ids/1");
        assertThat(seen).endsWith("Bearer one", "Bearer two");
        Files.writeString(file, "half a\nsecret");
        assertThatThrownBy(() -> fromFile.get("/schemas/ids/1"))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("bearer.auth.token.file")
                .hasMessageNotContaining("secret");
    }

    @Test
    void isNeverLeftOutBecauseTheSettingsAreWrong() {
        assertThatThrownBy(() -> transport("", "basic.auth.credentials.source", "SASL_INHERIT"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("basic.auth.credentials.source")
                .hasMessageContaining("USER_INFO");
        assertThatThrownBy(() -> transport("", "basic.auth.credentials.source", "USER_INFO"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("basic.auth.user.info is missing");
        assertThatThrownBy(() -> transport("", "bearer.auth.credentials.source", "CUSTOM"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("STATIC_TOKEN or OAUTHBEARER or TOKEN_FILE");
        assertThatThrownBy(() -> transport("", "bearer.auth.credentials.source", "STATIC_TOKEN"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("bearer.auth.token is missing");
        assertThatThrownBy(() -> transport(
                        "", "bearer.auth.credentials.source", "STATIC_TOKEN", "bearer.auth.token", "a\r\nX-Evil: b"))
                .isInstanceOf(ConfigException.class)
                .hasMessageNotContaining("Evil");
        assertThatThrownBy(() -> transport(
                        "",
                        "bearer.auth.credentials.source",
                        "STATIC_TOKEN",
                        "bearer.auth.token",
                        "t",
                        "basic.auth.credentials.source",
                        "USER_INFO",
                        "basic.auth.user.info",
                        "a:b"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("choose one");
    }

    @Test
    void isNeverHalfOfWhatATokenIsIssuedFor() {
        List<String> keys =
                List.of("bearer.auth.issuer.endpoint.url", "bearer.auth.client.id", "bearer.auth.client.secret");
        for (String missing : keys) {
            List<Object> pairs = new ArrayList<>(List.of("bearer.auth.credentials.source", "OAUTHBEARER"));
            keys.stream().filter(key -> !key.equals(missing)).forEach(key -> {
                pairs.add(key);
                pairs.add("http://127.0.0.1:1/token");
            });
            assertThatThrownBy(() -> transport("", pairs.toArray()))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining(missing + " is missing");
        }
        for (String wrong : List.of("file:///etc/passwd", "https://a:hunter2@issuer/", "no address hunter2")) {
            assertThatThrownBy(() -> transport(
                            "",
                            "bearer.auth.credentials.source",
                            "OAUTHBEARER",
                            "bearer.auth.issuer.endpoint.url",
                            wrong,
                            "bearer.auth.client.id",
                            "a",
                            "bearer.auth.client.secret",
                            "b"))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("bearer.auth.issuer.endpoint.url")
                    .hasMessageNotContaining("hunter2");
        }
    }

    @Test
    void saysWithATokenWhichRegistryIsMeant() {
        String token = shown(
                "",
                "bearer.auth.credentials.source",
                "STATIC_TOKEN",
                "bearer.auth.token",
                "t",
                "bearer.auth.logical.cluster",
                "lsrc-1",
                "bearer.auth.identity.pool.id",
                "pool-1");
        assertThat(token).isEqualTo("Bearer t");
        assertThat(routed).containsExactly("lsrc-1", "pool-1");
        shown("ann:x@", "bearer.auth.logical.cluster", "lsrc-1");
        assertThat(routed).as("without a token").containsExactly("null", "null");
        assertThatThrownBy(() -> transport("", "bearer.auth.logical.cluster", "a\r\nX-Evil: b"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("bearer.auth.logical.cluster");
    }

    @Test
    void isInNoMessage() {
        RegistryTransport transport = transport("ann:hunter2@");
        server.stop(0);
        assertThatThrownBy(() -> transport.get("/schemas/ids/1"))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("127.0.0.1")
                .hasMessageNotContaining("hunter2");
    }
}
