package io.millrace.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.gateway.HttpCaller.Reply;
import io.millrace.gateway.SocketReader.Closed;
import io.millrace.gateway.SocketReader.Ping;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Records over WebSockets. */
abstract class WriteSocketsSuite extends GatewaySuite {
    WriteSocketsSuite(BrokerKind kind) {
        super(kind);
    }

    @Override
    Map<String, String> properties() {
        return Map.of("event.stream.heartbeat.ms", "200");
    }

    static String path(String topic) {
        return "/topics/" + topic + "/records:write";
    }

    static int code(Object message) {
        return ((JsonNode) message).path("error_code").asInt();
    }

    @Test
    void writesEachMessageAndAnswersEachInTheirOrder() throws Exception {
        String topic = topic(2);
        try (SocketReader socket = new SocketReader(url() + path(topic) + "?key_format=string")) {
            socket.send("""
                    {"key":"k","value":{"n":1.50},"partition":1,"timestamp":"2024-02-03T04:05:06.007Z",
                     "headers":[{"name":"h","value":"AQ=="}]}""");
            socket.send("{\"value\":");
            socket.send("");
            socket.send("{\"partition\":7}");
            socket.send("{\"partition\":1} {\"partition\":1}");
            socket.socket().sendText("{\"partition\":1,\"va", false).get();
            socket.socket().sendText("lue\":null}", true).get();
            byte[] binary = "{\"partition\":1,\"value\":3}".getBytes(StandardCharsets.UTF_8);
            socket.socket().sendBinary(ByteBuffer.wrap(binary), true).get();

            assertThat(socket.message().toString())
                    .isEqualTo("{\"partition\":1,\"offset\":0,\"timestamp\":\"2024-02-03T04:05:06.007Z\"}");
            assertThat(socket.message().toString())
                    .isEqualTo("{\"error_code\":400,\"message\":\"Message 1: The message is not valid JSON"
                            + " (line 1, column 10)\"}");
            assertThat(socket.message().path("message").asText())
                    .isEqualTo("Message 2: The message is not a JSON object");
            assertThat(socket.message().path("message").asText()).startsWith("Message 3: ");
            assertThat(socket.message().path("message").asText()).startsWith("Message 4: The message has something");
            assertThat(socket.message().path("offset").asInt()).isEqualTo(1);
            assertThat(socket.message().path("offset").asInt()).isEqualTo(2);
            socket.finish();
            assertThat(socket.untilTheEnd()).containsExactly(new Closed(1000, ""));
        }
        var records = records(topic, 1, 3);
        assertThat(new String(records.get(0).key(), StandardCharsets.UTF_8)).isEqualTo("k");
        assertThat(new String(records.get(0).value(), StandardCharsets.UTF_8)).isEqualTo("{\"n\":1.50}");
        assertThat(records.get(0).headers().lastHeader("h").value()).containsExactly(1);
        assertThat(records.get(1).value()).isNull();
        assertThat(new String(records.get(2).value(), StandardCharsets.UTF_8)).isEqualTo("3");
    }

    @Test
    void sendsEveryResultBeforeItCloses() throws Exception {
        String topic = topic(1);
        int count = 5_000;
        try (SocketReader socket = new SocketReader(url() + path(topic))) {
            for (int i = 0; i < count; i++) {
                socket.send("{\"value\":" + i + "}");
            }
            socket.finish();

            for (int i = 0; i < count; i++) {
                assertThat(socket.message().path("offset").asInt(-1)).isEqualTo(i);
            }
            assertThat(socket.untilTheEnd()).containsExactly(new Closed(1000, ""));
        }
        assertThat(end(topic, 0)).isEqualTo(count);
    }

    @Test
    void validatesByTheLatestSchemaOfTheRegistry() throws Exception {
        String topic = topic(1);
        Reply first = http().post(
                        "/topics/" + topic,
                        "application/vnd.kafka.avro.v2+json",
                        "{\"value_schema\":\"\\\"int\\\"\",\"records\":[{\"value\":1}]}");
        int id = first.json().path("value_schema_id").asInt();
        for (String which : new String[] {"", "&value_schema_id=" + id}) {
            try (SocketReader socket = new SocketReader(url() + path(topic) + "?value_format=avro" + which)) {
                socket.send("{\"value\":2}");
                socket.send("{\"value\":\"x\"}");

                assertThat(socket.message().has("offset")).isTrue();
                JsonNode wrong = socket.message();
                assertThat(code(wrong)).isEqualTo(42203);
                assertThat(wrong.path("message").asText()).startsWith("Message 1: ");
            }
        }
        assertThat(end(topic, 0)).isEqualTo(3);
    }

    @Test
    void namesARecordThatTheClusterRefuses() throws Exception {
        String topic = topic(1);
        String large = "{\"value\":\"" + "x".repeat(2_000_000) + "\"}";
        try (SocketReader socket = new SocketReader(url() + path(topic))) {
            socket.send("{\"value\":1}");
            socket.send(large);
            socket.send("{\"value\":2}");

            assertThat(socket.message().path("offset").asInt(-1)).isZero();
            JsonNode refused = socket.message();
            assertThat(code(refused)).isEqualTo(413);
            assertThat(refused.path("message").asText()).startsWith("Message 1: ");
            assertThat(socket.message().path("offset").asInt(-1)).isEqualTo(1);
        }
    }

    @Test
    void pingsWhileNothingComesAndAnswersPings() throws Exception {
        try (SocketReader socket = new SocketReader(url() + path(topic(1)))) {
            assertThat(socket.next()).isEqualTo(new Ping());
            for (int i = 0; i < 3; i++) {
                socket.socket()
                        .sendPing(ByteBuffer.wrap("?".getBytes(StandardCharsets.UTF_8)))
                        .get();
            }
            assertThat(socket.next()).isEqualTo(new Ping());
            socket.send("{\"value\":1}");
            assertThat(socket.message().path("offset").asInt(-1)).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /topics/none/records:write                   | 4404 | 40401 | Topic not found: none
            /topics/T/records:write?value_format=xml     | 4400 | 400   | value_format is json
            /topics/T/records:write?key_format=avro      | 4503 | 50301 | registry
            """)
    void saysWhatIsWrong(String path, int closeCode, int code, String message) throws Exception {
        try (GatewayServer gateway = kind().gateway(Map.of("schema.registry.url", "http://127.0.0.1:1"));
                SocketReader socket = new SocketReader(gateway.url() + path.replace("/T/", "/" + topic(1) + "/"))) {
            List<Object> end = socket.untilTheEnd();
            assertThat(code(end.get(0))).isEqualTo(code);
            assertThat(((JsonNode) end.get(0)).path("message").asText()).contains(message);
            assertThat(((Closed) end.get(1)).code()).isEqualTo(closeCode);
        }
    }

    @Test
    void refusesAKeyWhosePromiseItCannotKeep() throws Exception {
        try (SocketReader socket = new SocketReader(url() + path(topic(1)), "Idempotency-Key", "k")) {
            List<Object> end = socket.untilTheEnd();
            assertThat(((JsonNode) end.get(0)).path("message").asText()).contains("send lines with it");
            assertThat(((Closed) end.get(1)).code()).isEqualTo(4400);
        }
    }

    @Test
    void isNothingButAWebSocket() throws Exception {
        Reply reply = http().get(path(topic(1)));
        assertThat(reply.status()).isEqualTo(426);
        assertThat(reply.header("Upgrade")).isEqualTo("websocket");
        assertThat(reply.json().path("message").asText()).contains("ask for one");
    }

    @Test
    void aPageOfAnotherOriginIsRefused() throws Exception {
        assertThat(SocketReader.refusal(url() + path(topic(1)), "Origin", "http://elsewhere.example"))
                .isEqualTo(403);
    }
}
