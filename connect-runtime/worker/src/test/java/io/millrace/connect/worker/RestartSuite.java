package io.millrace.connect.worker;

import static io.millrace.connect.worker.TestingWorker.awaitTrue;
import static io.millrace.connect.worker.TestingWorker.join;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.plan.TaskId;
import io.millrace.connect.plan.restart.Failure;
import io.millrace.connect.plan.restart.FailureKind;
import io.millrace.connect.plan.restart.Instance;
import io.millrace.connect.worker.control.InstanceFailures;
import io.millrace.connect.worker.control.Lifecycle;
import io.millrace.connect.worker.scripted.Script;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;

abstract class RestartSuite extends SingleWorkerSuite {

    private static final int EVER = 100;

    RestartSuite(BrokerKind broker) {
        super(broker, "restarts", Map.of());
    }

    @Test
    void startsAFailedTaskAgainUntilItWorks() {
        // Given
        Script script = Script.of("recovering");
        fail(script, 3);
        topic("recovering", 1).send(0, "k", "a", "b");

        // When
        restarted("recovering", Map.of());

        // Then
        awaitTrue("both records", () -> script.delivered.size() == 2);
        worker().awaitTask("recovering", 0, Lifecycle.RUNNING);
        List<Failure> failures = failures("recovering");
        assertThat(failures).hasSize(3).allSatisfy(failure -> {
            assertThat(failure.kind()).isEqualTo(FailureKind.UNKNOWN);
            assertThat(failure.error()).contains("the target is gone");
            assertThat(failure.restartAtMs().orElseThrow()).isGreaterThan(failure.atMs());
        });
        assertThat(failures.get(2).note()).contains("restart 3 of 20");
    }

    @Test
    void staysFailedBeyondItsBudgetUntilSomebodyRestartsIt() {
        // Given
        Script script = Script.of("hopeless");
        fail(script, EVER);
        Topic topic = topic("hopeless", 1);
        topic.send(0, "k", "a");

        // When
        restarted("hopeless", Map.of("errors.restart.max", "2"));

        // Then
        awaitTrue("given up", () -> trace("hopeless").contains("Not restarted, because the 2 restarts"));
        assertThat(trace("hopeless")).contains("the target is gone");
        assertThat(script.putFailures).hasSize(EVER - 3);
        assertThat(worker().taskState("hopeless", 0)).isEqualTo(Lifecycle.FAILED);

        // When
        script.putFailures.subList(2, script.putFailures.size()).clear();
        join(worker().control().restartTask(new TaskId("hopeless", 0)));

        // Then: it fails twice more, and has a budget for that again
        awaitTrue("the record", () -> script.delivered.size() == 1);
        worker().awaitTask("hopeless", 0, Lifecycle.RUNNING);
        assertThat(failures("hopeless")).hasSize(5);

        // When: a new configuration, whose task alone meets the next record, and not the one before it again
        awaitTrue("a commit", () -> committed("hopeless") == 1);
        long before = starts(script);
        join(worker().control().patchConnectorConfig("hopeless", Map.of("errors.restart.window.ms", "80000000")));
        awaitTrue("another start", () -> starts(script) > before);
        fail(script, 2);
        topic.send(0, "k", "b");

        // Then
        awaitTrue("the other record", () -> script.delivered.size() == 2);
        assertThat(failures("hopeless")).hasSize(7);
    }

    @Test
    void leavesATaskAloneThatWouldMeetTheSameRecordAgain() {
        // Given
        Script script = Script.of("poisoned");
        script.putFailures.add(new DataException("no number"));
        topic("poisoned", 1).send(0, "k", "a");

        // When
        restarted("poisoned", Map.of());

        // Then
        awaitTrue("left", () -> trace("poisoned").contains("a record cannot be processed"));
        assertThat(failures("poisoned")).singleElement().satisfies(failure -> {
            assertThat(failure.kind()).isEqualTo(FailureKind.DATA);
            assertThat(failure.restartAtMs()).isEmpty();
        });
    }

    @Test
    void startsAConnectorAgainThatDidNotStart() {
        // Given
        Script script = Script.of("stumbling");
        script.startFailures.add(new IllegalStateException("no licence server"));
        topic("stumbling", 1).send(0, "k", "a");

        // When
        restarted("stumbling", Map.of());

        // Then
        awaitTrue("the record", () -> script.delivered.size() == 1);
        worker().awaitConnector("stumbling", Lifecycle.RUNNING);
        assertThat(join(worker().control().failures("stumbling")))
                .extracting(InstanceFailures::instance)
                .containsExactly(Instance.of("stumbling"));
    }

    @Test
    void forgetsTheFailuresOfADeletedConnector() {
        // Given
        Script script = Script.of("forgotten");
        fail(script, 1);
        topic("forgotten", 1).send(0, "k", "a");
        restarted("forgotten", Map.of("errors.restart.max", "0"));
        awaitTrue("left", () -> trace("forgotten").contains("errors.restart.max=0"));

        // When
        join(worker().control().deleteConnector("forgotten"));
        restarted("forgotten", Map.of());

        // Then
        awaitTrue("the record", () -> script.delivered.size() == 1);
        assertThat(join(worker().control().failures("forgotten"))).isEmpty();
    }

    private static void fail(Script script, int times) {
        for (int i = 0; i < times; i++) {
            script.putFailures.add(new IllegalStateException("the target is gone"));
        }
    }

    private static long starts(Script script) {
        return script.calls.stream().filter("task.start"::equals).count();
    }

    private long committed(String sink) {
        return join(worker().control().connectorOffsets(sink)).stream()
                .mapToLong(one -> ((Number) one.offset().orElseThrow().get("kafka_offset")).longValue())
                .findFirst()
                .orElse(-1);
    }

    private void restarted(String name, Map<String, String> extra) {
        Map<String, String> config = new HashMap<>();
        config.put("errors.restart.delay.ms", "50");
        config.put("errors.restart.delay.max.ms", "200");
        config.putAll(extra);
        sink(name, config);
    }

    private List<Failure> failures(String connector) {
        return join(worker().control().failures(connector)).get(0).history().failures();
    }
}
