package io.millrace.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.gateway.SocketReader.Closed;
import io.millrace.gateway.SocketReader.Ping;
import io.millrace.testing.Pause;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Streams over WebSockets. */
class SocketsIT extends GatewaySuite {
    private static final long PATIENCE_NANOS = 90_000_000_000L;
    private static final int RECORD_BYTES = 1_000_000;
    private static final int RECORDS = 20;

    SocketsIT() {
        super(BrokerKind.MILLRACE);
    }

    @Override
    Map<String, String> properties() {
        return Map.of("event.stream.heartbeat.ms", "200");
    }

    private static String path(String topic) {
        return "/topics/" + topic + "/records?format=string&offset=earliest";
    }

    private static String[] numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(String::valueOf).toArray(String[]::new);
    }

    private static List<String> values(List<JsonNode> records) {
        return records.stream().map(each -> each.path("value").asText()).toList();
    }

    @Test
    void showsRecordsAsReadsByOffsetDoBehindWhereItStands() throws Exception {
        String topic = topic(1);
        write(topic, 0, "a", "b");
        try (SocketReader reader = new SocketReader(url() + path(topic))) {
            JsonNode first = (JsonNode) reader.next();
            List<JsonNode> records = reader.records(2);

            assertThat(first.has("record")).isFalse();
            assertThat(first.path("id").asText()).isNotEmpty();
            assertThat(http().get("/topics/" + topic + "/partitions/0/records?format=string")
                            .json()
                            .path("records"))
                    .containsExactlyElementsOf(records);
        }
    }

    @Test
    void goesOnExactlyWhereAClientWasAtAnyGateway() throws Exception {
        String topic = topic(2);
        write(topic, 0, numbers(0, 100));
        write(topic, 1, numbers(100, 200));
        List<String> seen = new ArrayList<>();
        try (GatewayServer second = kind().gateway(properties())) {
            String id = "";
            for (int turn = 0; seen.size() < 200; turn++) {
                String node = turn % 2 == 0 ? url() : second.url();
                try (SocketReader reader = new SocketReader(node + path(topic) + "&last_event_id=" + id)) {
                    seen.addAll(values(reader.records(Math.min(37, 200 - seen.size()))));
                    id = reader.lastId();
                }
            }
        }
        assertThat(seen).containsExactlyInAnyOrder(numbers(0, 200));
    }

    @Test
    void pingsWhileNothingComesAndAnswersPings() throws Exception {
        try (SocketReader reader = new SocketReader(url() + path(topic(1)))) {
            assertThat(reader.next()).isInstanceOf(JsonNode.class);
            assertThat(reader.next()).isEqualTo(new Ping());
            for (int i = 0; i < 3; i++) {
                reader.socket().sendPing(ByteBuffer.wrap("?".getBytes(UTF_8))).get();
            }
            assertThat(reader.next()).as("it is not disturbed").isEqualTo(new Ping());
        }
    }

    @Test
    void saysThatAnotherTopicHasTheNameAndEnds() throws Exception {
        String topic = topic(1);
        write(topic, 0, "1", "2");
        try (SocketReader reader = new SocketReader(url() + path(topic))) {
            assertThat(values(reader.records(2))).containsExactly("1", "2");

            admin().deleteTopics(List.of(topic)).all().get();
            create(topic, 1);

            List<Object> end = reader.untilTheEnd();
            assertThat(((JsonNode) end.get(0)).path("error_code").asInt())
                    .as("%s", end)
                    .isEqualTo(40401);
            assertThat(((Closed) end.get(1)).code()).isEqualTo(4404);
        }
    }

    @Test
    void saysWhyItEndsAndThenDoes() throws Exception {
        String topic = topic(1);
        write(topic, 0, "last");
        try (SocketReader reader = new SocketReader(url() + path(topic))) {
            assertThat(values(reader.records(1))).containsExactly("last");

            admin().deleteTopics(List.of(topic)).all().get();

            List<Object> end = reader.untilTheEnd();
            assertThat(((JsonNode) end.get(0)).path("error_code").asInt()).isEqualTo(40401);
            Closed closed = (Closed) end.get(1);
            assertThat(closed.code()).isEqualTo(4404);
            assertThat(closed.reason()).contains("opic");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /topics/none/records                     | 4404 | 40401 | Topic not found: none
            /topics/T/records?offset=7               | 4400 | 400   | offset of a stream is earliest or latest
            /topics/T/records?format=xml             | 4400 | 400   | format is one of binary, json
            /topics/T/records?max_records=1          | 4400 | 400   | There is no query parameter max_records
            /topics/T/records?last_event_id=AAAA     | 4400 | 400   | Last-Event-ID is not one
            /topics/T/records?format=avro            | 4503 | 50301 | registry
            """)
    void saysWhatIsWrong(String path, int closeCode, int code, String message) throws Exception {
        String topic = topic(1);
        write(topic, 0, "\0\0\0\0\1x");
        String offset = path.contains("avro") ? "&offset=earliest" : "";
        try (GatewayServer gateway = kind().gateway(Map.of("schema.registry.url", "http://127.0.0.1:1"));
                SocketReader reader =
                        new SocketReader(gateway.url() + path.replace("/T/", "/" + topic + "/") + offset)) {
            List<Object> end = reader.untilTheEnd();
            JsonNode error = (JsonNode) end.get(0);
            assertThat(error.path("error_code").asInt()).isEqualTo(code);
            assertThat(error.path("message").asText()).contains(message);
            assertThat(((Closed) end.get(1)).code()).isEqualTo(closeCode);
        }
    }

    @Test
    void tellsItsClientToComeAgainWhenTheGatewayStops() throws Exception {
        String topic = topic(1);
        write(topic, 0, "1");
        SocketReader reader;
        try (GatewayServer second = kind().gateway(properties())) {
            reader = new SocketReader(second.url() + path(topic));
            reader.records(1);
        }
        try (reader) {
            assertThat(reader.untilTheEnd()).containsExactly(new Closed(1012, "go on with the last id"));
        }
        write(topic, 0, "2");
        try (SocketReader again = new SocketReader(url() + path(topic) + "&last_event_id=" + reader.lastId())) {
            assertThat(values(again.records(1))).containsExactly("2");
        }
    }

    @Test
    void takesNoMessages() throws Exception {
        String topic = topic(1);
        try (SocketReader reader = new SocketReader(url() + path(topic))) {
            reader.socket().sendText("{}", true).get();
            assertThat(reader.untilTheEnd()).containsExactly(new Closed(1003, "this stream takes no messages"));
        }
        try (SocketReader reader = new SocketReader(url() + path(topic))) {
            reader.socket().sendText("x".repeat(2000), true).get();
            List<Object> end = reader.untilTheEnd();
            assertThat(((Closed) end.get(0)).code()).isEqualTo(1009);
        }
    }

    @Test
    void aClientThatClosesFreesItsPlace() throws Exception {
        String topic = topic(1);
        try (GatewayServer gateway = kind().gateway(Map.of("max.event.streams", "1"))) {
            try (SocketReader first = new SocketReader(gateway.url() + path(topic))) {
                assertThat(first.next()).isInstanceOf(JsonNode.class);
                try (SocketReader refused = new SocketReader(gateway.url() + path(topic))) {
                    List<Object> end = refused.untilTheEnd();
                    assertThat(((JsonNode) end.get(0)).path("error_code").asInt())
                            .isEqualTo(42905);
                    assertThat(((Closed) end.get(1)).code()).isEqualTo(4429);
                }
                first.socket().sendClose(1000, "").get();
                assertThat(((Closed) first.untilTheEnd().get(0)).code()).isEqualTo(1000);
            }
            awaitPlace(gateway.url(), topic);
            // Its connection is just cut.
            awaitPlace(gateway.url(), topic);
        }
    }

    private static void awaitPlace(String url, String topic) {
        long began = System.nanoTime();
        while (true) {
            try (SocketReader reader = new SocketReader(url + path(topic))) {
                if (((JsonNode) reader.next()).has("id")) {
                    return;
                }
            }
            assertThat(System.nanoTime() - began).isLessThan(PATIENCE_NANOS);
            Pause.betweenLooks();
        }
    }

    @Test
    void holdsOnePieceForAClientThatDoesNotRead() throws Exception {
        String topic = full();
        Map<String, String> bounds = Map.of(
                "consumer.request.max.bytes", "1500000",
                "response.buffer.bytes", "1500000",
                "event.stream.read.timeout.ms", "600000");
        try (GatewayServer gateway = kind().gateway(bounds);
                SocketReader slow = new SocketReader(gateway.url() + path(topic))) {
            HttpCaller caller = new HttpCaller(gateway.url());
            String one = "/topics/" + topic + "/partitions/0/records?max_records=1";
            await(429, caller, one);

            List<JsonNode> records = slow.records(RECORDS);
            for (int offset = 0; offset < RECORDS; offset++) {
                assertThat(records.get(offset).path("offset").asInt()).isEqualTo(offset);
                assertThat(records.get(offset).path("value").asText()).hasSize(RECORD_BYTES);
            }
            await(200, caller, one);
        }
    }

    @Test
    void letsGoOfAClientThatDoesNotReadForTooLong() throws Exception {
        String topic = full();
        Map<String, String> bounds = Map.of("max.event.streams", "1", "event.stream.read.timeout.ms", "1000");
        try (GatewayServer gateway = kind().gateway(bounds);
                SocketReader stalled = new SocketReader(gateway.url() + path(topic))) {
            assertThat(stalled.next()).isInstanceOf(JsonNode.class);
            awaitPlace(gateway.url(), topic(1));
        }
    }

    /** A topic with more than the sockets of both sides hold. */
    private String full() throws Exception {
        String topic = topic(1);
        String[] values = new String[RECORDS];
        Arrays.fill(values, "x".repeat(RECORD_BYTES));
        write(topic, 0, values);
        return topic;
    }

    private static void await(int status, HttpCaller caller, String path) {
        long began = System.nanoTime();
        while (caller.get(path).status() != status) {
            assertThat(System.nanoTime() - began).as("not yet " + status).isLessThan(PATIENCE_NANOS);
            Pause.betweenLooks();
        }
    }

    @Test
    void aPageOfAnotherOriginIsRefused() throws Exception {
        String topic = topic(1);
        assertThat(SocketReader.refusal(url() + path(topic), "Origin", "http://elsewhere.example"))
                .isEqualTo(403);
        String own = url().replaceFirst("/$", "");
        try (SocketReader reader = new SocketReader(url() + path(topic), "Origin", own)) {
            assertThat(reader.next()).isInstanceOf(JsonNode.class);
        }
    }
}
