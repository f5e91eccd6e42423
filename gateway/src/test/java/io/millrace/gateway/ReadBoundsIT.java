package io.millrace.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.gateway.HttpCaller.Reply;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What readers may take of a gateway. */
class ReadBoundsIT extends GatewaySuite {
    private static final long PATIENCE_NANOS = Duration.ofSeconds(90).toNanos();
    private static final int ANSWER_BYTES = 8 << 20;

    ReadBoundsIT() {
        super(BrokerKind.MILLRACE);
    }

    @Override
    Map<String, String> properties() {
        return Map.of(
                "max.consumers", "2",
                "consumer.request.max.bytes", Integer.toString(ANSWER_BYTES),
                "response.buffer.bytes", Integer.toString(ANSWER_BYTES));
    }

    private static String path(String topic, String query) {
        return "/topics/" + topic + "/partitions/0/records?" + query;
    }

    private Reply awaited(int status, String path) {
        long began = System.nanoTime();
        Reply reply = http().get(path);
        while (reply.status() != status) {
            assertThat(System.nanoTime() - began)
                    .as("still answered " + reply.status() + ", not " + status)
                    .isLessThan(PATIENCE_NANOS);
            reply = http().get(path);
        }
        return reply;
    }

    @Test
    void refusesMoreReadersThanItHasConsumersUntilOneIsFree() throws Exception {
        String empty = topic(1);
        String full = topic(1);
        write(full, 0, "v");

        CompletableFuture<?>[] waiting = new CompletableFuture<?>[2];
        for (int i = 0; i < waiting.length; i++) {
            waiting[i] = CompletableFuture.supplyAsync(() -> awaited(200, path(empty, "max_wait_ms=30000")));
        }
        Reply refused = awaited(429, path(full, ""));
        write(empty, 0, "v");

        assertThat(refused.json().path("error_code").asInt()).isEqualTo(42902);
        assertThat(refused.json().path("message").asText()).contains("max.consumers");
        assertThat(refused.header("Retry-After")).isEqualTo("1");
        CompletableFuture.allOf(waiting).get(PATIENCE_NANOS, TimeUnit.NANOSECONDS);
        assertThat(awaited(200, path(full, "")).json().path("records")).hasSize(1);
    }

    @Test
    void countsAnswersThatNobodyReadsUntilTheirReadersAreGone() throws Exception {
        String topic = topic(1);
        // More than the sockets of both sides hold.
        String large = "x".repeat(1_000_000);
        write(topic, 0, large, large, large, large, large, large, large, large);
        String path = path(topic, "format=string&max_bytes=" + ANSWER_BYTES);

        Reply refused;
        try (Socket reader = stalled(path)) {
            refused = awaited(429, path);
            assertThat(reader.isConnected()).isTrue();
        }

        assertThat(refused.json().path("error_code").asInt()).isEqualTo(42903);
        assertThat(refused.json().path("message").asText()).contains("response.buffer.bytes");
        assertThat(awaited(200, path).json().path("records")).hasSize(8);
    }

    /** A reader whose answer has begun, and who takes no more of it. */
    private Socket stalled(String path) throws IOException {
        byte[] wanted = "HTTP/1.1 200".getBytes(StandardCharsets.US_ASCII);
        long began = System.nanoTime();
        while (true) {
            Socket socket = request(path);
            socket.setSoTimeout((int) TimeUnit.NANOSECONDS.toMillis(PATIENCE_NANOS));
            byte[] begin = socket.getInputStream().readNBytes(wanted.length);
            if (Arrays.equals(begin, wanted)) {
                return socket;
            }
            // What an earlier answer was charged may not be free yet.
            socket.close();
            assertThat(System.nanoTime() - began)
                    .as(new String(begin, StandardCharsets.US_ASCII))
                    .isLessThan(PATIENCE_NANOS);
        }
    }

    private Socket request(String path) throws IOException {
        URI address = URI.create(url());
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.connect(new java.net.InetSocketAddress(address.getHost(), address.getPort()));
        socket.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nHost: " + address.getAuthority() + "\r\n\r\n")
                        .getBytes(StandardCharsets.UTF_8));
        return socket;
    }
}
