package io.millrace.connect.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.connect.rest.RestClient.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients that err or mean harm: each gets a reason, and the others their answers. */
class BadInputIT {
    private static final String CONFIG =
            "{\"connector.class\":\"FileStreamSource\",\"file\":\"/tmp/none\",\"topic\":\"t\"}";

    @TempDir
    static Path folder;

    private static ConnectServer server;
    private static RestClient client;

    @BeforeAll
    static void start() throws Exception {
        Path secrets = Files.createDirectories(folder.resolve("secrets"));
        Files.writeString(secrets.resolve("good.properties"), "word=x\n");
        Files.writeString(folder.resolve("outside.properties"), "word=stolen-word\n");
        Map<String, String> properties = TestingServers.properties(BrokerKind.MILLRACE.bootstrapServers(), "bad-input");
        properties.put("config.providers", "file");
        properties.put("config.providers.file.class", "org.apache.kafka.common.config.provider.FileConfigProvider");
        properties.put("config.providers.file.param.allowed.paths", secrets.toString());
        properties.put(
                "connector.plugins.allowed",
                "org.apache.kafka.connect.file.*, org.apache.kafka.connect.json.*, *.RegexRouter");
        server = ConnectServer.start(properties);
        client = new RestClient(server.url());
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @AfterEach
    void deleteAll() throws Exception {
        for (JsonNode name : client.get("/connectors").json()) {
            client.delete("/connectors/"
                    + URLEncoder.encode(name.asText(), StandardCharsets.UTF_8).replace("+", "%20"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "sasl.jaas.config | com.sun.security.auth.module.JndiLoginModule required user.provider.url=\\\"ldap://h\\\"; | JndiLoginModule",
                "sasl.jaas.config | com.sun.security.auth.module.LdapLoginModule required; | LdapLoginModule",
                "sasl.jaas.config | org.apache.kafka.common.security.plain.PlainLoginModule required; evil.Module required; | evil.Module",
                "sasl.jaas.config | org.apache.kafka.common.security.plain.PlainLoginModule required p=\\\"; | unclosed quote",
                "config.providers | env | config providers",
                "config.providers.env.class | org.apache.kafka.common.config.provider.EnvVarConfigProvider | config providers",
                "sasl.oauthbearer.token.endpoint.url | file:///etc/passwd | https",
                "sasl.oauthbearer.token.endpoint.url | http://169.254.169.254/ | https",
                "sasl.oauthbearer.jwks.endpoint.url | FILE:/etc/passwd | https",
            })
    void aClientSettingThatReachesIntoTheWorkerIsRefused(String key, String value, String reason) throws Exception {
        for (String prefix : List.of("producer.override.", "consumer.override.", "admin.override.")) {
            // When
            Reply reply = client.post("/connectors", "{\"name\":\"x\",\"config\":" + with(prefix + key, value) + "}");

            // Then
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.message()).contains(reason);
        }
    }

    @Test
    void anHonestLoginModuleIsAllowed() throws Exception {
        assertThat(client.post(
                                "/connectors",
                                "{\"name\":\"x\",\"initial_state\":\"STOPPED\",\"config\":"
                                        + with(
                                                "producer.override.sasl.jaas.config",
                                                "org.apache.kafka.common.security.scram.ScramLoginModule required"
                                                        + " username='a;b' password='c';")
                                        + "}")
                        .status())
                .isEqualTo(201);
    }

    @Test
    void aProviderGivesNothingFromOutsideItsFolder() throws Exception {
        for (String path : List.of(
                folder.resolve("outside.properties").toString(),
                folder.resolve("secrets/../outside.properties").toString(),
                "/proc/self/environ")) {
            // When
            Reply reply = client.post(
                    "/connectors",
                    "{\"name\":\"x\",\"config\":" + with("batch.size", "${file:" + path + ":word}") + "}");

            // Then
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.message()).contains("has nothing for ${file:").doesNotContain("stolen-word");
        }
    }

    @Test
    void noLinkLeadsOutOfTheFolderOfAProvider() throws Exception {
        // Given
        Path link = folder.resolve("secrets/link.properties");
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, folder.resolve("outside.properties"));

        // When
        Reply reply = client.post(
                "/connectors", "{\"name\":\"x\",\"config\":" + with("batch.size", "${file:" + link + ":word}") + "}");

        // Then
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.message()).contains("leads out of allowed.paths").doesNotContain("stolen-word");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "producer.override.sasl.jaas.config | jaas | EvilModule",
                "schema.history.internal.producer.sasl.jaas.config | jaas | EvilModule",
                "connection.url | url | autoDeserialize",
            })
    void aReferenceHidesNothingThatWouldBeRefusedInPlainText(String key, String word, String reason) throws Exception {
        // Given
        Path file = Files.writeString(
                folder.resolve("secrets/hidden.properties"),
                "jaas=evil.EvilModule required;\nurl=jdbc:mysql://h/d?autoDeserialize=true\n");

        // When
        Reply reply = client.post(
                "/connectors", "{\"name\":\"x\",\"config\":" + with(key, "${file:" + file + ":" + word + "}") + "}");

        // Then
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.message()).contains(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "connector.class | org.apache.kafka.connect.tools.MockSourceConnector | connector.class",
                "connector.class | java.lang.Runtime | connector.class",
                "value.converter | javax.script.ScriptEngineManager | value.converter",
                "value.converter | org.apache.kafka.connect.converters.ByteArrayConverter | connector.plugins.allowed",
                "transforms.t.type | org.apache.kafka.connect.transforms.HoistField$Value | connector.plugins.allowed",
            })
    void aClassThatIsUnknownOrNotAllowedIsRefused(String key, String className, String reason) throws Exception {
        Reply reply = client.post(
                "/connectors",
                "{\"name\":\"x\",\"config\":"
                        + with("transforms", "t")
                                .replace("}", ",\"" + key + "\":\"" + className + "\"}")
                                .replace(
                                        "\"connector.class\":\"FileStreamSource\",",
                                        key.equals("connector.class")
                                                ? ""
                                                : "\"connector.class\":\"FileStreamSource\",")
                        + "}");
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.message()).contains(reason);
    }

    @Test
    void aReferenceWithinAReferenceIsNotResolvedTwice() throws Exception {
        // When
        Reply reply = client.post(
                "/connectors",
                "{\"name\":\"x\",\"initial_state\":\"STOPPED\",\"config\":"
                        + with("note", "${file:${file:a:b}:word}${${${") + "}");

        // Then
        assertThat(reply.status()).isIn(201, 400);
        assertThat(reply.raw().body()).doesNotContain("stolen-word");
    }

    @Test
    void documentsThatAreNotWhatTheySeemAreRefused() throws Exception {
        assertThat(client.post("/connectors", "[".repeat(1_000) + "]".repeat(1_000))
                        .message())
                .contains("not valid JSON");
        assertThat(client.post("/connectors", "{\"name\":\"x\",\"name\":\"y\",\"config\":{}}")
                        .message())
                .contains("not valid JSON");
        assertThat(client.post("/connectors", "{\"name\":\"x\",\"config\":{\"topic\":\"a\",\"topic\":\"b\"}}")
                        .message())
                .contains("not valid JSON");
        assertThat(client.post("/connectors", "{\"name\":\"x\",\"config\":" + CONFIG + "} {}")
                        .message())
                .contains("not valid JSON");
        assertThat(client.post("/connectors", "{\"name\":NaN,\"config\":{}}").status())
                .isEqualTo(400);
        assertThat(client.post("/connectors", "{\"name\":\"x\",\"config\":" + with("tasks.max", "1e400") + "}")
                        .status())
                .isEqualTo(400);
        assertThat(client.post("/connectors", "{\"name\":\"" + "n".repeat(5_000) + "\",\"config\":" + CONFIG + "}")
                        .message())
                .contains("takes 5000 bytes in a URL");
        assertThat(client.post("/connectors", "{\"name\":\"x\",\"config\":" + with("note", "v".repeat(1_500_000)) + "}")
                        .message())
                .contains("The configuration of connector x takes 15", "max.request.size of the worker");
        Reply huge = client.post("/connectors", "\"" + "v".repeat(3_000_000) + "\"");
        assertThat(huge.status()).isEqualTo(413);
        assertThat(client.get("/connectors").json()).isEmpty();
    }

    @Test
    void aConverterThatDoesNotTakeItsSettingsIsRefused() throws Exception {
        // Given
        String config =
                "{\"name\":\"x\",\"connector.class\":\"FileStreamSource\",\"file\":\"/tmp/none\",\"topic\":\"t\","
                        + "\"value.converter\":\"org.apache.kafka.connect.json.JsonConverter\","
                        + "\"value.converter.schema.content\":\"{\\\"type\\\":\\\"none\\\"}\"}";

        // When
        Reply verdict = client.put("/connector-plugins/FileStreamSource/config/validate", config);
        Reply created = client.post("/connectors", "{\"name\":\"x\",\"config\":" + config + "}");

        // Then
        assertThat(verdict.json().get("error_count").asInt()).isOne();
        for (JsonNode each : verdict.json().get("configs")) {
            assertThat(each.at("/value/errors").isEmpty())
                    .as(each.toString())
                    .isEqualTo(!each.at("/value/name").asText().equals("value.converter.schema.content"));
        }
        assertThat(created.status()).isEqualTo(400);
        assertThat(created.message()).contains("configuration schema.content: it is no schema");
        assertThat(client.get("/connectors").json()).isEmpty();
    }

    @Test
    void anOffsetThatIsTooLargeIsNamed() throws Exception {
        // Given
        assertThat(client.post(
                                "/connectors",
                                "{\"name\":\"placed\",\"initial_state\":\"STOPPED\",\"config\":" + CONFIG + "}")
                        .status())
                .isEqualTo(201);

        // When
        Reply reply = client.send(
                "PATCH",
                "/connectors/placed/offsets",
                "{\"offsets\":[{\"partition\":{\"filename\":\"/tmp/none\"},\"offset\":{\"position\":1,\"note\":\""
                        + "v".repeat(1_500_000) + "\"}}]}",
                "application/json");

        // Then
        assertThat(reply.status()).as(reply.raw().body()).isEqualTo(400);
        assertThat(reply.message())
                .contains(
                        "source offset of connector and partition [\"placed\",{\"filename\":\"/tmp/none\"}] takes 15",
                        "max.request.size of the worker");
    }

    @Test
    void bytesThatAreNoTextAreRefused() throws Exception {
        byte[] body = ("{\"name\":\"x?\",\"config\":" + CONFIG + "}").getBytes(StandardCharsets.UTF_8);
        body[10] = (byte) 0xff;
        HttpResponse<String> reply = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(server.url() + "/connectors"))
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(reply.statusCode()).isEqualTo(400);
        assertThat(reply.body()).contains("not valid UTF-8");
    }

    @ParameterizedTest
    @CsvSource({
        "evil.example, , 403",
        "localhost:1, , 200",
        "127.0.0.1, , 200",
        "127.0.0.1, http://evil.example, 403",
        "127.0.0.1, null, 403",
        "127.0.0.1, http://localhost:8083, 200"
    })
    void aPageOfAnotherServerIsSentAway(String host, String origin, int status) throws Exception {
        try (Socket socket = connected()) {
            // When
            socket.getOutputStream()
                    .write(("GET /connectors HTTP/1.1\r\nHost: " + host
                                    + (origin == null ? "" : "\r\nOrigin: " + origin) + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));

            // Then
            String line = "HTTP/1.1 " + status + " ";
            assertThat(new String(socket.getInputStream().readNBytes(line.length()), StandardCharsets.US_ASCII))
                    .isEqualTo(line);
        }
    }

    @Test
    void clientsThatSendSlowlyAreCutOffAndHoldUpNobody() throws Exception {
        List<Socket> slow = new ArrayList<>();
        try {
            // Given
            for (int i = 0; i < 200; i++) {
                Socket socket = connected();
                socket.getOutputStream()
                        .write(("POST /connectors HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                                        + (i % 2 == 0 ? "Content-Length: 100\r\n\r\n{" : "X-Slow: "))
                                .getBytes(StandardCharsets.US_ASCII));
                slow.add(socket);
            }

            // When
            Reply reply = client.put("/connectors/quick/config", CONFIG);

            // Then
            assertThat(reply.status()).isEqualTo(201);
            for (Socket socket : slow) {
                socket.setSoTimeout(60_000);
                socket.getInputStream().readAllBytes();
            }
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void manyWhoChangeOneConnectorAtOnceLeaveItAsOneOfThemWroteIt() throws Exception {
        // Given
        List<CompletableFuture<Integer>> writes = new ArrayList<>();

        // When
        IntStream.range(0, 40)
                .forEach(i -> writes.add(CompletableFuture.supplyAsync(() -> {
                    try {
                        return client.put("/connectors/contended/config", with("batch.size", Integer.toString(i + 1)))
                                .status();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                })));

        // Then
        List<Integer> statuses =
                writes.stream().map(CompletableFuture::join).sorted().toList();
        assertThat(statuses.subList(0, 39)).containsOnly(200);
        assertThat(statuses.get(39)).isEqualTo(201);
        assertThat(client.get("/connectors/contended/config")
                        .json()
                        .get("batch.size")
                        .asInt())
                .isBetween(1, 40);
    }

    @Test
    void noMutilatedRequestIsTheServersFault() throws Exception {
        // Given
        Random random = new Random(4_711);
        List<String> seeds = List.of(
                "POST /connectors {\"name\":\"m\",\"initial_state\":\"STOPPED\",\"config\":" + CONFIG + "}",
                "PUT /connectors/m/config " + CONFIG,
                "PATCH /connectors/m/config {\"topic\":null,\"file\":\"f\"}",
                "PATCH /connectors/m/offsets {\"offsets\":[{\"partition\":{\"filename\":\"f\"},\"offset\":{\"position\":1}}]}",
                "PUT /connector-plugins/FileStreamSource/config/validate " + CONFIG,
                "PUT /admin/loggers/mutilated {\"level\":\"DEBUG\"}",
                "POST /connectors/m/restart?includeTasks=true ");
        client.post("/connectors", seeds.get(0).split(" ", 3)[2]);

        for (int round = 0; round < 700; round++) {
            // When
            String[] seed = seeds.get(round % seeds.size()).split(" ", 3);
            Reply reply = client.send(seed[0], seed[1], mutilated(seed[2], random), "application/json");

            // Then
            assertThat(reply.status())
                    .as("round %d: %s %s", round, seed[1], reply.raw().body())
                    .isBetween(200, 499);
            if (!reply.raw().body().isEmpty() && reply.status() >= 400) {
                assertThat(reply.json().get("error_code").asInt()).isEqualTo(reply.status());
            }
        }
    }

    private static String mutilated(String text, Random random) {
        StringBuilder broken = new StringBuilder(text);
        for (int wounds = 1 + random.nextInt(3); wounds > 0 && !broken.isEmpty(); wounds--) {
            int at = random.nextInt(broken.length());
            switch (random.nextInt(4)) {
                case 0 -> broken.deleteCharAt(at);
                case 1 -> broken.setCharAt(at, "{}[]\",:0-e\\u0000\u20ac".charAt(random.nextInt(14)));
                case 2 -> broken.insert(at, text, 0, random.nextInt(text.length()));
                default -> broken.setLength(at);
            }
        }
        return broken.toString();
    }

    private static String with(String key, String value) {
        return CONFIG.replace("}", ",\"" + key + "\":\"" + value + "\"}");
    }

    private static Socket connected() throws IOException {
        Socket socket = new Socket();
        socket.connect(
                new InetSocketAddress(
                        InetAddress.getLoopbackAddress(),
                        URI.create(server.url()).getPort()),
                10_000);
        return socket;
    }
}
