package io.millrace.connect.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.linecorp.armeria.client.ClientFactory;
import io.millrace.connect.plugins.Plugins;
import io.millrace.connect.plugins.config.SecretResolver;
import io.millrace.connect.plugins.index.PluginPath;
import io.millrace.connect.plugins.validate.ConnectorValidator;
import io.millrace.connect.rest.RestClient.Reply;
import io.millrace.connect.rest.access.WorkerLetters;
import io.millrace.connect.rest.api.ConnectRoutes;
import io.millrace.connect.rest.http.Outgoing;
import io.millrace.connect.rest.http.Route;
import io.millrace.testing.TestingUsers;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may do what, on two workers of one cluster: whichever is asked, the other may have to answer. */
class AccessIT {
    private static final String CONFIG =
            "{\"connector.class\":\"FileStreamSource\",\"file\":\"/tmp/none\",\"topic\":\"t\"}";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    static Path folder;

    private static Path users;
    private static ConnectServer leader;
    private static ConnectServer follower;

    @BeforeAll
    static void start() throws Exception {
        users = TestingUsers.file(
                folder,
                line("root", "admin"),
                line("shop", "admin@shop-*"),
                line("oper", "operator"),
                line("view", "viewer"),
                "CN=robot,O=Test:admin:");
        leader = ConnectServer.start(properties("access"));
        follower = ConnectServer.start(properties("access"));
    }

    private static String line(String name, String grants) {
        return TestingUsers.line(name, grants, name + "-word");
    }

    private static Map<String, String> properties(String group) {
        Map<String, String> properties = TestingServers.properties(BrokerKind.MILLRACE.bootstrapServers(), group);
        properties.put("rest.authentication.users", users.toString());
        return properties;
    }

    @AfterAll
    static void stop() {
        for (AutoCloseable each : new AutoCloseable[] {follower, leader}) {
            if (each != null) {
                try {
                    each.close();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    private static RestClient at(ConnectServer server, String user) {
        return RestClient.as(server.url(), user, user + "-word");
    }

    @Test
    void whoDoesNotSayWhoHeIsGetsNothingOfAnyRoute() throws Exception {
        RestClient anonymous = new RestClient(leader.url());
        RestClient wrong = RestClient.as(leader.url(), "root", "guess");
        RestClient nobody = RestClient.as(leader.url(), "nobody", "nobody-word");
        RestClient certified = RestClient.as(leader.url(), "CN=robot,O=Test", "");
        RestClient bearer = new RestClient(leader.url(), "Bearer abc", HttpClient.newBuilder());
        RestClient noise = new RestClient(leader.url(), "Basic %%%", HttpClient.newBuilder());
        for (Route route : routes()) {
            // When
            String path = path(route, "shop-x");
            Reply reply = anonymous.send(route.method(), path, "", "application/json");

            // Then
            assertThat(reply.status()).as("%s %s", route.method(), path).isEqualTo(path.equals("/health") ? 200 : 401);
            if (reply.status() == 401) {
                assertThat(reply.raw().headers().firstValue("WWW-Authenticate").orElse(""))
                        .startsWith("Basic ");
            }
        }
        for (RestClient each : List.of(wrong, nobody, certified, bearer, noise)) {
            assertThat(each.get("/connectors").status()).isEqualTo(401);
        }
    }

    @Test
    void aRoleOpensWhatItIsForAndNothingElse() throws Exception {
        // Given
        Set<String> operated = Set.of(
                "POST /connectors/{connector}/restart",
                "POST /connectors/{connector}/tasks/{task}/restart",
                "POST /connectors/{connector}/dead-letters/redrive",
                "GET /connectors/{connector}/dead-letters/{partition}",
                "PUT /connectors/{connector}/pause",
                "PUT /connectors/{connector}/resume",
                "PUT /connectors/{connector}/stop",
                "PUT /connectors/{connector}/topics/reset",
                "PATCH /connectors/{connector}/offsets",
                "POST /connectors/{connector}/offsets/rollback",
                "POST /connectors/{connector}/offsets/reset",
                "DELETE /connectors/{connector}/offsets");
        Map<String, RestClient> clients = Map.of(
                "viewer", at(leader, "view"),
                "operator", at(leader, "oper"),
                "owner", at(leader, "shop"),
                "admin", at(leader, "root"));

        for (Route route : routes()) {
            String name = route.method() + " /" + String.join("/", route.pattern());
            boolean reads = route.method().equals("GET");
            boolean ofConnector = name.contains("{connector}");
            boolean ofNames = Set.of(
                            "GET /",
                            "GET /connectors",
                            "POST /connectors",
                            "GET /connector-plugins",
                            "GET /connector-plugins/{plugin}/config",
                            "PUT /connector-plugins/{plugin}/config/validate")
                    .contains(name);
            boolean operates = operated.contains(name);
            // When
            Map<String, Boolean> open = Map.of(
                    "viewer", reads && !operates, "operator", reads || operates, "owner", ofNames, "admin", true);

            // Then
            for (Map.Entry<String, Boolean> each : open.entrySet()) {
                int status = status(clients.get(each.getKey()), route, "nobodys");
                assertThat(status != 403)
                        .as("%s of %s: %d", each.getKey(), name, status)
                        .isEqualTo(each.getValue());
            }
            if (ofConnector) {
                assertThat(status(clients.get("owner"), route, "shop-none"))
                        .as("%s of its owner", name)
                        .isNotEqualTo(403);
            }
        }
    }

    private static int status(RestClient client, Route route, String connector) throws Exception {
        // A broken body, so that nothing is done where it is allowed; 400 or 404 say that it was.
        return client.send(route.method(), path(route, connector), "{", "application/json")
                .status();
    }

    @Test
    void anOwnerSeesAndChangesHisConnectorsOnly() throws Exception {
        // Given
        RestClient root = at(leader, "root");
        RestClient shop = at(follower, "shop");
        assertThat(root.put("/connectors/theirs/config", CONFIG).status()).isEqualTo(201);

        // When
        Reply created = shop.post("/connectors", "{\"name\":\"shop-one\",\"config\":" + CONFIG + "}");
        Reply stolen = shop.post("/connectors", "{\"name\":\"theirs2\",\"config\":" + CONFIG + "}");
        Reply probed = shop.put(
                "/connector-plugins/FileStreamSource/config/validate", CONFIG.replace("{", "{\"name\":\"theirs\","));

        // Then
        assertThat(created.status()).isEqualTo(201);
        assertThat(stolen.status()).isEqualTo(403);
        assertThat(stolen.message()).contains("shop may not do this", "admin", "theirs2");
        assertThat(probed.status()).isEqualTo(403);
        assertThat(shop.get("/connectors").json()).hasSize(1);
        // One that has no status yet is left out.
        await(() -> root.get("/connectors?expand=info&expand=status").json().size() == 2);
        assertThat(shop.get("/connectors?expand=info&expand=status").json().fieldNames())
                .toIterable()
                .containsExactly("shop-one");
        assertThat(root.get("/connectors").json()).hasSize(2);
        assertThat(shop.get("/connectors/theirs").status()).isEqualTo(403);
        assertThat(shop.delete("/connectors/theirs").status()).isEqualTo(403);
        assertThat(shop.delete("/connectors/shop-one").status()).isEqualTo(204);
        assertThat(root.delete("/connectors/theirs").status()).isEqualTo(204);
    }

    @Test
    void whatOneWorkerAsksAnotherIsAskedForTheCaller() throws Exception {
        // Given
        RestClient root = at(follower, "root");
        String odd = "/connectors/a%2Fb%20%E2%82%AC%25";

        // When, Then
        for (ConnectServer server : List.of(leader, follower)) {
            RestClient client = at(server, "root");
            assertThat(client.put(odd + "/config", CONFIG).status()).isIn(200, 201);
            assertThat(client.send("PATCH", odd + "/config", "{\"topic\":\"\u20ac\"}", "application/json")
                            .status())
                    .isIn(200, 400);
            assertThat(at(server, "oper").put(odd + "/pause", "").status()).isEqualTo(202);
            assertThat(at(server, "view").put(odd + "/resume", "").status()).isEqualTo(403);
            assertThat(at(server, "oper")
                            .post(odd + "/restart?includeTasks=true&onlyFailed=false", "")
                            .status())
                    .isEqualTo(202);
            assertThat(client.put(odd + "/resume", "").status()).isEqualTo(202);
        }
        await(() ->
                root.get(odd + "/status").json().at("/tasks/0/state").asText().equals("RUNNING"));
        for (ConnectServer server : List.of(leader, follower)) {
            assertThat(at(server, "view").get(odd + "/metrics").json().get("unanswered"))
                    .as("workers gather each other's figures")
                    .isEmpty();
        }
        assertThat(root.delete(odd).status()).isEqualTo(204);
    }

    @Test
    void aLetterThatNoWorkerWroteOpensNothing() throws Exception {
        for (ConnectServer server : List.of(leader, follower)) {
            RestClient client = new RestClient(server.url());
            String forged = new WorkerLetters(
                            new InMemorySessionKeys(server.url().substring("http://".length())))
                    .write(
                            io.millrace.connect.rest.access.Caller.ANYBODY,
                            "DELETE",
                            "/connectors/x?forward=false",
                            new byte[0])
                    .join()
                    .get(WorkerLetters.HEADER);
            for (String letter : List.of("x", "....", forged)) {
                Reply reply = client.send(
                        HttpRequest.newBuilder().DELETE().header(WorkerLetters.HEADER, letter),
                        "/connectors/x?forward=false");
                assertThat(reply.status()).isIn(401, 503);
            }
        }
    }

    @Test
    void passwordsThatAreGuessedInNumbersHoldUpNobodyWhoIsKnown() throws Exception {
        // Given
        RestClient root = at(leader, "root");
        root.get("/connectors");
        RestClient guesser = RestClient.as(leader.url(), "root", "guess");
        AtomicInteger refused = new AtomicInteger();

        // When
        List<CompletableFuture<Void>> guesses = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            guesses.add(CompletableFuture.runAsync(() -> {
                try {
                    if (Set.of(401, 503).contains(guesser.get("/connectors").status())) {
                        refused.incrementAndGet();
                    }
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }));
        }

        // Then
        assertThat(root.get("/connectors").status()).isEqualTo(200);
        CompletableFuture.allOf(guesses.toArray(CompletableFuture[]::new)).join();
        assertThat(refused).hasValue(8);
    }

    @Test
    void certificatesAreKnownByTheirNames() throws Exception {
        // Given
        TestKeys keys = new TestKeys(Files.createDirectories(folder.resolve("keys")));
        Map<String, String> properties = properties("certified");
        properties.putAll(keys.worker("requested"));
        try (ConnectServer one = ConnectServer.start(properties);
                ConnectServer two = ConnectServer.start(properties)) {
            for (ConnectServer server : List.of(one, two)) {
                // When
                RestClient robot = secured(server, keys, "CN=robot,O=Test", null);
                RestClient stranger = secured(server, keys, "CN=stranger,O=Test", null);
                RestClient root = secured(server, keys, null, RestClient.basic("root", "root-word"));
                RestClient anonymous = secured(server, keys, null, null);

                // Then
                assertThat(robot.put("/connectors/robots/config", CONFIG).status())
                        .isIn(200, 201);
                assertThat(root.put("/connectors/robots/pause", "").status()).isEqualTo(202);
                assertThat(stranger.get("/connectors").status()).isEqualTo(401);
                assertThat(stranger.get("/connectors").message()).contains("CN=stranger,O=Test");
                assertThat(anonymous.get("/connectors").status()).isEqualTo(401);
            }
        }
    }

    private static RestClient secured(ConnectServer server, TestKeys keys, String subject, String authorization)
            throws Exception {
        return new RestClient(
                server.url(), authorization, HttpClient.newBuilder().sslContext(keys.client(subject)));
    }

    @Test
    void aPortThatOthersReachIsSecuredOrSaidToBeOpen() {
        for (Map<String, String> each : List.of(
                Map.of("listeners", "http://0.0.0.0:0"),
                Map.of("listeners", "http://0.0.0.0:0", "rest.authentication.users", users.toString()),
                Map.of("listeners", "https://127.0.0.1:0"))) {
            assertThatThrownBy(() -> Listener.of(each)).isInstanceOf(ConfigException.class);
        }
        assertThat(Listener.of(Map.of("listeners", "http://0.0.0.0:0", "rest.listener.insecure", "true"))
                        .local())
                .isFalse();
        assertThat(Listener.of(Map.of("listeners", "http://127.0.0.1:0")).local())
                .isTrue();
    }

    private static List<Route> routes() throws Exception {
        try (Plugins plugins = Plugins.open(PluginPath.parse(null));
                ConnectorValidator validator = new ConnectorValidator(
                        plugins, SecretResolver.open(plugins, Map.of()), Map.of(), Duration.ofSeconds(20))) {
            return ConnectRoutes.service(
                            new InMemoryConnectControl(validator),
                            plugins,
                            validator,
                            () -> "",
                            new Outgoing(ClientFactory.ofDefault(), Outgoing.Letters.NONE))
                    .routes();
        }
    }

    private static String path(Route route, String connector) {
        return "/"
                + String.join("/", route.pattern())
                        .replace("{connector}", connector)
                        .replace("{task}", "0")
                        .replace("{partition}", "0")
                        .replace("{plugin}", "FileStreamSource")
                        .replace("{logger}", "access");
    }

    @FunctionalInterface
    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(Condition condition) throws Exception {
        long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadlineNanos);
            Thread.sleep(50);
        }
    }
}
