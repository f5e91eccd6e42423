package io.millrace.connect.worker;

import static io.millrace.connect.worker.TestingWorker.awaitTrue;
import static io.millrace.connect.worker.TestingWorker.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.plan.TaskId;
import io.millrace.connect.worker.control.ControlException;
import io.millrace.connect.worker.control.ControlException.Reason;
import io.millrace.connect.worker.control.Lifecycle;
import io.millrace.connect.worker.scripted.Script;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

abstract class WorkerSuite extends SingleWorkerSuite {

    WorkerSuite(BrokerKind broker) {
        super(broker, "one", Map.of());
    }

    @Test
    void carriesLinesFromAFileThroughATopicToAFile(@TempDir Path folder) throws Exception {
        // Given
        Path in = Files.writeString(folder.resolve("in"), "one\ntwo\n");
        Path out = folder.resolve("out");

        // When
        worker().create(
                        "lines-in",
                        Map.of("connector.class", "FileStreamSource", "file", in.toString(), "topic", "lines"));
        worker().create(
                        "lines-out",
                        Map.of("connector.class", "FileStreamSink", "file", out.toString(), "topics", "lines"));
        worker().awaitTask("lines-in", 0, Lifecycle.RUNNING);
        worker().awaitTask("lines-out", 0, Lifecycle.RUNNING);
        Files.writeString(in, "three\n", StandardOpenOption.APPEND);

        // Then
        awaitTrue("three lines", () -> lines(out).equals(List.of("one", "two", "three")));
        awaitActiveTopics("lines-in", "lines");
        awaitActiveTopics("lines-out", "lines");
        assertThat(join(worker().control().connectorStatus("lines-in"))
                        .connector()
                        .version())
                .contains("4.3.1");
    }

    @Test
    void goesOnWhereItWasAfterAPauseAStopAndARestart() {
        // Given
        Script script = Script.of("steps");
        script.sourceRecords = 10;
        source("steps", Map.of());
        worker().awaitTask("steps", 0, Lifecycle.RUNNING);

        // When
        join(worker().control().pauseConnector("steps"));
        worker().awaitConnector("steps", Lifecycle.PAUSED);
        worker().awaitTask("steps", 0, Lifecycle.PAUSED);
        script.sourceRecords = 20;
        join(worker().control().resumeConnector("steps"));
        worker().awaitTask("steps", 0, Lifecycle.RUNNING);
        awaitTrue("the second batch", () -> topic("steps").values().contains("0-19"));
        join(worker().control().stopConnector("steps"));
        worker().awaitConnector("steps", Lifecycle.STOPPED);
        awaitTrue("no task", () -> worker().taskState("steps", 0) == null);
        assertThat(join(worker().control().connectorInfo("steps")).tasks()).isEmpty();
        script.sourceRecords = 30;
        join(worker().control().resumeConnector("steps"));
        worker().awaitTask("steps", 0, Lifecycle.RUNNING);
        awaitTrue("the third batch", () -> topic("steps").values().contains("0-29"));
        join(worker().control().restartTask(new TaskId("steps", 0)));
        join(worker().control().restartConnector("steps", true, false));
        script.sourceRecords = 40;

        // Then
        awaitTrue("the fourth batch", () -> topic("steps").values().contains("0-39"));
        assertThat(topic("steps").values()).isEqualTo(numbers(0, 40));
    }

    @Test
    void answersMistakesWithTheirReason() {
        assertReason(Reason.NOT_FOUND, () -> join(worker().control().connectorInfo("nobody")));
        assertReason(Reason.NOT_FOUND, () -> join(worker().control().pauseConnector("nobody")));
        assertReason(Reason.NOT_FOUND, () -> join(worker().control().restartTask(new TaskId("nobody", 0))));
        assertReason(Reason.BAD_REQUEST, () -> worker().create(
                        "bad", Map.of("connector.class", "FileStreamSource", "tasks.max", "-3")));
        assertReason(Reason.BAD_REQUEST, () -> worker().create("bad", Map.of("connector.class", "NoSuchThing")));
        assertReason(Reason.BAD_REQUEST, () -> worker().create(
                        "bad", Map.of("name", "other", "connector.class", "FileStreamSource")));
        assertThat(join(worker().control().connectors())).doesNotContain("bad");
    }

    @Test
    void forgetsADeletedConnectorAndItsStatus() {
        // Given
        Script.of("gone").sourceRecords = 10;
        source("gone", Map.of());
        worker().awaitTask("gone", 0, Lifecycle.RUNNING);
        assertReason(Reason.ALREADY_EXISTS, () -> source("gone", Map.of()));

        // When
        join(worker().control().deleteConnector("gone"));

        // Then
        assertReason(Reason.NOT_FOUND, () -> join(worker().control().connectorInfo("gone")));
        awaitTrue("no status", () -> worker().taskState("gone", 0) == null);
        assertReason(Reason.NOT_FOUND, () -> join(worker().control().connectorStatus("gone")));
    }

    @Test
    void changesTheConfigurationOfARunningConnector() {
        // Given
        Script script = Script.of("moving");
        script.sourceRecords = 10;
        source("moving", Map.of("topic", "before", "tasks.max", "1"));
        worker().awaitTask("moving", 0, Lifecycle.RUNNING);
        awaitTrue(
                "the first batch",
                () -> topic("before").exists() && topic("before").values().contains("0-9"));

        // When
        Map<String, String> patch = new HashMap<>();
        patch.put("topic", "after");
        patch.put("tasks.max", null);
        join(worker().control().patchConnectorConfig("moving", patch));
        awaitTrue("another task", () -> script.calls.contains("started at 10"));
        script.sourceRecords = 20;

        // Then
        awaitTrue(
                "the second batch",
                () -> topic("after").exists() && topic("after").values().equals(numbers(10, 20)));
        awaitTrue("its topic", () -> join(worker().control().activeTopics("moving"))
                .contains("after"));
        assertThat(join(worker().control().taskConfigs("moving")).get(0).config())
                .containsEntry("topic", "after");
    }

    @Test
    void createsAConnectorPaused(@TempDir Path folder) throws Exception {
        // Given
        Path in = Files.writeString(folder.resolve("in"), "a\n");

        // When
        join(worker().control()
                .createConnector(
                        "asleep",
                        Map.of("connector.class", "FileStreamSource", "file", in.toString(), "topic", "asleep"),
                        Optional.of(io.millrace.connect.plan.TargetState.PAUSED)));

        // Then
        worker().awaitConnector("asleep", Lifecycle.PAUSED);
        assertThat(join(worker().control().connectorInfo("asleep")).tasks()).isEmpty();
    }

    private static void assertReason(Reason reason, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(ControlException.class, e -> assertThat(e.reason())
                .isEqualTo(reason));
    }

    /** Which topics a connector uses comes back through the status topic, some time after the first record. */
    private void awaitActiveTopics(String connector, String... topics) {
        awaitTrue("the topics of " + connector, () -> Set.of(topics)
                .equals(Set.copyOf(join(worker().control().activeTopics(connector)))));
    }

    private static List<String> lines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static List<String> numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(number -> "0-" + number).toList();
    }
}
