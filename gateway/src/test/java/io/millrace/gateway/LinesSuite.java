package io.millrace.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.luben.zstd.Zstd;
import io.millrace.gateway.HttpCaller.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Records on lines. */
abstract class LinesSuite extends GatewaySuite {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NDJSON = "application/x-ndjson";
    private static final int BODY_MAX = 64 * 1024;

    LinesSuite(BrokerKind kind) {
        super(kind);
    }

    @Override
    Map<String, String> properties() {
        return Map.of(
                "max.request.bytes", Integer.toString(BODY_MAX),
                "request.buffer.bytes", Integer.toString(2 * BODY_MAX));
    }

    @Test
    void writesEachLineAndAnswersEach() throws Exception {
        String topic = topic(2);

        Reply reply = http().post("/topics/" + topic + "/records?key_format=string", NDJSON, """
                {"key":"k","value":{"n":1.50},"partition":1,"timestamp":"2024-02-03T04:05:06.007Z",\
                "headers":[{"name":"h","value":"AQ=="}]}

                {"value":
                {"partition":1,"value":null}""");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.type()).isEqualTo(NDJSON);
        String[] lines = reply.text().split("\n");
        assertThat(lines).hasSize(3);
        assertThat(lines[0]).isEqualTo("{\"partition\":1,\"offset\":0,\"timestamp\":\"2024-02-03T04:05:06.007Z\"}");
        assertThat(JSON.readTree(lines[1]).path("error_code").asInt()).isEqualTo(400);
        assertThat(JSON.readTree(lines[2]).path("offset").asInt()).isEqualTo(1);
        var records = records(topic, 1, 2);
        assertThat(new String(records.get(0).key(), StandardCharsets.UTF_8)).isEqualTo("k");
        assertThat(new String(records.get(0).value(), StandardCharsets.UTF_8)).isEqualTo("{\"n\":1.50}");
        assertThat(records.get(0).headers().lastHeader("h").value()).containsExactly(1);
        assertThat(records.get(1).value()).isNull();
    }

    @Test
    void passesOverNothingThatTheQuerySays() throws Exception {
        String topic = topic(1);

        Reply reply =
                http().post("/topics/" + topic + "/records?value_fromat=binary", NDJSON, "{\"value\":\"YQ==\"}\n");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text()).contains("no query parameter value_fromat").contains("value_format");
        assertThat(end(topic, 0)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"gzip", "zstd"})
    void readsPackedBodies(String encoding) throws Exception {
        String topic = topic(1);
        byte[] lines = "{\"value\":7}\n".repeat(2_000).getBytes(StandardCharsets.UTF_8);

        Reply reply = post(topic, encoding, packed(encoding, lines));

        assertThat(reply.text().lines().count()).isEqualTo(2_000);
        assertThat(end(topic, 0)).isEqualTo(2_000);
    }

    @ParameterizedTest
    @CsvSource({"gzip", "zstd"})
    void stopsAtASmallBodyThatHoldsALargeOne(String encoding) throws Exception {
        String topic = topic(1);

        Reply line = post(topic, encoding, packed(encoding, new byte[4 * BODY_MAX]));
        Reply many = post(
                topic, encoding, packed(encoding, " \n".repeat(20 * BODY_MAX).getBytes(StandardCharsets.UTF_8)));
        Reply broken = post(topic, encoding, "no".getBytes(StandardCharsets.UTF_8));

        assertThat(last(line).path("error_code").asInt()).isEqualTo(413);
        assertThat(last(line).path("message").asText()).contains("A line is larger");
        assertThat(last(many).path("error_code").asInt()).isEqualTo(413);
        assertThat(last(many).path("message").asText()).contains("when it is unpacked");
        assertThat(last(broken).path("error_code").asInt()).isEqualTo(400);
        assertThat(end(topic, 0)).isZero();
    }

    @Test
    void answersEachLineWhileTheNextAreYetToCome() throws Exception {
        String topic = topic(1);

        try (RawStream stream = new RawStream(url(), "/topics/" + topic + "/records", NDJSON)) {
            stream.send("{\"value\":1}\n{\"value\":");
            assertThat(JSON.readTree(stream.line("{")).path("offset").asInt()).isZero();
            stream.send("2}\r\n");
            assertThat(JSON.readTree(stream.line("{")).path("offset").asInt()).isEqualTo(1);
            stream.send("{\"value\":3}");
            stream.end();
            assertThat(JSON.readTree(stream.line("{")).path("offset").asInt()).isEqualTo(2);
        }
    }

    @Test
    void waitsForAClientThatDoesNotReadYet() throws Exception {
        String topic = topic(1);
        int count = 200_000;
        String lines = "{\"value\":1}\n".repeat(1_000);

        try (RawStream stream = new RawStream(url(), "/topics/" + topic + "/records", NDJSON)) {
            CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> {
                for (int i = 0; i < count; i += 1_000) {
                    send(stream, lines);
                }
            });
            for (int i = 0; i < count; i++) {
                assertThat(JSON.readTree(stream.line("{")).path("offset").asInt())
                        .isEqualTo(i);
            }
            sent.join();
            stream.end();
        }
        assertThat(end(topic, 0)).isEqualTo(count);
    }

    private static void send(RawStream stream, String piece) {
        try {
            stream.send(piece);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void writesWholeLinesOfAClientThatLeavesAndForgetsTheRest() throws Exception {
        String topic = topic(1);
        String half = "{\"value\":\"" + "x".repeat(BODY_MAX - 1_000);
        int clients = 20;

        for (int i = 0; i < clients; i++) {
            try (RawStream stream = new RawStream(url(), "/topics/" + topic + "/records", NDJSON)) {
                stream.send("{\"value\":1}\n" + half);
                stream.line("{");
            }
        }

        assertThat(end(topic, 0)).isEqualTo(clients);
        // What was held of the others is free again: this one needs half of all.
        String body = "{\"records\":[{\"value\":\"" + "x".repeat(BODY_MAX - 100) + "\"}]}";
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
        Reply reply = http().post("/topics/" + topic, "application/vnd.kafka.json.v2+json", body);
        while (reply.status() == 429 && System.nanoTime() < deadline) {
            reply = http().post("/topics/" + topic, "application/vnd.kafka.json.v2+json", body);
        }
        assertThat(reply.status()).isEqualTo(200);
    }

    @Test
    void validatesByTheLatestSchemaOfTheRegistry() throws Exception {
        String topic = topic(1);
        http().post(
                        "/topics/" + topic,
                        "application/vnd.kafka.avro.v2+json",
                        "{\"value_schema\":\"\\\"int\\\"\",\"records\":[{\"value\":1}]}");

        Reply reply = http().post("/topics/" + topic + "/records?value_format=avro", NDJSON, """
                {"value":2}
                {"value":"x"}
                """);

        String[] lines = reply.text().split("\n");
        assertThat(JSON.readTree(lines[0]).path("offset").asInt()).isEqualTo(1);
        assertThat(JSON.readTree(lines[1]).path("error_code").asInt()).isEqualTo(42203);
        assertThat(end(topic, 0)).isEqualTo(2);
    }

    @Test
    void refusesWhatItDoesNotRead() throws Exception {
        String path = "/topics/" + topic(1) + "/records";
        byte[] body = "{\"value\":1}".getBytes(StandardCharsets.UTF_8);

        Reply packed = http().call("POST", path, body, "Content-Type", NDJSON, "Content-Encoding", "br");

        assertThat(packed.status()).isEqualTo(415);
        assertThat(packed.json().path("message").asText()).contains("gzip, zstd or identity");
        assertThat(http().post(path, "text/plain", "{}").status()).isEqualTo(415);
        assertThat(http().call("POST", path, body, "Content-Type", NDJSON, "Accept", "text/html")
                        .status())
                .isEqualTo(406);
        assertThat(http().post("/topics/none/records", NDJSON, "{}")
                        .json()
                        .path("error_code")
                        .asInt())
                .isEqualTo(40401);
        assertThat(http().post(path + "?value_format=x", NDJSON, "{}").status()).isEqualTo(400);
    }

    private Reply post(String topic, String encoding, byte[] body) {
        return http().call(
                        "POST",
                        "/topics/" + topic + "/records",
                        body,
                        "Content-Type",
                        NDJSON,
                        "Content-Encoding",
                        encoding);
    }

    private static JsonNode last(Reply reply) throws IOException {
        String[] lines = reply.text().split("\n");
        return JSON.readTree(lines[lines.length - 1]);
    }

    static byte[] packed(String encoding, byte[] plain) throws IOException {
        if (encoding.equals("zstd")) {
            return Zstd.compress(plain);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(plain);
        }
        return out.toByteArray();
    }
}
