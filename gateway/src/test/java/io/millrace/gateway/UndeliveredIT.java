package io.millrace.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.gateway.HttpCaller.Reply;
import io.millrace.testing.Pause;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a read has polled and its client has not got is not committed, and what he has got is. */
class UndeliveredIT extends GatewaySuite {
    private static final String V2 = "application/vnd.kafka.v2+json";
    private static final String NEVER = "600000";
    private static final long PATIENCE_NANOS = 90_000_000_000L;
    /** Enough to end a read that waits for its minimum. */
    private static final String LONG = "\"" + "x".repeat(2_000) + "\"";

    private String group;
    private ConsumerFigures figures;

    UndeliveredIT() {
        super(BrokerKind.MILLRACE);
    }

    @Override
    Map<String, String> properties() {
        return Map.of("consumer.auto.commit.interval.ms", "50", "consumer.request.max.bytes", "16777216");
    }

    @BeforeEach
    void nameAGroup() {
        group = "g-" + UUID.randomUUID();
        figures = new ConsumerFigures(group);
    }

    /** The path of a new instance whose reads wait for 1000 bytes, 30 s long. */
    private String instance(HttpCaller caller, String topic, boolean automatic) {
        return instance(caller, topic, automatic, 1_000);
    }

    private String instance(HttpCaller caller, String topic, boolean automatic, int bytesMin) {
        String name = "i" + System.nanoTime();
        Reply made = caller.post(
                "/consumers/" + group,
                V2,
                "{\"name\":\"" + name + "\",\"format\":\"json\",\"auto.offset.reset\":\"earliest\","
                        + "\"auto.commit.enable\":\"" + automatic + "\","
                        + "\"fetch.min.bytes\":\"" + bytesMin + "\",\"consumer.request.timeout.ms\":\"30000\"}");
        assertThat(made.status()).as(made.text()).isEqualTo(200);
        String path = "/consumers/" + group + "/instances/" + name;
        Reply subscribed = caller.post(path + "/subscription", V2, "{\"topics\":[\"" + topic + "\"]}");
        assertThat(subscribed.status()).isEqualTo(204);
        return path;
    }

    private CompletableFuture<Reply> reading(HttpCaller caller, String instance) {
        return CompletableFuture.supplyAsync(() -> caller.get(instance + "/records"));
    }

    /** So many records, over as many short reads as it takes. */
    private List<JsonNode> records(String instance, int count) {
        List<JsonNode> found = new ArrayList<>();
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (found.size() < count) {
            Reply reply = http().get(instance + "/records?timeout=100");
            assertThat(reply.status()).as(reply.text()).isEqualTo(200);
            reply.json().forEach(found::add);
            assertThat(System.nanoTime()).as("only " + found).isLessThan(deadline);
        }
        return found;
    }

    /** The next offset of each partition of which the group has committed one. */
    private Map<Integer, Long> committed() throws Exception {
        Map<Integer, Long> committed = new TreeMap<>();
        admin().listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get()
                .forEach((partition, offset) -> committed.put(partition.partition(), offset.offset()));
        return committed;
    }

    @Test
    void aGatewayThatStopsDuringARead() throws Exception {
        String topic = topic(1);
        write(topic, 0, "1", "2");
        GatewayServer other = kind().gateway(Map.of("consumer.auto.commit.interval.ms", NEVER));
        HttpCaller caller = new HttpCaller(other.url());
        CompletableFuture<Reply> read = reading(caller, instance(caller, topic, true));
        figures.awaitPolled(2);
        other.close();

        assertThat(read.join().status()).isEqualTo(503);
        assertThat(committed()).isEqualTo(Map.of(0, 0L));
    }

    @Test
    void aGatewayThatStopsAfterARead() throws Exception {
        String topic = topic(1);
        write(topic, 0, "1", LONG);
        GatewayServer other = kind().gateway(Map.of("consumer.auto.commit.interval.ms", NEVER));
        HttpCaller caller = new HttpCaller(other.url());
        Reply read = caller.get(instance(caller, topic, true) + "/records");
        other.close();

        assertThat(read.json()).hasSize(2);
        assertThat(committed()).isEqualTo(Map.of(0, 2L));
    }

    @Test
    void aCommitOfEverythingDuringARead() throws Exception {
        String topic = topic(1);
        write(topic, 0, "1");
        String first = instance(http(), topic, false);
        assertThat(records(first, 1).get(0).path("value").asInt()).isEqualTo(1);
        write(topic, 0, "2", "3");
        CompletableFuture<Reply> read = reading(http(), first);
        figures.awaitPolled(3);

        assertThat(http().post(first + "/offsets", V2, "").status()).isEqualTo(200);

        assertThat(committed()).isEqualTo(Map.of(0, 1L));
        // As the one whose read is cut off now finds out.
        assertThat(http().call("DELETE", first, null).status()).isEqualTo(204);
        assertThat(read.join().status()).isEqualTo(404);
        assertThat(records(instance(http(), topic, false), 2)
                        .get(0)
                        .path("value")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    void aCommitByItselfDuringAReadAndBehindIt() throws Exception {
        String topic = topic(1);
        write(topic, 0, "1", "2");
        String instance = instance(http(), topic, true);
        CompletableFuture<Reply> read = reading(http(), instance);
        figures.awaitPolled(2);
        // The one after the next begins after these were polled.
        figures.awaitMoreCommits(2);
        assertThat(committed()).isEqualTo(Map.of(0, 0L));

        write(topic, 0, LONG);
        assertThat(read.join().json()).hasSize(3);
        figures.awaitMoreCommits(2);
        assertThat(committed()).isEqualTo(Map.of(0, 3L));
    }

    @Test
    void anInstanceThatIsEnded() throws Exception {
        String topic = topic(1);
        write(topic, 0, "1", LONG);
        GatewayServer other = kind().gateway(
                        Map.of("consumer.auto.commit.interval.ms", NEVER, "consumer.instance.timeout.ms", "1000"));
        try {
            HttpCaller caller = new HttpCaller(other.url());
            String deleted = instance(caller, topic, true);
            assertThat(caller.get(deleted + "/records").json()).hasSize(2);
            assertThat(caller.call("DELETE", deleted, null).status()).isEqualTo(204);
            assertThat(committed()).isEqualTo(Map.of(0, 2L));

            write(topic, 0, LONG);
            String expired = instance(caller, topic, true);
            assertThat(caller.get(expired + "/records").json()).hasSize(1);
            long deadline = System.nanoTime() + PATIENCE_NANOS;
            while (!committed().equals(Map.of(0, 3L))) {
                assertThat(System.nanoTime()).isLessThan(deadline);
                Pause.betweenLooks();
            }
        } finally {
            other.close();
        }
    }

    @Test
    void anAnswerThatItsClientLeaves() throws Exception {
        String topic = topic(1);
        String[] large = new String[14];
        for (int i = 0; i < large.length; i++) {
            large[i] = "\"" + (char) ('a' + i) + "x".repeat(1_000_000) + "\"";
        }
        write(topic, 0, large);
        String instance = instance(http(), topic, true, 10_000_000);

        leavesTheAnswerOf(instance);

        // It is known to be cut off, or to be on its way.
        assertThat(http().post(instance + "/offsets", V2, "").status()).isEqualTo(200);
        assertThat(committed()).isEqualTo(Map.of(0, 0L));
        figures.awaitMoreCommits(2);
        assertThat(committed()).isEqualTo(Map.of(0, 0L));
        assertThat(records(instance, 1).get(0).path("offset").asLong()).isZero();
    }

    /** Asks for records, and goes away when the answer begins, of which no buffer holds all. */
    private void leavesTheAnswerOf(String instance) throws IOException {
        URI address = URI.create(url());
        try (Socket client = new Socket()) {
            client.setReceiveBufferSize(4_096);
            client.setSoLinger(true, 0);
            client.connect(new InetSocketAddress(address.getHost(), address.getPort()));
            String request = "GET " + instance + "/records HTTP/1.1\r\nHost: " + address.getAuthority() + "\r\n\r\n";
            client.getOutputStream().write(request.getBytes(UTF_8));
            assertThat(new String(client.getInputStream().readNBytes(12), UTF_8))
                    .isEqualTo("HTTP/1.1 200");
            // A read meanwhile would pass over what this client may not get.
            Reply other = http().get(instance + "/records");
            assertThat(other.status()).isEqualTo(409);
            assertThat(other.json().path("error_code").asInt()).isEqualTo(40903);
        }
    }

    @Test
    void aReadWhosePartitionsAreGivenToAnother() throws Exception {
        String topic = topic(2);
        write(topic, 0, "100");
        write(topic, 1, "101");
        String first = instance(http(), topic, true);
        CompletableFuture<Reply> read = reading(http(), first);
        figures.awaitPolled(2);

        String second = instance(http(), topic, true);
        JsonNode moved = records(second, 1).get(0);
        int kept = 1 - moved.path("partition").asInt();
        write(topic, kept, LONG);

        List<Integer> seen = new ArrayList<>();
        read.join().json().forEach(each -> seen.add(each.path("partition").asInt()));
        assertThat(seen).containsExactly(kept, kept);
        assertThat(moved.path("offset").asLong()).isZero();
        assertThat(http().call("DELETE", first, null).status()).isEqualTo(204);
        assertThat(http().call("DELETE", second, null).status()).isEqualTo(204);
        assertThat(committed()).isEqualTo(Map.of(kept, 2L, 1 - kept, 1L));
    }

    @Test
    void partitionsThatAreGivenToAnotherAfterARead() throws Exception {
        String topic = topic(2);
        write(topic, 0, LONG);
        write(topic, 1, LONG);
        GatewayServer other = kind().gateway(Map.of("consumer.auto.commit.interval.ms", NEVER));
        try {
            HttpCaller caller = new HttpCaller(other.url());
            String first = instance(caller, topic, true);
            int got = 0;
            while (got < 2) {
                got += caller.get(first + "/records").json().size();
            }

            String second = instance(caller, topic, true);
            long deadline = System.nanoTime() + PATIENCE_NANOS;
            while (caller.get(second + "/assignments").json().path("partitions").size() != 1) {
                assertThat(System.nanoTime()).isLessThan(deadline);
                Pause.betweenLooks();
            }
            write(topic, 0, LONG);
            write(topic, 1, LONG);

            JsonNode moved = caller.get(second + "/records").json().get(0);
            assertThat(moved.path("offset").asLong()).isEqualTo(1);
        } finally {
            other.close();
        }
    }

    @Test
    void aClientThatGoesElsewhereDuringARead() throws Exception {
        String topic = topic(1);
        write(topic, 0, "0", "1", "2");
        String instance = instance(http(), topic, true);
        CompletableFuture<Reply> read = reading(http(), instance);
        figures.awaitPolled(3);
        Reply moved = http().post(
                        instance + "/positions",
                        V2,
                        "{\"offsets\":[{\"topic\":\"" + topic + "\",\"partition\":0,\"offset\":2}]}");
        assertThat(moved.status()).isEqualTo(204);
        write(topic, 0, LONG);

        List<Long> seen = new ArrayList<>();
        read.join().json().forEach(each -> seen.add(each.path("offset").asLong()));
        assertThat(seen).containsExactly(2L, 3L);
    }

    @Test
    void partitionsThatAreAssignedAndGivenUp() throws Exception {
        String topic = topic(2);
        write(topic, 0, "1", LONG);
        GatewayServer other = kind().gateway(Map.of("consumer.auto.commit.interval.ms", NEVER));
        try {
            HttpCaller caller = new HttpCaller(other.url());
            String instance = instance(caller, topic, true);
            assertThat(caller.call("DELETE", instance + "/subscription", null).status())
                    .isEqualTo(204);
            assertThat(assign(caller, instance, new TopicPartition(topic, 0))).isEqualTo(204);
            assertThat(caller.get(instance + "/records").json()).hasSize(2);
            assertThat(assign(caller, instance, new TopicPartition(topic, 1))).isEqualTo(204);
        } finally {
            other.close();
        }
        assertThat(committed()).containsEntry(0, 2L);
    }

    private static int assign(HttpCaller caller, String instance, TopicPartition only) {
        return caller.post(
                        instance + "/assignments",
                        V2,
                        "{\"partitions\":[{\"topic\":\"" + only.topic() + "\",\"partition\":" + only.partition()
                                + "}]}")
                .status();
    }
}
