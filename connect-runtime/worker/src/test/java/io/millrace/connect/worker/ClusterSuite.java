package io.millrace.connect.worker;

import static io.millrace.connect.worker.TestingWorker.awaitTrue;
import static io.millrace.connect.worker.TestingWorker.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.plan.TaskId;
import io.millrace.connect.worker.control.ConnectorStatus;
import io.millrace.connect.worker.control.ControlException;
import io.millrace.connect.worker.control.Lifecycle;
import io.millrace.connect.worker.control.TaskStatus;
import io.millrace.connect.worker.scripted.Script;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;

abstract class ClusterSuite extends BrokerSuite {

    ClusterSuite(BrokerKind broker) {
        super(broker);
    }

    @Test
    void sharesWorkAndHandsItOverWithoutLossOrOverlap() {
        // Given
        Script script = Script.of("wandering");
        script.tasks = 4;
        script.sourceRecords = 400;
        TestingWorker one = new TestingWorker(bootstrapServers(), "pair", Map.of());
        source(one, "wandering", "4");
        awaitRunning(one, "wandering", 4);

        // When
        TestingWorker two = new TestingWorker(bootstrapServers(), "pair", Map.of());

        // Then
        // A task that is about to stop is still told as running: they do not go over all at once.
        awaitTrue("half of the work on each", () -> shares(one, "wandering").equals(List.of(2L, 2L)));
        awaitTrue("all of it running", () -> running(two, "wandering") == 4);
        String first = one.worker().workerId();
        TaskStatus far = status(two, "wandering").tasks().stream()
                .filter(task -> task.status().workerId().equals(first))
                .findFirst()
                .orElseThrow();
        assertThatThrownBy(() -> join(two.control().restartTask(new TaskId("wandering", far.id()))))
                .isInstanceOfSatisfying(ControlException.class, e -> assertThat(e.forwardTo())
                        .hasValueSatisfying(
                                url -> assertThat(url.getAuthority()).isEqualTo(first)));

        // When
        one.close();

        // Then
        awaitTrue(
                "all on the second",
                () -> running(two, "wandering") == 4
                        && workers(two, "wandering")
                                .equals(new TreeSet<>(List.of(two.worker().workerId()))));
        Topic topic = topic("wandering");
        awaitTrue("all records", () -> topic.size() >= 1600);
        List<String> expected = IntStream.range(0, 4)
                .boxed()
                .flatMap(task -> IntStream.range(0, 400).mapToObj(value -> task + "-" + value))
                .sorted()
                .toList();
        assertThat(topic.values().stream().sorted().toList()).isEqualTo(expected);
        two.close();
    }

    @Test
    void createsAConnectorWithoutARebalance() {
        // Given
        try (TestingWorker one = new TestingWorker(bootstrapServers(), "calm", Map.of());
                TestingWorker two = new TestingWorker(bootstrapServers(), "calm", Map.of())) {
            Script.of("calm-0").sourceRecords = 1;
            source(leader(one, two), "calm-0", "1");
            awaitRunning(two, "calm-0", 1);
            int before = generation(one);
            TestingWorker follower = leader(one, two) == one ? two : one;
            assertThatThrownBy(() -> join(follower.control().pauseConnector("calm-0")))
                    .isInstanceOfSatisfying(ControlException.class, e -> assertThat(e.forwardTo())
                            .hasValueSatisfying(url -> assertThat(url.getAuthority())
                                    .isEqualTo(leader(one, two).worker().workerId())));

            // When
            for (int connector = 1; connector < 6; connector++) {
                Script.of("calm-" + connector).sourceRecords = 1;
                source(leader(one, two), "calm-" + connector, "1");
            }
            for (int connector = 1; connector < 6; connector++) {
                awaitRunning(one, "calm-" + connector, 1);
            }

            // Then
            assertThat(generation(one)).isEqualTo(before);
        }
    }

    @Test
    void refusesToJoinAGroupThatSomethingElseUses() {
        // Given
        try (KafkaConsumer<byte[], byte[]> stranger = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers(), "group.id", "taken"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            topic("whatever").create(1, Map.of());
            stranger.subscribe(List.of("whatever"));
            awaitTrue("stranger joined", () -> {
                stranger.poll(Duration.ofMillis(100));
                return !stranger.assignment().isEmpty();
            });

            // When / Then
            assertThatThrownBy(() -> new TestingWorker(bootstrapServers(), "taken", Map.of()))
                    .hasMessageContaining("taken")
                    .hasMessageContaining("of another kind");
        }
    }

    /** The one that takes changes. */
    private static TestingWorker leader(TestingWorker one, TestingWorker two) {
        try {
            join(one.control().resumeConnector("nobody"));
            throw new AssertionError("there is no such connector");
        } catch (ControlException e) {
            return e.reason() == ControlException.Reason.NOT_OWNER ? two : one;
        }
    }

    private static int generation(TestingWorker worker) {
        return worker.worker().generation();
    }

    private static void source(TestingWorker worker, String name, String tasksMax) {
        worker.create(
                name,
                Map.of(
                        "connector.class", "io.millrace.connect.worker.scripted.ScriptedSourceConnector",
                        "topic", name,
                        "tasks.max", tasksMax));
    }

    private static ConnectorStatus status(TestingWorker worker, String name) {
        return join(worker.control().connectorStatus(name));
    }

    private static Set<String> workers(TestingWorker worker, String name) {
        return status(worker, name).tasks().stream()
                .map(task -> task.status().workerId())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<Long> shares(TestingWorker worker, String name) {
        return List.copyOf(status(worker, name).tasks().stream()
                .collect(Collectors.groupingBy(task -> task.status().workerId(), Collectors.counting()))
                .values());
    }

    private static long running(TestingWorker worker, String name) {
        return status(worker, name).tasks().stream()
                .filter(task -> task.status().state() == Lifecycle.RUNNING)
                .count();
    }

    private static void awaitRunning(TestingWorker worker, String name, int tasks) {
        awaitTrue(name + " runs " + tasks, () -> worker.connectorState(name) != null && running(worker, name) == tasks);
    }
}
