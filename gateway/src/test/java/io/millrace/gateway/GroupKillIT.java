package io.millrace.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.testing.Pause;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** What becomes of members whose gateway is killed. */
class GroupKillIT extends GatewaySuite {
    private static final long PATIENCE_NANOS = 120_000_000_000L;

    GroupKillIT() {
        super(BrokerKind.MILLRACE);
    }

    private GatewayProcess process() {
        return new GatewayProcess(
                Map.of("listeners", "http://127.0.0.1:0", "bootstrap.servers", kind().bootstrapServers()));
    }

    private static String[] numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(String::valueOf).toArray(String[]::new);
    }

    private long committed(String group, String topic) throws Exception {
        var offset = admin().listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get()
                .get(new TopicPartition(topic, 0));
        return offset == null ? 0 : offset.offset();
    }

    @Test
    void nothingIsLostAndNothingComesTwiceThatWasAnswered() throws Exception {
        String topic = topic(3);
        String group = "killed-" + System.nanoTime();
        for (int partition = 0; partition < 3; partition++) {
            write(topic, partition, numbers(partition * 100, partition * 100 + 100));
        }
        GroupClient client = GroupClient.of(group, topic);
        List<String> seen = new ArrayList<>();

        // The token of the last answer is with the client when its gateway dies, each time.
        for (int kills = 0; kills < 2; kills++) {
            try (GatewayProcess killed = process()) {
                seen.addAll(client.values(new HttpCaller(killed.url()), 60, 20));
                killed.kill();
            }
            seen.addAll(client.values(http(), 60, 20));
        }
        seen.addAll(client.values(http(), 60, 60));

        assertThat(seen).containsExactlyInAnyOrder(numbers(0, 300));
    }

    @Test
    void aTokenThatWasUnderWayWhenItsGatewayDiedIsGoodAtAnother() throws Exception {
        String topic = topic(1);
        String group = "under-way-" + System.nanoTime();
        write(topic, 0, numbers(0, 10));
        GroupClient client = GroupClient.of(group, topic);
        CompletableFuture<?> unanswered;
        try (GatewayProcess killed = process()) {
            HttpCaller doomed = new HttpCaller(killed.url());
            assertThat(client.values(doomed, 10, 10)).containsExactly(numbers(0, 10));
            GroupClient same = GroupClient.with(group, GroupClient.resume(client.token()));
            unanswered = CompletableFuture.supplyAsync(() -> same.ask(doomed, "&max_wait_ms=30000"));
            // It is acknowledged, and the answer waits for records.
            long began = System.nanoTime();
            while (committed(group, topic) != 10) {
                assertThat(System.nanoTime() - began).isLessThan(PATIENCE_NANOS);
                Pause.betweenLooks();
            }
            killed.kill();
        }
        assertThatThrownBy(unanswered::get).hasCauseInstanceOf(java.io.UncheckedIOException.class);
        write(topic, 0, numbers(10, 20));

        assertThat(client.values(http(), 10, 10)).containsExactly(numbers(10, 20));
    }

    @Test
    void whatWasHandedOutAndNeverAcknowledgedComesToAnotherMember() throws Exception {
        String topic = topic(1);
        String group = "never-" + System.nanoTime();
        write(topic, 0, numbers(0, 20));
        try (GatewayServer brief = kind().gateway(Map.of("group.session.timeout.ms", "6000"));
                GatewayProcess killed = new GatewayProcess(Map.of(
                        "listeners",
                        "http://127.0.0.1:0",
                        "bootstrap.servers",
                        kind().bootstrapServers(),
                        "group.session.timeout.ms",
                        "6000"))) {
            GroupClient lost = GroupClient.of(group, topic);
            HttpCaller doomed = new HttpCaller(killed.url());
            assertThat(lost.values(doomed, 10, 10)).containsExactly(numbers(0, 10));
            assertThat(lost.values(doomed, 5, 5)).containsExactly(numbers(10, 15));
            killed.kill();

            // The ten were acknowledged, the five were not.
            GroupClient next = GroupClient.of(group, topic);
            assertThat(next.values(new HttpCaller(brief.url()), 10, 10)).containsExactly(numbers(10, 20));
        }
    }
}
