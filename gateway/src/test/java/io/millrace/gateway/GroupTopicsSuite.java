package io.millrace.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.gateway.HttpCaller.Reply;
import io.millrace.testing.Pause;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.common.errors.TopicExistsException;
import org.junit.jupiter.api.Test;

/** Groups whose topic is deleted, and made anew by the same name. */
abstract class GroupTopicsSuite extends GatewaySuite {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(90);

    GroupTopicsSuite(BrokerKind kind) {
        super(kind);
    }

    private static String[] values(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> prefix + i).toArray(String[]::new);
    }

    /** The cluster forgets what a group has committed of a topic that is deleted, in a moment. */
    private void makeAnew(String topic, String group) throws Exception {
        admin().deleteTopics(List.of(topic)).all().get();
        long deleted = System.nanoTime();
        while (admin().listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get().keySet().stream()
                .anyMatch(each -> each.topic().equals(topic))) {
            assertThat(System.nanoTime() - deleted).isLessThan(PATIENCE_NANOS);
            Pause.betweenLooks();
        }
        long began = System.nanoTime();
        while (true) {
            try {
                create(topic, 1);
                return;
            } catch (ExecutionException e) {
                // It is on its way out.
                assertThat(e).hasCauseInstanceOf(TopicExistsException.class);
                assertThat(System.nanoTime() - began).isLessThan(PATIENCE_NANOS);
            }
            Pause.betweenLooks();
        }
    }

    @Test
    void aTokenAcknowledgesNothingOfAnotherTopicOfTheSameName() throws Exception {
        String topic = topic(1);
        String other = topic(1);
        String group = "g-" + System.nanoTime();
        write(topic, 0, values("old", 10));
        write(other, 0, values("other", 5));
        GroupClient client = GroupClient.of(group, topic, other);
        assertThat(client.values(http(), 15, 15)).hasSize(15);

        makeAnew(topic, group);
        write(topic, 0, values("new", 20));
        Reply refused = client.ask(http(), "");

        assertThat(refused.status()).as(refused.text()).isEqualTo(404);
        assertThat(refused.json().path("error_code").asInt()).isEqualTo(40401);
        assertThat(refused.json().path("message").asText())
                .contains(": " + topic + ". Leave with this token")
                .doesNotContain(other);
        assertThat(client.leave(http()).status()).isEqualTo(204);
        GroupClient anew = GroupClient.of(group, topic, other);
        assertThat(anew.values(http(), 20, 100))
                .as("all of the new one, and nothing that was acknowledged")
                .containsExactly(values("new", 20));
        assertThat(anew.read(http(), 100)).isEmpty();
    }

    @Test
    void whoLeavesCommitsNothingOfAnotherTopicOfTheSameName() throws Exception {
        String topic = topic(1);
        String group = "g-" + System.nanoTime();
        write(topic, 0, values("old", 10));
        GroupClient client = GroupClient.of(group, topic);
        assertThat(client.values(http(), 10, 10)).hasSize(10);
        assertThat(client.read(http(), 10)).as("all is acknowledged").isEmpty();

        makeAnew(topic, group);
        write(topic, 0, values("new", 20));
        assertThat(client.leave(http()).status()).isEqualTo(204);

        assertThat(GroupClient.of(group, topic).values(http(), 20, 100)).containsExactly(values("new", 20));
    }

    @Test
    void aTopicThatIsGoneIsNamed() throws Exception {
        String topic = topic(1);
        GroupClient client = GroupClient.of("g-" + System.nanoTime(), topic);
        assertThat(client.ask(http(), "").status()).isEqualTo(200);
        admin().deleteTopics(List.of(topic)).all().get();

        Reply refused = client.ask(http(), "");
        long began = System.nanoTime();
        while (refused.status() == 200) {
            assertThat(System.nanoTime() - began).isLessThan(PATIENCE_NANOS);
            refused = client.ask(http(), "");
            Pause.betweenLooks();
        }
        assertThat(refused.json().path("error_code").asInt()).isEqualTo(40401);
        assertThat(refused.json().path("message").asText()).isEqualTo("Topic not found: " + topic);
    }
}
