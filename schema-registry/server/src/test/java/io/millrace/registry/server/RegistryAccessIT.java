package io.millrace.registry.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.http.ConfigException;
import io.millrace.http.access.SecretLetters;
import io.millrace.registry.server.RestCaller.Reply;
import io.millrace.testing.TestingAuthority;
import io.millrace.testing.TestingUsers;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Registries that ask who comes, over https. */
class RegistryAccessIT {
    private static final String SCHEMA = "{\"type\":\"record\",\"name\":\"A\",\"fields\":[]}";
    private static final String SECRET = "a secret of all instances";

    @TempDir
    Path folder;

    private final String topic = SharedKafka.freshTopic();
    private TestingAuthority authority;

    @BeforeEach
    void makeKeys() throws Exception {
        authority = new TestingAuthority(folder);
    }

    private RegistryServer start(String clientAuth, Map<String, String> more) throws Exception {
        Map<String, String> properties = new LinkedHashMap<>(authority.server(clientAuth));
        properties.put("kafkastore.bootstrap.servers", SharedKafka.bootstrapServers());
        properties.put("kafkastore.topic", topic);
        properties.putAll(more);
        return RegistryServer.start(properties);
    }

    private Map<String, String> users() throws Exception {
        Path users = TestingUsers.file(folder, TestingUsers.line("ann", "admin", "ann's"), "bob::");
        return Map.of("rest.authentication.users", users.toString());
    }

    private RestCaller caller(RegistryServer server, String user, String password) throws Exception {
        return RestCaller.over(authority.client(null), server.url(), user, password);
    }

    private RestCaller certified(RegistryServer server, String subject) throws Exception {
        return RestCaller.over(authority.client(subject), server.url(), "", "");
    }

    @Test
    void asksForAPasswordAndTellsProbesNoMoreThanThatItIsThere() throws Exception {
        try (RegistryServer server = start("none", users())) {
            assertThat(server.url()).startsWith("https://localhost:");

            Reply stranger = caller(server, "", "").get("/subjects");
            assertThat(stranger.status()).isEqualTo(401);
            assertThat(stranger.errorCode()).isEqualTo(401);
            assertThat(stranger.challenge()).startsWith("Basic realm=");
            assertThat(stranger.contentType()).isEqualTo("application/vnd.schemaregistry.v1+json");
            assertThat(caller(server, "ann", "bob's").get("/subjects").status()).isEqualTo(401);
            assertThat(caller(server, "bob", "").get("/subjects").status())
                    .as("an account for a certificate")
                    .isEqualTo(401);
            assertThat(caller(server, "", "").register("a", SCHEMA).status()).isEqualTo(401);
            assertThat(caller(server, "", "").post("/", "").status()).isEqualTo(401);

            assertThat(caller(server, "", "").get("/").body()).isEqualTo("{}");
            assertThat(caller(server, "ann", "ann's").register("a", SCHEMA).status())
                    .isEqualTo(200);
            assertThat(caller(server, "ann", "ann's").get("/subjects").body()).isEqualTo("[\"a\"]");
        }
    }

    @Test
    void knowsACertificateByTheNameThatItsRulesMake() throws Exception {
        Map<String, String> more = new LinkedHashMap<>(users());
        more.put("ssl.principal.mapping.rules", "RULE:^CN=(.*?),O=Shop$/$1/L");
        try (RegistryServer server = start("requested", more)) {
            assertThat(certified(server, "CN=Bob,O=Shop").get("/subjects").status())
                    .isEqualTo(200);
            assertThat(certified(server, "CN=Eve,O=Shop").get("/subjects").status())
                    .as("nobody in the file")
                    .isEqualTo(401);
            assertThat(certified(server, "CN=Bob,O=Elsewhere").get("/subjects").status())
                    .as("no rule makes a name of it")
                    .isEqualTo(401);
            assertThat(caller(server, "ann", "ann's").get("/subjects").status()).isEqualTo(200);
        }
    }

    @Test
    void letsInByACertificateAloneWhereThereAreNoAccounts() throws Exception {
        try (RegistryServer server = start("required", Map.of())) {
            assertThat(certified(server, "CN=anyone").get("/subjects").status()).isEqualTo(200);
            RestCaller without = caller(server, "", "");
            assertThatThrownBy(() -> without.get("/subjects")).isInstanceOf(AssertionError.class);
        }
    }

    @Test
    void aFollowerHandsAWriteOnInTheNameOfWhoAsked() throws Exception {
        Map<String, String> more = new LinkedHashMap<>(users());
        more.put("inter.instance.secret", SECRET);
        try (RegistryServer follower = start("requested", more);
                RegistryServer leader = start("requested", more)) {
            RestCaller ann = caller(follower, "ann", "ann's");
            assertThat(ann.register("a%2Fb%20c", SCHEMA).status()).isEqualTo(200);
            assertThat(ann.put("/config/a%2Fb%20c?force=true", "{\"compatibility\":\"NONE\"}")
                            .status())
                    .isEqualTo(200);
            assertThat(certified(follower, "CN=Eve").register("a", SCHEMA).status())
                    .isEqualTo(401);
            assertThat(caller(leader, "ann", "ann's").get("/subjects").body()).isEqualTo("[\"a/b c\"]");
        }
    }

    @Test
    void aFollowerWithoutTheSecretSaysWhatIsMissing() throws Exception {
        Map<String, String> strange = new LinkedHashMap<>(users());
        strange.put("inter.instance.secret", "another secret than theirs");
        try (RegistryServer without = start("none", users());
                RegistryServer other = start("none", strange);
                RegistryServer leader = start("none", secretOf(users()))) {
            Reply refused = caller(without, "ann", "ann's").register("a", SCHEMA);
            assertThat(refused.status()).isEqualTo(500);
            assertThat(refused.json().path("message").asText()).contains("inter.instance.secret");
            assertThat(caller(other, "ann", "ann's").register("a", SCHEMA).status())
                    .isEqualTo(401);
            assertThat(caller(leader, "ann", "ann's").get("/subjects").body()).isEqualTo("[]");
        }
    }

    private static Map<String, String> secretOf(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(more);
        all.put("inter.instance.secret", SECRET);
        return all;
    }

    @Test
    void believesALetterForItsOwnRequestAndBodyOnly() throws Exception {
        try (RegistryServer server = start("none", secretOf(users()))) {
            String path = "/subjects/a/versions";
            String body = RestCaller.schemaBody(SCHEMA);
            SecretLetters letters = new SecretLetters("test", SECRET);
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            String letter = letters.write("ann", "127.0.0.1:1", "POST", path, bytes);
            String ofNobody = letters.write("eve", "127.0.0.1:1", "POST", path, bytes);

            assertThat(post(server, path, "{\"schema\":\"\\\"int\\\"\"}", letter))
                    .isEqualTo(401);
            assertThat(post(server, "/subjects/b/versions", body, letter)).isEqualTo(401);
            assertThat(post(server, path, body, ofNobody)).isEqualTo(401);
            assertThat(post(server, path, body, "noise")).isEqualTo(401);
            assertThat(caller(server, "ann", "ann's").get("/subjects").body()).isEqualTo("[]");
            assertThat(post(server, path, body, letter)).isEqualTo(200);
        }
    }

    private int post(RegistryServer server, String path, String body, String letter) throws Exception {
        return caller(server, "", "")
                .send(HttpRequest.newBuilder(URI.create(server.url() + path))
                        .header(SecretLetters.HEADER, letter)
                        .POST(HttpRequest.BodyPublishers.ofString(body)))
                .status();
    }

    @Test
    void keepsPagesOfOthersAway() {
        try (RegistryServer server = SharedKafka.startRegistry(topic)) {
            RestCaller rest = new RestCaller(server.url());
            Reply strange = rest.send(HttpRequest.newBuilder(URI.create(server.url() + "/subjects"))
                    .header("Origin", "http://strange.example"));
            assertThat(strange.status()).isEqualTo(403);
            assertThat(strange.errorCode()).isEqualTo(403);
            assertThat(rest.send(HttpRequest.newBuilder(URI.create(server.url() + "/subjects"))
                                    .header("Origin", "http://localhost:3000"))
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void aSecretThatCouldBeGuessedEndsTheStart() throws Exception {
        Map<String, String> weak = new LinkedHashMap<>(users());
        weak.put("inter.instance.secret", "hunter2");
        assertThatThrownBy(() -> start("none", weak))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("inter.instance.secret")
                .hasMessageNotContaining("hunter2");
    }
}
