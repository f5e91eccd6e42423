package io.millrace.connect.worker;

import static io.millrace.connect.worker.TestingWorker.awaitTrue;
import static io.millrace.connect.worker.TestingWorker.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.plan.TaskId;
import io.millrace.connect.worker.control.ControlException;
import io.millrace.connect.worker.control.ControlException.Reason;
import io.millrace.connect.worker.control.Lifecycle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerIT {

    private static TestingWorker worker;

    @BeforeAll
    static void start() {
        worker = new TestingWorker(SharedKafka.bootstrapServers(), "one", Map.of());
    }

    @AfterAll
    static void stop() {
        if (worker != null) {
            worker.close();
        }
    }

    @Test
    void carriesLinesFromAFileThroughATopicToAFile(@TempDir Path folder) throws Exception {
        // Given
        Path in = Files.writeString(folder.resolve("in"), "one\ntwo\n");
        Path out = folder.resolve("out");

        // When
        worker.create(
                "lines-in", Map.of("connector.class", "FileStreamSource", "file", in.toString(), "topic", "lines"));
        worker.create(
                "lines-out", Map.of("connector.class", "FileStreamSink", "file", out.toString(), "topics", "lines"));
        worker.awaitTask("lines-in", 0, Lifecycle.RUNNING);
        worker.awaitTask("lines-out", 0, Lifecycle.RUNNING);
        Files.writeString(in, "three\n", StandardOpenOption.APPEND);

        // Then
        awaitTrue("three lines", () -> lines(out).equals(List.of("one", "two", "three")));
        awaitActiveTopics("lines-in", "lines");
        awaitActiveTopics("lines-out", "lines");
        assertThat(join(worker.control().connectorStatus("lines-in"))
                        .connector()
                        .version())
                .contains("4.3.1");
    }

    @Test
    void goesOnWhereItWasAfterAPauseAStopAndARestart(@TempDir Path folder) throws Exception {
        // Given
        Path in = Files.writeString(folder.resolve("in"), "a\n");
        Topic topic = new Topic(SharedKafka.bootstrapServers(), "stepwise");
        worker.create(
                "steps", Map.of("connector.class", "FileStreamSource", "file", in.toString(), "topic", "stepwise"));
        worker.awaitTask("steps", 0, Lifecycle.RUNNING);

        // When
        join(worker.control().pauseConnector("steps"));
        worker.awaitConnector("steps", Lifecycle.PAUSED);
        worker.awaitTask("steps", 0, Lifecycle.PAUSED);
        Files.writeString(in, "b\n", StandardOpenOption.APPEND);
        join(worker.control().resumeConnector("steps"));
        worker.awaitTask("steps", 0, Lifecycle.RUNNING);
        awaitTrue("b", () -> topic.values().contains("b"));
        join(worker.control().stopConnector("steps"));
        worker.awaitConnector("steps", Lifecycle.STOPPED);
        awaitTrue("no task", () -> worker.taskState("steps", 0) == null);
        assertThat(join(worker.control().connectorInfo("steps")).tasks()).isEmpty();
        Files.writeString(in, "c\n", StandardOpenOption.APPEND);
        join(worker.control().resumeConnector("steps"));
        worker.awaitTask("steps", 0, Lifecycle.RUNNING);
        awaitTrue("c", () -> topic.values().contains("c"));
        join(worker.control().restartTask(new TaskId("steps", 0)));
        join(worker.control().restartConnector("steps", true, false));
        Files.writeString(in, "d\n", StandardOpenOption.APPEND);

        // Then
        awaitTrue("d", () -> topic.values().contains("d"));
        assertThat(topic.values()).containsExactly("a", "b", "c", "d");
    }

    @Test
    void answersMistakesWithTheirReason() {
        assertReason(Reason.NOT_FOUND, () -> join(worker.control().connectorInfo("nobody")));
        assertReason(Reason.NOT_FOUND, () -> join(worker.control().pauseConnector("nobody")));
        assertReason(Reason.NOT_FOUND, () -> join(worker.control().restartTask(new TaskId("nobody", 0))));
        assertReason(
                Reason.BAD_REQUEST,
                () -> worker.create("bad", Map.of("connector.class", "FileStreamSource", "tasks.max", "-3")));
        assertReason(Reason.BAD_REQUEST, () -> worker.create("bad", Map.of("connector.class", "NoSuchThing")));
        assertReason(
                Reason.BAD_REQUEST,
                () -> worker.create("bad", Map.of("name", "other", "connector.class", "FileStreamSource")));
        assertThat(join(worker.control().connectors())).doesNotContain("bad");
    }

    @Test
    void forgetsADeletedConnectorAndItsStatus(@TempDir Path folder) throws Exception {
        // Given
        Path in = Files.writeString(folder.resolve("in"), "a\n");
        Map<String, String> config =
                Map.of("connector.class", "FileStreamSource", "file", in.toString(), "topic", "gone");
        worker.create("gone", config);
        worker.awaitTask("gone", 0, Lifecycle.RUNNING);
        assertReason(Reason.ALREADY_EXISTS, () -> worker.create("gone", config));

        // When
        join(worker.control().deleteConnector("gone"));

        // Then
        assertReason(Reason.NOT_FOUND, () -> join(worker.control().connectorInfo("gone")));
        awaitTrue("no status", () -> worker.taskState("gone", 0) == null);
        assertReason(Reason.NOT_FOUND, () -> join(worker.control().connectorStatus("gone")));
    }

    @Test
    void changesTheConfigurationOfARunningConnector(@TempDir Path folder) throws Exception {
        // Given
        Path in = Files.writeString(folder.resolve("in"), "a\n");
        worker.create(
                "moving", Map.of("connector.class", "FileStreamSource", "file", in.toString(), "topic", "before"));
        worker.awaitTask("moving", 0, Lifecycle.RUNNING);
        awaitTrue("a", () -> new Topic(SharedKafka.bootstrapServers(), "before")
                .values()
                .contains("a"));

        // When
        Map<String, String> patch = new java.util.HashMap<>();
        patch.put("topic", "after");
        patch.put("tasks.max", null);
        join(worker.control().patchConnectorConfig("moving", patch));
        Files.writeString(in, "b\n", StandardOpenOption.APPEND);

        // Then
        Topic after = new Topic(SharedKafka.bootstrapServers(), "after");
        awaitTrue("b", () -> join(worker.control().activeTopics("moving")).contains("after"));
        awaitTrue("b", () -> after.values().equals(List.of("b")));
        assertThat(join(worker.control().taskConfigs("moving")).get(0).config()).containsEntry("topic", "after");
    }

    @Test
    void createsAConnectorPaused(@TempDir Path folder) throws Exception {
        // Given
        Path in = Files.writeString(folder.resolve("in"), "a\n");

        // When
        join(worker.control()
                .createConnector(
                        "asleep",
                        Map.of("connector.class", "FileStreamSource", "file", in.toString(), "topic", "asleep"),
                        Optional.of(io.millrace.connect.plan.TargetState.PAUSED)));

        // Then
        worker.awaitConnector("asleep", Lifecycle.PAUSED);
        assertThat(join(worker.control().connectorInfo("asleep")).tasks()).isEmpty();
    }

    private static void assertReason(Reason reason, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(ControlException.class, e -> assertThat(e.reason())
                .isEqualTo(reason));
    }

    /** Which topics a connector uses comes back through the status topic, some time after the first record. */
    private static void awaitActiveTopics(String connector, String... topics) {
        awaitTrue("the topics of " + connector, () -> Set.of(topics)
                .equals(Set.copyOf(join(worker.control().activeTopics(connector)))));
    }

    private static List<String> lines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
