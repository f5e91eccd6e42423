package io.millrace.connect.worker;

import static io.millrace.connect.worker.TestingWorker.awaitTrue;
import static io.millrace.connect.worker.TestingWorker.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.worker.control.ControlException;
import io.millrace.connect.worker.control.ControlException.Reason;
import io.millrace.connect.worker.control.Lifecycle;
import io.millrace.connect.worker.scripted.Script;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Plugins that hang, on our own broker: none of it depends on the broker. */
class HangIT extends SingleWorkerSuite {

    HangIT() {
        super(
                BrokerKind.MILLRACE,
                "hangs",
                Map.of("plugin.call.timeout.ms", "2000", "task.shutdown.graceful.timeout.ms", "600"));
    }

    @Test
    void answersWhileConnectorsHangInStart() {
        // Given
        Script script = Script.of("start-hangs");
        script.hangIn.add("connector.start");
        script.stubborn = true;

        // When
        source("start-hangs", Map.of());
        long startedNanos = System.nanoTime();
        assertThat(join(worker().control().connectors())).contains("start-hangs");
        join(worker().control().connectorInfo("start-hangs"));
        long tookMs = (System.nanoTime() - startedNanos) / 1_000_000;

        // Then
        assertThat(tookMs).isLessThan(200);
        worker().awaitConnector("start-hangs", Lifecycle.FAILED);
        assertThat(join(worker().control().connectorStatus("start-hangs"))
                        .connector()
                        .trace()
                        .orElseThrow())
                .contains("did not return");
        awaitTrue("quarantine", () -> worker().control().health().message().contains("connector-start-hangs"));
        Script.of("neighbour").sourceRecords = 10;
        source("neighbour", Map.of());
        worker().awaitTask("neighbour", 0, Lifecycle.RUNNING);

        // When
        join(worker().control().deleteConnector("start-hangs"));

        // Then
        assertThat(join(worker().control().connectors())).doesNotContain("start-hangs");
        script.release.countDown();
    }

    @Test
    void stopsATaskThatHangsInPollByInterruptingIt() {
        // Given
        Script script = Script.of("poll-hangs");
        script.hangIn.add("poll");
        source("poll-hangs", Map.of());
        awaitTrue("in poll", () -> script.calls.contains("poll"));

        // When
        join(worker().control().stopConnector("poll-hangs"));

        // Then
        awaitTrue("task gone", () -> worker().taskState("poll-hangs", 0) == null);
        worker().awaitConnector("poll-hangs", Lifecycle.STOPPED);
    }

    @Test
    void givesUpATaskThatNothingStopsAndGoesOnWithANewOne() {
        // Given
        Script script = Script.of("stubborn");
        script.hangIn.add("poll");
        script.stubborn = true;
        source("stubborn", Map.of());
        awaitTrue("in poll", () -> script.calls.contains("poll"));

        // When
        join(worker().control().stopConnector("stubborn"));
        awaitTrue("task gone", () -> worker().taskState("stubborn", 0) == null);
        assertThat(worker().control().health().message()).contains("task-stubborn-0");
        script.hangIn.clear();
        script.sourceRecords = 10;
        join(worker().control().resumeConnector("stubborn"));

        // Then
        awaitTrue("offset", () -> join(worker().control().connectorOffsets("stubborn")).stream()
                .anyMatch(one -> one.offset().equals(Optional.of(Map.of("next", 10L)))));
        script.release.countDown();
        awaitTrue("thread back", () -> !worker().control().health().message().contains("task-stubborn-0"));
        // It came back with a batch of its own, which nobody wants any more.
        assertThat(topic("stubborn").size()).isEqualTo(10);
    }

    @Test
    void commitsNothingThatAPutReturnsFromBecauseItWasStopped() {
        // Given
        Script script = Script.of("put-hangs");
        script.onPut = records -> awaitTrue("stop", () -> script.calls.contains("stop"));
        topic("put-hangs").create(1, Map.of()).send(0, "k", "a");
        worker().create(
                        "put-hangs",
                        Map.of(
                                "connector.class", "io.millrace.connect.worker.scripted.ScriptedSinkConnector",
                                "topics", "put-hangs"));
        awaitTrue("in put", () -> script.calls.contains("put"));

        // When
        join(worker().control().stopConnector("put-hangs"));

        // Then
        awaitTrue("task gone", () -> worker().taskState("put-hangs", 0) == null);
        assertThat(script.delivered).hasSize(1);
        assertThat(script.calls.subList(script.calls.indexOf("put"), script.calls.size()))
                .contains("stop", "close 0 1")
                .doesNotContain("preCommit 0");
        assertThat(join(worker().control().connectorOffsets("put-hangs"))).isEmpty();
    }

    @Test
    void timesOutAValidationThatHangs() {
        // Given
        Script script = Script.of("never-valid");
        script.hangIn.add("connector.validate");

        // When / Then
        assertThatThrownBy(() -> worker().create(
                                "never-valid",
                                Map.of(
                                        "connector.class", "io.millrace.connect.worker.scripted.ScriptedSinkConnector",
                                        "topics", "x")))
                .isInstanceOfSatisfying(
                        ControlException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TIMED_OUT));
        assertThat(join(worker().control().connectors())).doesNotContain("never-valid");
    }
}
