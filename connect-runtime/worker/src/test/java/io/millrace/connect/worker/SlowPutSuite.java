package io.millrace.connect.worker;

import static io.millrace.connect.worker.TestingWorker.awaitTrue;
import static io.millrace.connect.worker.TestingWorker.join;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.worker.control.Lifecycle;
import io.millrace.connect.worker.scripted.Script;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;

/** A put that lasts longer than the group waits between two polls. */
abstract class SlowPutSuite extends SingleWorkerSuite {

    private static final long MAX_POLL_INTERVAL_MS = 1_500;

    SlowPutSuite(BrokerKind broker) {
        super(broker, "slow-puts", Map.of());
    }

    @Test
    void keepsItsPartitionsHoweverLongThePutLasts() {
        // Given
        Script script = hanging("lasting");
        script.onPut = records -> {
            // Another thread has the consumer while this runs.
            TopicPartition partition =
                    script.sinkContext.assignment().iterator().next();
            script.sinkContext.pause(partition);
            script.sinkContext.resume(partition);
        };
        Topic topic = topic("lasting", 1);
        topic.send(0, "k", "a", "b");
        impatient("lasting", Map.of());
        awaitTrue("in put", () -> script.calls.contains("put"));
        long startedNanos = System.nanoTime();

        // When
        awaitTrue(
                "three intervals",
                () -> System.nanoTime() - startedNanos > TimeUnit.MILLISECONDS.toNanos(3 * MAX_POLL_INTERVAL_MS));
        script.release.countDown();

        // Then
        awaitCommitted("lasting", 0, 2);
        topic.send(0, "k", "c");
        awaitTrue("goes on", () -> values(script).contains("c"));
        assertThat(values(script)).containsExactly("a", "b", "c");
        assertThat(sincePut(script)).doesNotContain("close 0 1");
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().equals("poll-lasting-0"));
    }

    @Test
    void keepsItsPartitionsHoweverLongAFlushLasts() {
        // Given
        Script script = Script.of("flushing");
        script.onPut = records -> script.hangIn.add("preCommit");
        topic("flushing", 1).send(0, "k", "a");
        impatient("flushing", Map.of());
        awaitTrue("in preCommit", () -> sincePut(script).contains("preCommit"));
        long startedNanos = System.nanoTime();

        // When
        awaitTrue(
                "three intervals",
                () -> System.nanoTime() - startedNanos > TimeUnit.MILLISECONDS.toNanos(3 * MAX_POLL_INTERVAL_MS));
        script.release.countDown();

        // Then
        awaitCommitted("flushing", 0, 1);
        assertThat(values(script)).containsExactly("a");
        assertThat(sincePut(script)).doesNotContain("close 0 1");
    }

    @Test
    void commitsWhatThePutTookBeforeItGivesPartitionsAway() {
        // Given
        Script script = hanging("yielding");
        Topic topic = topic("yielding", 2);
        topic.send(0, "k", "a");
        topic.send(1, "k", "b");
        impatient("yielding", Map.of("consumer.override.max.poll.interval.ms", "60000"));
        awaitTrue("in put", () -> script.calls.contains("put"));

        // When
        try (KafkaConsumer<byte[], byte[]> other = member("yielding")) {
            awaitTrue("the rebalance waits for the put", () -> {
                other.poll(Duration.ofMillis(50));
                return Thread.getAllStackTraces().entrySet().stream()
                        .filter(thread -> thread.getKey().getName().equals("poll-yielding-0"))
                        .anyMatch(
                                thread -> List.of(thread.getValue()).toString().contains("awaitOut"));
            });
            assertThat(other.assignment()).isEmpty();
            script.release.countDown();
            awaitTrue("a share", () -> {
                // What was put is committed, so that nobody reads it again.
                assertThat(other.poll(Duration.ofMillis(50))).isEmpty();
                return other.assignment().size() == 1;
            });
            awaitTrue("the rest", () -> sincePut(script).contains("open 0 1"));
            assertThat(other.position(other.assignment().iterator().next())).isEqualTo(1);
        }

        // Then
        assertThat(values(script)).containsExactlyInAnyOrder("a", "b");
        assertThat(sincePut(script)).containsSubsequence("put", "preCommit 0", "close 0 2", "open 0 1");
    }

    @Test
    void losesPartitionsWithoutACommitWhenThePutOutlastsTheRebalance() {
        // Given
        Script script = hanging("outlasting");
        Topic topic = topic("outlasting", 2);
        topic.send(0, "k", "a");
        topic.send(1, "k", "b");
        impatient("outlasting", Map.of());
        awaitTrue("in put", () -> script.calls.contains("put"));

        // When
        try (KafkaConsumer<byte[], byte[]> other = member("outlasting")) {
            awaitTrue("the other's share, from its beginning", () -> !other.poll(Duration.ofMillis(50))
                    .isEmpty());
            assertThat(sincePut(script)).containsExactly("put");
            script.release.countDown();

            // Then
            awaitTrue("the task follows", () -> sincePut(script).contains("open 0 1"));
            assertThat(sincePut(script)).startsWith("put", "close 0 2", "open 0 1");
            int others = other.assignment().iterator().next().partition();
            String own = others == 0 ? "b" : "a";
            awaitTrue(
                    "its own share comes again",
                    () -> values(script).stream().filter(own::equals).count() == 2);
            awaitCommitted("outlasting", 1 - others, 1);
            assertThat(join(worker().control().connectorOffsets("outlasting")))
                    .noneMatch(one -> one.partition().get("kafka_partition").equals(others));
        }
        assertThat(worker().taskState("outlasting", 0)).isEqualTo(Lifecycle.RUNNING);
    }

    private static List<String> sincePut(Script script) {
        List<String> calls = List.copyOf(script.calls);
        return calls.contains("put") ? calls.subList(calls.indexOf("put"), calls.size()) : List.of();
    }

    private static Script hanging(String connector) {
        Script script = Script.of(connector);
        script.hangIn.add("put");
        return script;
    }

    private KafkaConsumer<byte[], byte[]> member(String connector) {
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers(),
                        "group.id",
                        "connect-" + connector,
                        "auto.offset.reset",
                        "earliest",
                        "enable.auto.commit",
                        "false"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        consumer.subscribe(List.of(connector));
        return consumer;
    }

    private void impatient(String name, Map<String, String> extra) {
        Map<String, String> config = new HashMap<>();
        config.put("consumer.override.max.poll.interval.ms", Long.toString(MAX_POLL_INTERVAL_MS));
        config.put("consumer.override.heartbeat.interval.ms", "200");
        config.putAll(extra);
        sink(name, config);
    }
}
