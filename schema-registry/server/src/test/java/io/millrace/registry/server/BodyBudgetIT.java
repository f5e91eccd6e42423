package io.millrace.registry.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.registry.server.RestCaller.Reply;
import io.millrace.testing.Pause;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How much of others' bodies a registry takes. */
class BodyBudgetIT {
    /** Too large to count only when it is whole. */
    private static final int LARGEST = 9 * 1024;

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String HEAD = "POST /subjects/s/versions HTTP/1.1\r\nHost: localhost\r\n"
            + "Content-Type: application/vnd.schemaregistry.v1+json\r\n";
    private static final String SCHEMA = "{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[\"" + "S".repeat(600) + "\"]}";

    private final List<Socket> open = new ArrayList<>();
    private RegistryServer server;
    private RestCaller rest;

    @BeforeEach
    void startRegistry() {
        Map<String, String> properties = new LinkedHashMap<>(
                KeysTopic.properties("PLAINTEXT://" + SharedKafka.bootstrapServers(), SharedKafka.freshTopic()));
        properties.put("max.request.bytes", Integer.toString(LARGEST));
        properties.put("request.buffer.bytes", Integer.toString(2 * LARGEST));
        server = RegistryServer.start(properties);
        rest = new RestCaller(server.url());
    }

    @AfterEach
    void stopRegistry() throws IOException {
        hangUp();
        server.close();
    }

    private void hangUp() throws IOException {
        for (Socket socket : open) {
            socket.close();
        }
        open.clear();
    }

    private void begin(String request) throws IOException {
        Socket socket = new Socket(
                InetAddress.getLoopbackAddress(), URI.create(server.url()).getPort());
        open.add(socket);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    private Reply register() {
        return rest.register("s-" + UUID.randomUUID(), SCHEMA);
    }

    @Test
    void bodiesThatAreToldOfAndDoNotComeTakeNoRoom() throws IOException {
        for (int i = 0; i < 3; i++) {
            begin(HEAD + "Content-Length: " + LARGEST + "\r\n\r\n{");
            begin(HEAD + "Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n");
        }
        for (int i = 0; i < 10; i++) {
            assertThat(register().status()).isEqualTo(200);
        }
        assertThat(answers()).isZero();
    }

    @Test
    void bodiesOfWhichMostHasComeLeaveNoRoom() throws IOException {
        assertRoomOnlyForTwo("Content-Length: " + LARGEST + "\r\n\r\n" + "{".repeat(LARGEST - 1));
    }

    @Test
    void bodiesOfUnknownLengthCountAsTheyCome() throws IOException {
        String chunk = Integer.toHexString(LARGEST - 1) + "\r\n" + "{".repeat(LARGEST - 1) + "\r\n";
        assertRoomOnlyForTwo("Transfer-Encoding: chunked\r\n\r\n" + chunk);
    }

    private void assertRoomOnlyForTwo(String beginning) throws IOException {
        for (int i = 0; i < 3; i++) {
            begin(HEAD + beginning);
        }
        awaitAnswerToOne();
        Reply refused = awaitRefusal(beginning);
        assertThat(refused.json().path("message").asText()).contains("request.buffer.bytes");
        HttpRequest.Builder strange = HttpRequest.newBuilder(URI.create(server.url() + "/subjects/s/versions"))
                .header("Accept", "image/png")
                .POST(HttpRequest.BodyPublishers.ofString(SCHEMA));
        assertThat(rest.send(strange).status()).isEqualTo(406);
        assertThat(rest.get("/subjects").status()).isEqualTo(200);
        hangUp();
        awaitRoom();
    }

    /** Whichever came last. */
    private void awaitAnswerToOne() throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            if (answers() > 0) {
                return;
            }
            Pause.betweenLooks();
        }
        throw new AssertionError("none of three large bodies was refused");
    }

    /** More than one of those before may have been refused, since each came in pieces; others are put in their place. */
    private Reply awaitRefusal(String beginning) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Reply reply = register();
        while (reply.status() == 200) {
            assertThat(System.nanoTime()).as("never full").isLessThan(deadline);
            begin(HEAD + beginning);
            Pause.betweenLooks();
            reply = register();
        }
        assertThat(reply.errorCode()).isEqualTo(42901);
        return reply;
    }

    private int answers() throws IOException {
        int answered = 0;
        for (Socket socket : open) {
            answered += socket.getInputStream().available() > 0 ? 1 : 0;
        }
        return answered;
    }

    private void awaitRoom() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (register().status() != 200) {
            assertThat(System.nanoTime())
                    .as("nobody gave back what he had taken")
                    .isLessThan(deadline);
            Pause.betweenLooks();
        }
    }

    @Test
    void bodiesThatWereAnsweredOrRefusedCountNoMore() {
        for (int i = 0; i < 10; i++) {
            assertThat(register().status()).isEqualTo(200);
            assertThat(rest.register("s", "x".repeat(LARGEST)).status()).isEqualTo(413);
            assertThat(rest.register("s", "no schema").errorCode()).isEqualTo(42201);
        }
    }
}
