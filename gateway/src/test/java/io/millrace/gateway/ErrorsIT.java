package io.millrace.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.gateway.BrokenRecords.When;
import io.millrace.gateway.EventReader.Event;
import io.millrace.gateway.HttpCaller.Reply;
import io.millrace.testing.Pause;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What ends in an error of the machine, and not in an exception, is answered and given back all the same. */
class ErrorsIT extends GatewaySuite {
    private static final String JSON = "application/vnd.kafka.json.v2+json";
    private static final String V2 = "application/vnd.kafka.v2+json";
    private static final long PATIENCE_NANOS = 90_000_000_000L;

    private final String answers = "_answers-" + UUID.randomUUID();

    ErrorsIT() {
        super(BrokerKind.MILLRACE);
    }

    /** One of each, and little room, so that what is not given back is missing. */
    @Override
    Map<String, String> properties() {
        Map<String, String> properties = new TreeMap<>(BrokenRecords.PROPERTIES);
        properties.put("max.consumers", "1");
        properties.put("max.event.streams", "1");
        properties.put("max.group.members", "1");
        properties.put("group.session.timeout.ms", "6000");
        properties.put("consumer.request.max.bytes", "1024");
        properties.put("response.buffer.bytes", "1024");
        properties.put("idempotency.topic", answers);
        properties.put("idempotency.topic.partitions", "1");
        return properties;
    }

    @AfterEach
    void mend() {
        BrokenRecords.fail(When.NEVER);
    }

    private static void requireUnforeseen(Reply reply) {
        assertThat(reply.status()).as(reply.text()).isEqualTo(500);
        assertThat(reply.text()).contains("Internal Server Error");
    }

    /** Asks until the answer is not that there is no place. */
    private static Reply placed(Supplier<Reply> call) {
        long began = System.nanoTime();
        Reply reply = call.get();
        while (reply.status() == 429) {
            assertThat(System.nanoTime() - began).as(reply.text()).isLessThan(PATIENCE_NANOS);
            Pause.betweenLooks();
            reply = call.get();
        }
        return reply;
    }

    private String written() throws Exception {
        String topic = topic(1);
        write(topic, 0, "x".repeat(600));
        return topic;
    }

    @ParameterizedTest
    @EnumSource(names = {"POLLED", "LOOKED_AT"})
    void aReadByOffsetGivesItsConsumerBack(When when) throws Exception {
        String path = "/topics/" + written() + "/partitions/0/records";
        BrokenRecords.fail(when);

        requireUnforeseen(placed(() -> http().get(path)));
        requireUnforeseen(http().get(path));

        BrokenRecords.fail(When.NEVER);
        assertThat(placed(() -> http().get(path)).json().path("records")).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"POLLED", "LOOKED_AT"})
    void aStreamOfEventsEndsAndGivesItsPlaceAndItsRoomBack(When when) throws Exception {
        String url = url() + "/topics/" + written() + "/records?offset=earliest&format=string";
        BrokenRecords.fail(when);
        for (int i = 0; i < 3; i++) {
            try (EventReader reader = opened(url)) {
                Event last = reader.shown();
                assertThat(last.name()).isEqualTo("error");
                assertThat(last.json().path("error_code").asInt()).isEqualTo(500);
                assertThat(reader.next()).isNull();
            }
        }

        BrokenRecords.fail(When.NEVER);
        try (EventReader reader = opened(url)) {
            assertThat(reader.records(1)).hasSize(1);
        }
    }

    private static EventReader opened(String url) {
        long began = System.nanoTime();
        EventReader reader = new EventReader(url);
        while (reader.status() == 429) {
            assertThat(System.nanoTime() - began).isLessThan(PATIENCE_NANOS);
            Pause.betweenLooks();
            reader = new EventReader(url);
        }
        assertThat(reader.status()).isEqualTo(200);
        return reader;
    }

    @Test
    void aMemberOfAGroupWhoseReadFailedLeavesWhenItsTokenIsNotUsed() throws Exception {
        String topic = written();
        BrokenRecords.fail(When.POLLED);
        requireUnforeseen(placed(
                () -> GroupClient.of("failing-" + UUID.randomUUID(), topic).ask(http(), "&max_wait_ms=30000")));

        BrokenRecords.fail(When.NEVER);
        GroupClient next = GroupClient.of("next-" + UUID.randomUUID(), topic);
        Reply reply = placed(() -> next.ask(http(), ""));
        assertThat(reply.json().path("records")).as(reply.text()).hasSize(1);
        assertThat(next.leave(http()).status()).isEqualTo(204);
    }

    @Test
    void aMemberOfAGroupGetsWhatAFailedReadPolled() throws Exception {
        String topic = topic(1);
        write(topic, 0, "1", "2");
        GroupClient client = GroupClient.of("again-" + UUID.randomUUID(), topic);
        Reply first = placed(() -> client.ask(http(), "&max_records=1"));
        assertThat(first.json().path("records")).as(first.text()).hasSize(1);
        assertThat(client.read(http(), 1)).containsExactly("2");
        assertThat(client.read(http(), 1)).isEmpty();
        write(topic, 0, "3");
        BrokenRecords.fail(When.POLLED);
        requireUnforeseen(client.ask(http(), "&max_wait_ms=30000"));

        BrokenRecords.fail(When.NEVER);
        assertThat(client.values(http(), 1, 1)).containsExactly("3");
        assertThat(client.leave(http()).status()).isEqualTo(204);
    }

    @ParameterizedTest
    @EnumSource(names = {"POLLED", "LOOKED_AT"})
    void anInstanceIsReadAgain(When when) throws Exception {
        String topic = written();
        String group = "/consumers/failing-" + UUID.randomUUID();
        http().post(group, V2, "{\"name\":\"a\",\"auto.offset.reset\":\"earliest\"}");
        String instance = group + "/instances/a";
        http().post(instance + "/subscription", V2, "{\"topics\":[\"" + topic + "\"]}");
        BrokenRecords.fail(when);
        requireUnforeseen(readInstance(instance));

        BrokenRecords.fail(When.NEVER);
        write(topic, 0, "y");
        assertThat(readInstance(instance).json()).isNotEmpty();
        assertThat(http().call("DELETE", instance, null).status()).isEqualTo(204);
    }

    /** Reads until there is something. */
    private Reply readInstance(String instance) {
        long began = System.nanoTime();
        Reply reply = http().get(instance + "/records?timeout=1000");
        while (reply.text().equals("[]") || reply.status() == 429) {
            assertThat(System.nanoTime() - began).isLessThan(PATIENCE_NANOS);
            reply = http().get(instance + "/records?timeout=1000");
        }
        return reply;
    }

    @Test
    void aRequestWithAKeyIsAnsweredAndDoneOnceWhenItIsSentAgain() throws Exception {
        String topic = topic(1);
        BrokenRecords.fail(When.SENT);
        requireUnforeseen(keyed(topic));
        requireUnforeseen(keyed(topic));

        BrokenRecords.fail(When.NEVER);
        Reply done = keyed(topic);
        assertThat(done.status()).as(done.text()).isEqualTo(200);
        assertThat(keyed(topic).header("Idempotent-Replayed")).isEqualTo("true");
        write(topic, 0, "end");
        List<String> values = records(topic, 0, 3).stream()
                .map(each -> new String(each.value(), StandardCharsets.UTF_8))
                .toList();
        assertThat(values).containsExactly("\"good\"", "\"bad\"", "end");
    }

    private Reply keyed(String topic) {
        return http().call(
                        "POST",
                        "/topics/" + topic,
                        "{\"records\":[{\"value\":\"good\"},{\"value\":\"bad\"}]}".getBytes(StandardCharsets.UTF_8),
                        "Content-Type",
                        JSON,
                        "Idempotency-Key",
                        "k");
    }

    @Test
    void aLineHasItsErrorAndTheNextOnesAreTaken() throws Exception {
        String topic = topic(1);
        BrokenRecords.fail(When.SENT);

        Reply lines = http().post("/topics/" + topic + "/records", "application/x-ndjson", """
                {"value":"good"}
                {"value":"bad"}
                {"value":"good"}
                """);

        assertThat(lines.text().split("\n")).hasSize(3);
        assertThat(lines.text().split("\n")[1]).contains("500");
        assertThat(lines.text().split("\n")[2]).contains("\"offset\":1");
    }
}
