package io.millrace.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.gateway.SocketReader.Closed;
import io.millrace.testing.Pause;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** What WebSockets that write may take of a gateway, and how they end. */
class WriteSocketBoundsIT extends GatewaySuite {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(90);
    private static final int MESSAGE_MAX = 64 * 1024;

    WriteSocketBoundsIT() {
        super(BrokerKind.MILLRACE);
    }

    @Override
    Map<String, String> properties() {
        return Map.of(
                "max.request.bytes", Integer.toString(MESSAGE_MAX),
                "request.buffer.bytes", Integer.toString(2 * MESSAGE_MAX));
    }

    private static String path(String topic) {
        return WriteSocketsSuite.path(topic);
    }

    @Test
    void aMessageThatIsTooBigIsAnsweredBehindTheOthersAndEndsTheSocket() throws Exception {
        String topic = topic(1);
        for (boolean last : new boolean[] {true, false}) {
            try (SocketReader socket = new SocketReader(url() + path(topic))) {
                socket.send("{\"value\":1}");
                // A frame of its own, or more frames than one message may have.
                var sent = socket.socket().sendText("x".repeat(last ? MESSAGE_MAX + 1 : MESSAGE_MAX), last);
                if (!last) {
                    sent = sent.thenCompose(before -> before.sendText("x", true));
                }

                List<Object> end = socket.untilTheEnd();
                assertThat(end).hasSize(3);
                assertThat(((JsonNode) end.get(0)).has("offset")).isTrue();
                assertThat(WriteSocketsSuite.code(end.get(1))).isEqualTo(413);
                assertThat(((JsonNode) end.get(1)).path("message").asText())
                        .contains("A message is larger than " + MESSAGE_MAX + " bytes");
                assertThat(((Closed) end.get(2)).code()).isEqualTo(1009);
                // The gateway need not wait for the whole of what it does not take.
                sent.cancel(true);
            }
        }
        assertThat(end(topic, 0)).isEqualTo(2);
    }

    @Test
    void whatIsNotHandledYetCountsLikeBodies() throws Exception {
        String topic = topic(1);
        List<SocketReader> holding = new ArrayList<>();
        try {
            // There is room for the beginnings of three messages, and not for that of a fourth.
            for (int i = 0; i < 4; i++) {
                SocketReader socket = new SocketReader(url() + path(topic));
                holding.add(socket);
                socket.socket().sendText("x".repeat(MESSAGE_MAX / 2), false).get();
                if (i < 3) {
                    socket.awaitPong();
                }
            }
            SocketReader refused = holding.get(3);
            assertThat(WriteSocketsSuite.code(refused.message())).isEqualTo(42901);
            assertThat(((Closed) refused.next()).code()).isEqualTo(4429);
        } finally {
            holding.forEach(SocketReader::close);
        }
        awaitRoom(topic);
    }

    /** Whether a body that needs half of all room is taken. */
    private void awaitRoom(String topic) {
        awaitRoom(http(), topic, MESSAGE_MAX);
    }

    private static void awaitRoom(HttpCaller caller, String topic, int bytes) {
        String body = "{\"records\":[{\"value\":1}]}";
        String padded = body + " ".repeat(bytes - body.length());
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        int status = 429;
        while (status == 429 && System.nanoTime() < deadline) {
            status = caller.post("/topics/" + topic, "application/vnd.kafka.json.v2+json", padded)
                    .status();
            Pause.betweenLooks();
        }
        assertThat(status).isEqualTo(200);
    }

    @Test
    void whatIsHandledCountsNoMore() throws Exception {
        String topic = topic(1);
        int largest = 70_000;
        Map<String, String> bounds = Map.of(
                "max.request.bytes", Integer.toString(largest),
                "request.buffer.bytes", Integer.toString(largest + 100));
        try (GatewayServer gateway = kind().gateway(bounds);
                SocketReader socket = new SocketReader(gateway.url() + path(topic))) {
            // Headers of frames are of three lengths.
            for (int bytes : new int[] {1, 500, 66_000}) {
                for (int i = 0; i < 20; i++) {
                    socket.send("{\"value\":\"" + "x".repeat(bytes) + "\"}");
                    assertThat(socket.message().has("offset")).isTrue();
                    socket.awaitPong();
                }
            }
            awaitRoom(new HttpCaller(gateway.url()), topic, largest);
        }
    }

    @Test
    void tellsItsClientToComeAgainWhenTheGatewayStops() throws Exception {
        String topic = topic(1);
        int count = 500;
        SocketReader socket;
        try (GatewayServer second = kind().gateway(properties())) {
            socket = new SocketReader(second.url() + path(topic));
            for (int i = 0; i < count; i++) {
                socket.send("{\"value\":" + i + "}");
            }
            assertThat(socket.message().has("offset")).isTrue();
        }
        try (socket) {
            List<Object> end = socket.untilTheEnd();
            assertThat(end.remove(end.size() - 1)).isEqualTo(new Closed(1012, "go on with another connection"));
            assertThat(end).allMatch(each -> ((JsonNode) each).has("offset"));
            assertThat(end(topic, 0)).as("what was taken was answered").isEqualTo(1 + end.size());
        }
    }

    @Test
    void endsWhenItIsOld() throws Exception {
        try (GatewayServer gateway = kind().gateway(Map.of("event.stream.life.ms", "1000"));
                SocketReader socket = new SocketReader(gateway.url() + path(topic(1)))) {
            assertThat(((Closed) socket.untilTheEnd().get(0)).code()).isEqualTo(1012);
        }
    }

    @Test
    void aClientThatClosesFreesItsPlace() throws Exception {
        String topic = topic(1);
        try (GatewayServer gateway = kind().gateway(Map.of("max.write.sockets", "1"))) {
            try (SocketReader first = new SocketReader(gateway.url() + path(topic))) {
                first.send("{\"value\":1}");
                assertThat(first.message().has("offset")).isTrue();
                try (SocketReader refused = new SocketReader(gateway.url() + path(topic))) {
                    List<Object> end = refused.untilTheEnd();
                    assertThat(WriteSocketsSuite.code(end.get(0))).isEqualTo(42906);
                    assertThat(((Closed) end.get(1)).code()).isEqualTo(4429);
                }
                first.finish();
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
            try (SocketReader socket = new SocketReader(url + path(topic))) {
                socket.send("{\"value\":1}");
                if (socket.message().has("offset")) {
                    return;
                }
            } catch (IllegalStateException e) {
                // It was refused before it could send.
                assertThat(e.getCause()).isInstanceOf(java.io.IOException.class);
            }
            assertThat(System.nanoTime() - began).isLessThan(PATIENCE_NANOS);
            Pause.betweenLooks();
        }
    }

    @Test
    void letsGoOfAClientThatDoesNotReadForTooLong() throws Exception {
        String topic = topic(1);
        Map<String, String> bounds = Map.of("max.write.sockets", "1", "event.stream.read.timeout.ms", "1000");
        try (GatewayServer gateway = kind().gateway(bounds);
                SocketReader stalled = new SocketReader(gateway.url() + path(topic))) {
            // Results say the name of the field.
            // Until neither side's socket takes more, and then the connection is cut.
            String wrong = "{\"" + "x".repeat(40_000) + "\":1}";
            long began = System.nanoTime();
            boolean isOpen = true;
            while (isOpen) {
                isOpen = sent(stalled, wrong);
                assertThat(System.nanoTime() - began).isLessThan(PATIENCE_NANOS);
            }
            awaitPlace(gateway.url(), topic);
        }
    }

    private static boolean sent(SocketReader socket, String message) throws Exception {
        try {
            socket.socket().sendText(message, true).get(60, TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }
}
