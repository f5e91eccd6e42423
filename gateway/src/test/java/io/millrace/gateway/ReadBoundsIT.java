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
    private static final String V2 = "application/vnd.kafka.v2+json";

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

    @Test
    void givesWhatThereIsRoomFor() throws Exception {
        String topic = topic(1);
        write(topic, 0, large(8));
        String group = "/groups/room-" + System.nanoTime() + "/records";
        String member = "{\"topics\":[\"" + topic + "\"]}";
        String all = "format=string&max_bytes=" + ANSWER_BYTES;

        Reply read;
        Reply shared;
        try (Socket reader = stalled(path(topic, all + "&max_records=5"))) {
            read = awaited(200, path(topic, all));
            shared = http().post(group + "?" + all, "application/json", member);
            assertThat(reader.isConnected()).isTrue();
        }

        assertThat(read.json().path("records")).hasSize(3);
        assertThat(read.json().path("next_offset").asLong()).isEqualTo(3);
        assertThat(shared.json().path("records")).as(shared.text()).hasSizeLessThanOrEqualTo(3);
        String resume = "{\"resume\":" + shared.json().path("resume") + "}";
        assertThat(http().post(group + "?" + all, "application/json", resume)
                        .json()
                        .at("/records/0/offset")
                        .asInt())
                .isEqualTo(shared.json().path("records").size());
        awaitRoom(path(topic, all));
    }

    /** When a reader of eight large records gets all of them, as no other answer takes room any more. */
    private void awaitRoom(String path) {
        long began = System.nanoTime();
        while (awaited(200, path).json().path("records").size() < 8) {
            assertThat(System.nanoTime() - began).isLessThan(PATIENCE_NANOS);
        }
    }

    @Test
    void countsWhatAReadHasTakenThatWaitsForMore() throws Exception {
        String topic = topic(1);
        String[] large = large(8);
        write(topic, 0, Arrays.copyOf(large, 5));
        String group = "waiting-" + System.nanoTime();
        String instance = "/consumers/" + group + "/instances/a";
        http().post(
                        "/consumers/" + group,
                        V2,
                        "{\"name\":\"a\",\"format\":\"binary\",\"auto.offset.reset\":\"earliest\","
                                + "\"fetch.min.bytes\":\"8000000\",\"consumer.request.timeout.ms\":\"30000\"}");
        http().post(instance + "/assignments", V2, "{\"partitions\":[{\"topic\":\"" + topic + "\",\"partition\":0}]}");
        CompletableFuture<Reply> waiting = CompletableFuture.supplyAsync(() -> http().get(instance + "/records"));
        new ConsumerFigures(group).awaitPolled(5);

        String other = topic(1);
        write(other, 0, large);
        Reply read = awaited(200, path(other, "format=string&max_bytes=" + ANSWER_BYTES));
        assertThat(read.json().path("records")).hasSize(3);

        write(topic, 0, large[0], large[1], large[2]);
        assertThat(waiting.get(PATIENCE_NANOS, TimeUnit.NANOSECONDS).json()).hasSize(8);
    }

    private static String[] large(int count) {
        String[] large = new String[count];
        Arrays.fill(large, "x".repeat(1_000_000));
        return large;
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
