package io.millrace.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.gateway.HttpCaller.Reply;
import io.millrace.testing.Pause;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** What members of groups may take of a gateway, and for how long. */
class GroupBoundsIT extends GatewaySuite {
    private static final long PATIENCE_NANOS = 120_000_000_000L;

    GroupBoundsIT() {
        super(BrokerKind.MILLRACE);
    }

    @Override
    Map<String, String> properties() {
        return Map.of(
                "max.group.members", "1",
                "group.session.timeout.ms", "6000",
                "consumer.request.max.bytes", "1024",
                "response.buffer.bytes", "1024");
    }

    private int members(String group) throws Exception {
        return admin().describeConsumerGroups(List.of(group))
                .all()
                .get()
                .get(group)
                .members()
                .size();
    }

    /** Asks until there is a place. */
    private List<String> begun(GroupClient client) {
        long began = System.nanoTime();
        Reply reply = client.ask(http(), "");
        while (reply.status() == 429) {
            assertThat(reply.json().path("error_code").asInt()).isEqualTo(42902);
            assertThat(reply.json().path("message").asText()).contains("max.group.members");
            assertThat(reply.header("Retry-After")).isEqualTo("1");
            assertThat(System.nanoTime() - began).isLessThan(PATIENCE_NANOS);
            reply = client.ask(http(), "");
            Pause.betweenLooks();
        }
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return reply.json().path("records").findValuesAsText("value");
    }

    @Test
    void aMemberWhoseTokenIsNotUsedLeavesItsPlaceAndItsPartitions() throws Exception {
        String topic = topic(1);
        String group = "unused-" + System.nanoTime();
        write(topic, 0, "1", "2");
        GroupClient unused = GroupClient.of(group, topic);
        assertThat(begun(unused)).containsExactly("1", "2");

        // The gateway has one place, so it is refused until the first one has left.
        GroupClient next = GroupClient.of(group, topic);
        assertThat(begun(next)).containsExactly("1", "2");
        assertThat(members(group)).isEqualTo(1);

        // What was handed out to the first is acknowledged late, but nobody has done so: it counts.
        assertThat(next.leave(http()).status()).isEqualTo(204);
        assertThat(begun(unused)).isEmpty();
        assertThat(unused.leave(http()).status()).isEqualTo(204);
    }

    @Test
    void aMemberThatIsLetGoOfAtOneGatewayHoldsNoPlaceThere() throws Exception {
        String topic = topic(1);
        String group = "moved-" + System.nanoTime();
        write(topic, 0, "1");
        GroupClient moving = GroupClient.of(group, topic);
        assertThat(begun(moving)).containsExactly("1");
        try (GatewayServer second = kind().gateway(Map.of())) {
            HttpCaller there = new HttpCaller(second.url());
            assertThat(moving.read(there, 1)).isEmpty();

            // It is not over, and its place here is free nevertheless.
            GroupClient other = GroupClient.of("other-" + System.nanoTime(), topic);
            long began = System.nanoTime();
            Reply reply = other.ask(http(), "");
            while (reply.status() == 429) {
                assertThat(moving.read(there, 1)).isEmpty();
                assertThat(System.nanoTime() - began).isLessThan(PATIENCE_NANOS);
                reply = other.ask(http(), "");
                Pause.betweenLooks();
            }
            assertThat(reply.status()).as(reply.text()).isEqualTo(200);
            assertThat(other.leave(http()).status()).isEqualTo(204);
            assertThat(moving.leave(there).status()).isEqualTo(204);
        }
    }

    @Test
    void givesNoMoreBytesThanItMayAndAnyRecordByItself() throws Exception {
        String topic = topic(1);
        write(topic, 0, "a".repeat(600), "b".repeat(600), "c".repeat(1000), "d");
        GroupClient client = GroupClient.of("bytes-" + System.nanoTime(), topic);

        assertThat(begun(client)).containsExactly("a".repeat(600));
        assertThat(begun(client)).containsExactly("b".repeat(600));
        assertThat(begun(client)).containsExactly("c".repeat(1000), "d");
        assertThat(client.leave(http()).status()).isEqualTo(204);
    }

    @Test
    void aRefusedAnswerIsGivenWithTheSameTokenLater() throws Exception {
        String topic = topic(1);
        write(topic, 0, "a", "x".repeat(2000), "b");
        GroupClient client = GroupClient.of("refused-" + System.nanoTime(), topic);
        Reply reply = client.ask(http(), "&max_records=1");
        long began = System.nanoTime();
        while (reply.status() == 429) {
            assertThat(System.nanoTime() - began).isLessThan(PATIENCE_NANOS);
            reply = client.ask(http(), "&max_records=1");
            Pause.betweenLooks();
        }
        assertThat(reply.json().path("records").findValuesAsText("value")).containsExactly("a");

        // It is larger than all answers together may be.
        Reply refused = client.ask(http(), "");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.json().path("error_code").asInt()).isEqualTo(42903);

        try (GatewayServer roomy = kind().gateway(Map.of())) {
            HttpCaller there = new HttpCaller(roomy.url());
            assertThat(client.values(there, 2, 2)).containsExactly("x".repeat(2000), "b");
            assertThat(client.leave(there).status()).isEqualTo(204);
        }
    }

    @Test
    void aRequestThatWaitsIsSentToAnotherGatewayWhenThisOneStops() throws Exception {
        String topic = topic(1);
        String group = "stopping-" + System.nanoTime();
        write(topic, 0, "1");
        GroupClient client = GroupClient.of(group, topic);
        CompletableFuture<Reply> waiting;
        try (GatewayServer stopping = kind().gateway(Map.of())) {
            HttpCaller caller = new HttpCaller(stopping.url());
            client.values(caller, 1, 1);
            GroupClient same = GroupClient.with(group, GroupClient.resume(client.token()));
            waiting = CompletableFuture.supplyAsync(() -> same.ask(caller, "&max_wait_ms=30000"));
            long began = System.nanoTime();
            // Then it has begun.
            while (committed(group, topic) != 1) {
                assertThat(System.nanoTime() - began).isLessThan(PATIENCE_NANOS);
                Pause.betweenLooks();
            }
        }

        assertThat(waiting.get().status()).isEqualTo(503);
        assertThat(waiting.get().text()).contains("ask another one, with the same token");
    }

    private long committed(String group, String topic) throws Exception {
        var offset = admin().listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get()
                .get(new TopicPartition(topic, 0));
        return offset == null ? 0 : offset.offset();
    }
}
