package io.millrace.integration.faults.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.integration.faults.FaultOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three workers are killed, paused and cut off under load, one after the other. Each number that the source has counted,
 * by its committed offsets, is once in the topic and once in the table at the end.
 */
class WorkerFaultsIT {

    private static final int ROUNDS = FaultOptions.rounds("workerFaults", 3);
    /** In a short run only these, each at least once. */
    private static final int KINDS = Math.min(ROUNDS, WorkerFault.values().length);

    private static final int SESSION_TIMEOUT_MS = FaultOptions.rounds("workerSessionMs", 6_000);
    /** Longer than the session, so that whoever wakes up finds others at its work. */
    private static final int HOLD_MS =
            Math.max(SESSION_TIMEOUT_MS + 2_000, FaultOptions.rounds("workerHoldMs", SESSION_TIMEOUT_MS + 2_000));

    private final Random random = FaultOptions.random();
    private final Recoveries recoveries = new Recoveries();

    /** Each wait within it has a bound of its own; this one is for the long run. */
    @Test
    @Timeout(value = 6, unit = TimeUnit.HOURS)
    void loseNothingAndDoubleNothing(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) throws Exception {
        try (WorkerCluster cluster = WorkerCluster.start(folder, SESSION_TIMEOUT_MS);
                CountingPipeline pipeline = new CountingPipeline(cluster)) {
            pipeline.start();
            int generation = cluster.workers().get(0).groupGeneration();
            Deque<WorkerFault> faults = new ArrayDeque<>();
            for (int round = 0; round < ROUNDS; round++) {
                if (faults.isEmpty()) {
                    faults.addAll(shuffled());
                }
                FaultyWorker victim =
                        cluster.workers().get(random.nextInt(cluster.workers().size()));
                strike(cluster, pipeline, faults.pop(), victim);
            }
            pipeline.awaitProgress();
            int rebalances = cluster.workers().get(0).groupGeneration() - generation;
            pipeline.stopSource();
            CountVerdict topic = pipeline.readTopic();
            CountVerdict table = pipeline.readTable();
            FaultOptions.report(
                    "connect workers, session timeout " + SESSION_TIMEOUT_MS + " ms, pauses of " + HOLD_MS + " ms",
                    ROUNDS,
                    recoveries + "; " + rebalances + " rebalances; topic: " + topic + "; table: " + table);
            assertThat(topic.isClean()).as("topic: " + topic).isTrue();
            assertThat(table.isClean()).as("table: " + table).isTrue();
            assertThat(topic.acknowledged()).isPositive();
        }
    }

    private List<WorkerFault> shuffled() {
        List<WorkerFault> faults = new ArrayList<>(List.of(WorkerFault.values()).subList(0, KINDS));
        Collections.shuffle(faults, random);
        return faults;
    }

    private void strike(WorkerCluster cluster, CountingPipeline pipeline, WorkerFault fault, FaultyWorker victim) {
        pipeline.awaitProgress();
        LockSupport.parkNanos(Duration.ofMillis(random.nextInt(900)).toNanos());
        long struckNanos = System.nanoTime();
        fault.strike(victim);
        if (fault.lasts()) {
            cluster.awaitTasksOn(cluster.workersBut(victim), CountingPipeline.TASKS);
            recoveries.elsewhere(fault, System.nanoTime() - struckNanos);
            pipeline.awaitProgress();
            recoveries.flowing(fault, System.nanoTime() - struckNanos);
            holdUntil(struckNanos + Duration.ofMillis(holdMs(fault)).toNanos());
        }
        long mendedNanos = System.nanoTime();
        fault.mend(victim);
        cluster.awaitTasksOn(cluster.workers(), CountingPipeline.TASKS);
        pipeline.awaitProgress();
        recoveries.whole(fault, System.nanoTime() - mendedNanos);
    }

    /** A pause lasts as long as asked for, a partition as long as a session at least; who was killed may come back. */
    private long holdMs(WorkerFault fault) {
        return switch (fault) {
            case PAUSE -> HOLD_MS;
            case PARTITION, ONE_WAY_PARTITION -> SESSION_TIMEOUT_MS + random.nextInt(HOLD_MS - SESSION_TIMEOUT_MS);
            case KILL, RESTART -> 0;
        };
    }

    private static void holdUntil(long deadlineNanos) {
        for (long left = deadlineNanos - System.nanoTime(); left > 0; left = deadlineNanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
