package io.millrace.connect.worker;

import static io.millrace.connect.worker.TestingWorker.awaitTrue;
import static io.millrace.connect.worker.TestingWorker.join;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.plan.TaskId;
import io.millrace.connect.worker.control.InstanceHistory;
import io.millrace.connect.worker.control.InstanceHistory.LastError;
import io.millrace.connect.worker.control.Lifecycle;
import io.millrace.connect.worker.scripted.Script;
import java.util.Map;
import org.junit.jupiter.api.Test;

abstract class StatusSuite extends BrokerSuite {

    StatusSuite(BrokerKind broker) {
        super(broker);
    }

    @Test
    void tellsSinceWhenHowOftenRestartedAndTheLastErrorAlsoOnANewWorker() {
        // Given
        topic("eventful").create(1, Map.of()).send(0, "k", "v");
        LastError error;
        long runningSinceMs;
        try (TestingWorker worker = new TestingWorker(bootstrapServers(), "eventful", Map.of())) {
            Script.of("eventful").putFailures.add(new IllegalStateException("no room"));
            worker.create(
                    "eventful",
                    Map.of(
                            "connector.class", "io.millrace.connect.worker.scripted.ScriptedSinkConnector",
                            "topics", "eventful",
                            "errors.restart.max", "0"));
            worker.awaitTask("eventful", 0, Lifecycle.FAILED);
            InstanceHistory failed = history(worker);
            error = failed.lastError().orElseThrow();
            assertThat(error.trace()).contains("no room");
            assertThat(error.workerId()).isEqualTo(worker.worker().workerId());
            assertThat(error.atMs()).isEqualTo(failed.sinceMs().orElseThrow());
            assertThat(failed.restarts()).isZero();

            // When
            join(worker.control().restartTask(new TaskId("eventful", 0)));
            worker.awaitTask("eventful", 0, Lifecycle.RUNNING);

            // Then
            InstanceHistory running = history(worker);
            assertThat(running.restarts()).isEqualTo(1);
            assertThat(running.lastError()).contains(error);
            runningSinceMs = running.sinceMs().orElseThrow();
            assertThat(runningSinceMs).isGreaterThanOrEqualTo(error.atMs());
        }

        // When
        try (TestingWorker next = new TestingWorker(bootstrapServers(), "eventful", Map.of())) {
            String worker = next.worker().workerId();
            awaitTrue(
                    "runs again",
                    () -> next.taskState("eventful", 0) == Lifecycle.RUNNING
                            && join(next.control().taskStatus(new TaskId("eventful", 0)))
                                    .status()
                                    .workerId()
                                    .equals(worker));

            // Then
            InstanceHistory moved = history(next);
            assertThat(moved.restarts()).isEqualTo(1);
            assertThat(moved.lastError()).contains(error);
            assertThat(moved.sinceMs().orElseThrow()).isGreaterThanOrEqualTo(runningSinceMs);
        }
    }

    private static InstanceHistory history(TestingWorker worker) {
        return join(worker.control().taskStatus(new TaskId("eventful", 0)))
                .status()
                .history();
    }
}
