package io.millrace.connect.worker;

import static io.millrace.connect.worker.TestingWorker.awaitTrue;
import static io.millrace.connect.worker.TestingWorker.join;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.worker.control.ConnectorPlacement.PlacedTask;
import io.millrace.connect.worker.control.ConnectorPlacement.WorkerUse;
import io.millrace.connect.worker.control.ControlException;
import io.millrace.connect.worker.control.Lifecycle;
import io.millrace.connect.worker.scripted.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A group in the middle of a rolling upgrade: some workers tell what their tasks cost, others are of a version that does
 * not. Nothing in the group's own metadata differs between the two; a worker that tells nothing is one without a record
 * {@code load-<worker>} in the assignment topic. With {@code placement.by=count} a worker of today is such a one.
 */
class MixedWorkersIT {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final long WINDOW_MS = 2_000;

    /** Tasks with little to do, which is known of them: so many at first, and so many when all workers are there. */
    private static final int FEW = 5;

    private static final int MANY = 8;

    private static final Map<String, String> SETTINGS = Map.of(
            "session.timeout.ms",
            "10000",
            "heartbeat.interval.ms",
            "1000",
            "placement.window.ms",
            Long.toString(WINDOW_MS),
            "placement.gap.percent",
            "3",
            "placement.moves.interval.ms",
            "3600000");

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void tasksAreCountedWhileAWorkerTellsNothing(boolean oneThatTellsLeads) {
        // Given
        String group = "mixed-" + oneThatTellsLeads;
        List<String> connectors = List.of(group + "-heavy", group + "-light");
        busy(connectors.get(0));
        List<TestingWorker> workers = new ArrayList<>();
        try {
            start(workers, group, oneThatTellsLeads);
            put(workers, connectors.get(0), 1, Integer.MAX_VALUE);
            put(workers, connectors.get(1), FEW, 10);
            awaitTasks(workers, connectors, List.of(6));

            // When those of the other kind join
            start(workers, group, !oneThatTellsLeads);
            awaitTasks(workers, connectors, List.of(3, 3));
            start(workers, group, false);
            awaitTasks(workers, connectors, List.of(2, 2, 2));

            // Then only one of them is known by what it uses
            TestingWorker telling = workers.get(oneThatTellsLeads ? 0 : 1);
            awaitTrue("one tells", PATIENCE, () -> thoseThatTell(telling, connectors.get(0))
                    .equals(Set.of(id(telling))));

            // When more tasks come that are known to cost nothing, and windows pass
            put(workers, connectors.get(1), MANY, 10);
            awaitTasks(workers, connectors, List.of(3, 3, 3));
            awaitTrue("windows have passed", PATIENCE, () -> tasks(telling, connectors.get(1))
                    .anyMatch(task -> task.id() >= FEW && task.measuredMs().orElse(0) > 3 * WINDOW_MS));

            // Then it is the number alone that counts, though one of the workers is busy with less
            assertThat(tasksOf(workers, connectors)).containsExactly(3, 3, 3);
            assertThat(connectors).allSatisfy(name -> assertThat(tasks(telling, name))
                    .allSatisfy(task -> assertThat(task.move()).isEmpty()));

            // When those that tell nothing are replaced, one after the other
            for (TestingWorker old :
                    workers.stream().filter(worker -> worker != telling).toList()) {
                workers.remove(old);
                old.close();
                start(workers, group, true);
            }

            // Then all are known, and all tasks run
            awaitTrue(
                    "all tell",
                    PATIENCE,
                    () -> thoseThatTell(telling, connectors.get(0)).size() == 3);
            awaitTrue(
                    "all run",
                    PATIENCE,
                    () -> tasksOf(workers, connectors).stream()
                                    .mapToInt(Integer::intValue)
                                    .sum()
                            == 1 + MANY);
        } finally {
            workers.forEach(TestingWorker::close);
        }
    }

    private static void start(List<TestingWorker> workers, String group, boolean tells) {
        Map<String, String> settings = new HashMap<>(SETTINGS);
        settings.put("placement.by", tells ? "load" : "count");
        workers.add(new TestingWorker(BrokerKind.MILLRACE.bootstrapServers(), group, settings));
    }

    /** Only the leader does. */
    private static void put(List<TestingWorker> workers, String name, int tasks, int records) {
        Map<String, String> config = Map.of(
                "connector.class", "io.millrace.connect.worker.scripted.NumberedSourceConnector",
                "topic", name,
                "tasks.max", Integer.toString(tasks),
                "partitions", Integer.toString(tasks),
                "records", Integer.toString(records));
        awaitTrue(
                "written " + name, PATIENCE, () -> workers.stream().anyMatch(worker -> written(worker, name, config)));
    }

    private static boolean written(TestingWorker worker, String name, Map<String, String> config) {
        try {
            join(worker.control().putConnectorConfig(name, config));
            return true;
        } catch (ControlException e) {
            assertThat(e.reason()).isEqualTo(ControlException.Reason.NOT_OWNER);
            return false;
        }
    }

    /** A source that computes before each batch. */
    private static void busy(String name) {
        Script.of(name).onPolled = (transactions, records) -> {
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(40);
            while (System.nanoTime() < end) {
                Thread.onSpinWait();
            }
        };
    }

    private static void awaitTasks(List<TestingWorker> workers, List<String> connectors, List<Integer> wanted) {
        awaitTrue(wanted + " tasks run", PATIENCE, () -> tasksOf(workers, connectors)
                .equals(wanted));
    }

    /** How many tasks run on each of the workers. */
    private static List<Integer> tasksOf(List<TestingWorker> workers, List<String> connectors) {
        TestingWorker asked = workers.get(0);
        List<String> running = connectors.stream()
                .filter(name -> asked.connectorState(name) != null)
                .flatMap(name -> join(asked.control().connectorStatus(name)).tasks().stream())
                .filter(task -> task.status().state() == Lifecycle.RUNNING)
                .map(task -> task.status().workerId())
                .toList();
        return workers.stream()
                .map(worker -> Collections.frequency(running, id(worker)))
                .toList();
    }

    private static Stream<PlacedTask> tasks(TestingWorker asked, String name) {
        return join(asked.control().placement(name)).tasks().stream();
    }

    private static Set<String> thoseThatTell(TestingWorker asked, String name) {
        return join(asked.control().placement(name)).workers().stream()
                .filter(worker -> worker.used().isPresent())
                .map(WorkerUse::workerId)
                .collect(Collectors.toSet());
    }

    private static String id(TestingWorker worker) {
        return worker.worker().workerId();
    }
}
