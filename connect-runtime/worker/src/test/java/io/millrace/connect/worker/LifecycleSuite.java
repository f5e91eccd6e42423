package io.millrace.connect.worker;

import static io.millrace.connect.worker.TestingWorker.awaitTrue;
import static io.millrace.connect.worker.TestingWorker.join;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.plan.TaskId;
import io.millrace.connect.worker.control.ConnectorOffset;
import io.millrace.connect.worker.control.ControlException;
import io.millrace.connect.worker.control.Lifecycle;
import io.millrace.connect.worker.control.TaskFigures;
import io.millrace.connect.worker.control.WorkerHealth.Condition;
import io.millrace.connect.worker.scripted.Script;
import io.millrace.testing.ChildJvm;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The life of connectors, and what of it depends on the broker. */
abstract class LifecycleSuite extends SingleWorkerSuite {

    LifecycleSuite(BrokerKind broker) {
        super(broker, "life", Map.of());
    }

    @Test
    void aSourcePausesRestartsGrowsAndMovesItsOffsets() {
        // Given
        String name = "life-source";
        Script script = Script.of(name);
        script.sourceRecords = 20;
        Map<String, String> config = new HashMap<>(Map.of(
                "connector.class", "io.millrace.connect.worker.scripted.ScriptedSourceConnector", "topic", name));
        worker().create(name, config);
        awaitTrue("offset 20", () -> sourceOffset(name, 0) == 20);

        // When, Then
        join(worker().control().pauseConnector(name));
        worker().awaitTask(name, 0, Lifecycle.PAUSED);
        join(worker().control().resumeConnector(name));
        worker().awaitTask(name, 0, Lifecycle.RUNNING);
        join(worker().control().restartTask(new TaskId(name, 0)));
        awaitTrue("a start at the offset", () -> script.calls.contains("started at 20"));
        worker().awaitTask(name, 0, Lifecycle.RUNNING);

        // When
        script.tasks = 3;
        config.put("tasks.max", "3");
        join(worker().control().putConnectorConfig(name, config));

        // Then
        awaitTrue("offsets of three", () -> IntStream.range(0, 3).allMatch(task -> sourceOffset(name, task) == 20));
        assertThat(values(name))
                .as("each record once, over restarts and a change of tasks")
                .containsExactlyInAnyOrderElementsOf(numbers(3));
        awaitTrue(
                "figures",
                () -> join(worker().control().connectorFigures(name)).here().stream()
                                .filter(task -> task.task().task() > 0)
                                .mapToLong(task -> task.out().total())
                                .sum()
                        == 40);

        // When
        join(worker().control().stopConnector(name));
        worker().awaitConnector(name, Lifecycle.STOPPED);
        awaitTrue("no task", () -> worker().taskState(name, 2) == null);
        changed(() -> join(worker().control()
                .alterOffsets(
                        name,
                        List.of(new ConnectorOffset(
                                Map.of("kind", "counter", "index", "1"), Optional.of(Map.of("next", 5)))))));
        join(worker().control().resumeConnector(name));

        // Then
        awaitTrue("a start at 5", () -> script.calls.contains("started at 5"));
        join(worker().control().stopConnector(name));
        awaitTrue("no task", () -> worker().taskState(name, 1) == null);
        changed(() -> join(worker().control().resetOffsets(name)));
        assertThat(join(worker().control().connectorOffsets(name))).isEmpty();
        join(worker().control().deleteConnector(name));
        awaitTrue("no status", () -> worker().connectorState(name) == null);
    }

    @Test
    void aSinkGivesUpBadRecordsAndTellsHowFarItIs() {
        // Given
        String name = "life-sink";
        Script script = Script.of(name);
        script.onPut = records -> {
            if (records.stream().anyMatch(record -> ((String) record.value()).startsWith("bad"))) {
                throw new DataException("no room for it");
            }
        };
        topic(name, 1).send(0, "k", "a", "bad", "b");

        // When
        worker().create(
                        name,
                        Map.of(
                                "connector.class", "io.millrace.connect.worker.scripted.ScriptedSinkConnector",
                                "topics", name,
                                "errors.tolerance", "all",
                                "errors.deadletterqueue.topic.name", name + "-dead",
                                "errors.deadletterqueue.topic.replication.factor", "1"));

        // Then
        awaitTrue("committed", () -> sinkOffset(name) == 3);
        assertThat(script.delivered.stream().map(record -> record.value()).toList())
                .isEqualTo(List.of("a", "b"));
        assertThat(values(name + "-dead")).containsExactly("bad");
        TaskFigures figures =
                join(worker().control().connectorFigures(name)).here().get(0);
        assertThat(figures.errors().deadLetters()).isEqualTo(1);
        awaitTrue("no lag", () -> join(worker().control().connectorFigures(name)).here().stream()
                .flatMap(task -> task.sink().stream())
                .anyMatch(sink -> sink.lagRecordsMax().orElse(-1) == 0));

        // When
        join(worker().control().stopConnector(name));
        awaitTrue("no task", () -> worker().taskState(name, 0) == null);
        changed(() -> join(worker().control()
                .alterOffsets(
                        name,
                        List.of(new ConnectorOffset(
                                Map.of("kafka_topic", name, "kafka_partition", 0),
                                Optional.of(Map.of("kafka_offset", 2)))))));
        join(worker().control().resumeConnector(name));

        // Then
        awaitTrue("the last once more", () -> script.delivered.size() == 3);
        assertThat(script.delivered.get(2).value()).isEqualTo("b");
        join(worker().control().deleteConnector(name));
    }

    @Test
    void whatAKilledWorkerRanGoesOnElsewhere(@TempDir Path folder) throws Exception {
        // Given
        String name = "life-orphan";
        Path lines = Files.writeString(folder.resolve("lines"), "one\ntwo\n");
        Map<String, String> config =
                Map.of("name", name, "connector.class", "FileStreamSource", "file", lines.toString(), "topic", name);
        try (ChildJvm killed = WorkerProcess.start(bootstrapServers(), "life-pair", config);
                TestingWorker heir = new TestingWorker(bootstrapServers(), "life-pair", WorkerProcess.SETTINGS)) {
            awaitTrue("its offset", () -> join(heir.control().connectorOffsets(name)).stream()
                    .anyMatch(one ->
                            Long.valueOf(8).equals(one.offset().orElseThrow().get("position"))));
            assertThat(join(heir.control().connectorStatus(name)).tasks())
                    .noneMatch(task ->
                            task.status().workerId().equals(heir.worker().workerId()));

            // When
            killed.kill();
            Files.writeString(lines, "three\n", StandardOpenOption.APPEND);

            // Then
            awaitTrue("the third line", () -> values(name).size() >= 3);
            assertThat(values(name)).containsExactly("one", "two", "three");
            assertThat(join(heir.control().connectorStatus(name)).tasks())
                    .allMatch(task ->
                            task.status().workerId().equals(heir.worker().workerId()));
        }
    }

    /** The broker would miss the former worker after five minutes, longer than anything here waits. */
    @Test
    void aWorkerOfTheSameAddressTakesThePlaceOfItsFormerLife() {
        // Given
        String name = "life-place";
        Map<String, String> patient = Map.of("session.timeout.ms", "300000", "heartbeat.interval.ms", "1000");
        URI address = TestingWorker.nextAddress();
        TestingWorker former = new TestingWorker(bootstrapServers(), name, patient, address);
        try {
            Script script = Script.of(name);
            script.sourceRecords = 20;
            former.create(
                    name,
                    Map.of(
                            "connector.class",
                            "io.millrace.connect.worker.scripted.ScriptedSourceConnector",
                            "topic",
                            name));
            former.awaitTask(name, 0, Lifecycle.RUNNING);

            // When
            try (TestingWorker next = new TestingWorker(bootstrapServers(), name, patient, address)) {
                // Then
                awaitTrue("a second start", () -> starts(script) == 2);
                next.awaitTask(name, 0, Lifecycle.RUNNING);
                awaitTrue(
                        "the former one stays out",
                        () -> former.control().health().condition() == Condition.UNHEALTHY);
                assertThat(former.control().health().message()).contains("this worker's address");

                // When it ends, it takes nothing away
                int generation = next.worker().generation();
                former.close();
                assertThat(next.worker().generation()).isEqualTo(generation);
                assertThat(next.control().health().condition()).isEqualTo(Condition.HEALTHY);
                assertThat(next.taskState(name, 0)).isEqualTo(Lifecycle.RUNNING);
            }
            // Then one that is closed has left, and is not waited for
            try (TestingWorker other = new TestingWorker(bootstrapServers(), name, patient)) {
                other.awaitTask(name, 0, Lifecycle.RUNNING);
                join(other.control().deleteConnector(name));
            }
        } finally {
            former.close();
        }
    }

    /** Its former task may still be ending, which is told as a conflict. */
    private static void changed(Runnable change) {
        awaitTrue("the change of offsets", () -> {
            try {
                change.run();
                return true;
            } catch (ControlException e) {
                if (e.reason() == ControlException.Reason.CONFLICT) {
                    return false;
                }
                throw e;
            }
        });
    }

    private static long starts(Script script) {
        return script.calls.stream()
                .filter(call -> call.startsWith("started at"))
                .count();
    }

    private long sourceOffset(String name, int task) {
        return join(worker().control().connectorOffsets(name)).stream()
                .filter(one -> Integer.toString(task).equals(one.partition().get("index")))
                .mapToLong(one -> ((Number) one.offset().orElseThrow().get("next")).longValue())
                .findFirst()
                .orElse(-1);
    }

    private long sinkOffset(String name) {
        return join(worker().control().connectorOffsets(name)).stream()
                .mapToLong(one -> ((Number) one.offset().orElseThrow().get("kafka_offset")).longValue())
                .findFirst()
                .orElse(-1);
    }

    private List<String> values(String topic) {
        return topic(topic).values();
    }

    private static List<String> numbers(int tasks) {
        return IntStream.range(0, tasks)
                .boxed()
                .flatMap(task -> Stream.iterate(0, value -> value + 1).limit(20).map(value -> task + "-" + value))
                .toList();
    }
}
