package io.millrace.connect.worker;

import static io.millrace.connect.worker.TestingWorker.awaitTrue;
import static io.millrace.connect.worker.TestingWorker.join;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.server.node.BrokerServer;
import io.millrace.connect.worker.control.ConnectorPlacement.Held;
import io.millrace.connect.worker.control.ConnectorPlacement.PlacedTask;
import io.millrace.connect.worker.control.ControlException;
import io.millrace.connect.worker.control.InstanceStatus;
import io.millrace.connect.worker.control.Lifecycle;
import io.millrace.connect.worker.scripted.Script;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workers that share work by what it costs. */
class PlacementIT {

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    /** One move, and no more within the test. */
    private static final Map<String, String> QUICK = Map.of(
            "session.timeout.ms", "10000",
            "heartbeat.interval.ms", "1000",
            "placement.window.ms", "4000",
            "placement.gap.percent", "3",
            "placement.moves.max", "1",
            "placement.moves.interval.ms", "3600000");

    @TempDir
    static Path folder;

    private static BrokerServer broker;

    @BeforeAll
    static void startBroker() {
        broker = BrokerServer.start(Map.of(
                "listeners", "PLAINTEXT://127.0.0.1:0",
                "log.dirs", folder.toString(),
                "offsets.topic.num.partitions", "3",
                "group.initial.rebalance.delay.ms", "0"));
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void movesOneTaskFromABusyWorkerAndNotTheOneInItsSnapshot() {
        // Given
        CountDownLatch gate = new CountDownLatch(1);
        busy("laden-a", gate, 40, 0);
        busy("laden-b", gate, 20, 30);
        busy("laden-c", gate, 15, 35);
        Script.of("laden-a").offsetMarks = Map.of("snapshot", "INITIAL", "snapshot_completed", false);
        List<String> busy = List.of("laden-a", "laden-b", "laden-c");
        List<String> idle = List.of("laden-x", "laden-y", "laden-z");
        try (TestingWorker one = new TestingWorker(broker.bootstrapServers(), "laden", QUICK)) {
            busy.forEach(name -> source(one, name, Integer.MAX_VALUE));
            idle.forEach(name -> source(one, name, 10));
            idle.forEach(name -> awaitOn(one, name, one));
            busy.forEach(name -> awaitOn(one, name, one));
            try (TestingWorker two = new TestingWorker(broker.bootstrapServers(), "laden", QUICK)) {
                idle.forEach(name -> awaitOn(one, name, two));
                assertThat(busy)
                        .allSatisfy(name -> assertThat(runsOn(two, name, one)).isTrue());

                // When
                gate.countDown();
                awaitTrue(
                        "one of the two that may is moved",
                        PATIENCE,
                        () -> runsOn(one, "laden-b", two) || runsOn(one, "laden-c", two));

                // Then
                String moved = runsOn(one, "laden-b", two) ? "laden-b" : "laden-c";
                String left = moved.equals("laden-b") ? "laden-c" : "laden-b";
                long before = topic(moved).size();
                awaitTrue("it goes on", PATIENCE, () -> topic(moved).size() > before + 200);
                assertThat(runsOn(one, "laden-a", one)).isTrue();
                assertThat(runsOn(one, left, one)).isTrue();
                assertToldWhy(moved, left, one, two);
                assertThat(Script.of(moved).starts).hasValue(2);
                assertThat(Script.of("laden-a").starts).hasValue(1);
                assertThat(Script.of(left).starts).hasValue(1);

                // When
                busy.forEach(name -> stop(one, two, name));

                // Then
                for (String name : busy) {
                    List<String> values = topic(name).values();
                    assertThat(values)
                            .isEqualTo(IntStream.range(0, values.size())
                                    .mapToObj(number -> "0-" + number)
                                    .toList());
                    assertThat(values).isNotEmpty();
                }
            }
        }
    }

    /** What {@code two} says of the task that came to it, of the one in its snapshot, and of the one left alone. */
    private static void assertToldWhy(String moved, String left, TestingWorker one, TestingWorker two) {
        PlacedTask told = placed(two, moved);
        assertThat(told.workerId()).hasValue(two.worker().workerId());
        assertThat(told.move()).hasValueSatisfying(move -> {
            assertThat(move.from()).isEqualTo(one.worker().workerId());
            assertThat(move.fromUsed()).isGreaterThan(move.toUsed());
        });
        assertThat(placed(two, "laden-a").held()).hasValue(Held.SNAPSHOT);
        assertThat(placed(two, "laden-a").move()).isEmpty();
        assertThat(placed(two, left).held()).isEmpty();
        assertThat(join(two.control().placement(left)).workers())
                .hasSize(2)
                .allSatisfy(worker -> assertThat(worker.used()).isPresent());
    }

    /** A source that computes for some time before each batch, and rests after it. */
    private static void busy(String name, CountDownLatch gate, long computeMs, long restMs) {
        Script.of(name).onPolled = (transactions, records) -> {
            try {
                gate.await();
                long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(computeMs);
                while (System.nanoTime() < end) {
                    Thread.onSpinWait();
                }
                TimeUnit.MILLISECONDS.sleep(restMs);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
    }

    private static void source(TestingWorker worker, String name, int records) {
        worker.create(
                name,
                Map.of(
                        "connector.class", "io.millrace.connect.worker.scripted.NumberedSourceConnector",
                        "topic", name,
                        "tasks.max", "1",
                        "partitions", "1",
                        "records", Integer.toString(records),
                        "answer", "SUPPORTED"));
    }

    private static void stop(TestingWorker one, TestingWorker two, String name) {
        try {
            join(one.control().stopConnector(name));
        } catch (ControlException e) {
            assertThat(e.reason()).isEqualTo(ControlException.Reason.NOT_OWNER);
            join(two.control().stopConnector(name));
        }
        awaitTrue(
                name + " has stopped",
                PATIENCE,
                () -> one.connectorState(name) == Lifecycle.STOPPED && one.taskState(name, 0) == null);
    }

    private static PlacedTask placed(TestingWorker asked, String name) {
        return join(asked.control().placement(name)).tasks().get(0);
    }

    private static Topic topic(String name) {
        return new Topic(broker.bootstrapServers(), name);
    }

    private static void awaitOn(TestingWorker asked, String name, TestingWorker worker) {
        awaitTrue(name + " runs there", PATIENCE, () -> runsOn(asked, name, worker));
    }

    private static boolean runsOn(TestingWorker asked, String name, TestingWorker worker) {
        if (asked.connectorState(name) == null) {
            return false;
        }
        return join(asked.control().connectorStatus(name)).tasks().stream()
                .map(task -> task.status())
                .anyMatch(status -> isThere(status, worker));
    }

    private static boolean isThere(InstanceStatus status, TestingWorker worker) {
        return status.state() == Lifecycle.RUNNING
                && status.workerId().equals(worker.worker().workerId());
    }
}
