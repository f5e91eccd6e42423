package io.millrace.bench.row;

import io.millrace.bench.load.WorkerRest;
import io.millrace.bench.peer.ServerProcess;
import java.io.IOException;
import java.util.List;

/** Two workers get connectors; one of them is killed. Everything has its defaults, the wait of Kafka Connect included. */
final class WorkerFailover implements Row {

    private static final String KEY = "connect-failover";
    private static final int CONNECTORS = 20;
    private static final int TASKS = 10;
    private static final double CREATE_GOAL = 0.5;
    private static final double FAILOVER_GOAL = 0.2;

    @Override
    public String key() {
        return KEY;
    }

    @Override
    public List<Figure> figures() {
        return List.of(
                Figure.atMost(
                        CREATE_GOAL,
                        "Connect, two workers: " + CONNECTORS
                                + " connectors made one after the other, each until it runs",
                        "s"),
                Figure.atMost(
                        FAILOVER_GOAL, "Connect, kill -9 of one of two workers until its tasks run on the other", "s"));
    }

    @Override
    public boolean dependsOnFlush() {
        return false;
    }

    @Override
    public double[] measure(Visit visit) throws IOException, InterruptedException {
        ServerProcess broker = visit.shared();
        var folder = visit.emptyFolder();
        String group = KEY + "-" + folder.getFileName();
        try (ServerProcess killed = visit.peer().startWorker(folder, broker, group);
                ServerProcess left = visit.peer().startWorker(visit.emptyFolder(), broker, group)) {
            WorkerRest there = new WorkerRest(killed);
            WorkerRest here = new WorkerRest(left);
            there.awaitReady();
            here.awaitReady();
            here.create(KEY, IdleTasks.of(KEY, TASKS), TASKS);
            long startNanos = System.nanoTime();
            for (int i = 0; i < CONNECTORS; i++) {
                here.create(KEY + "-" + i, IdleTasks.of(KEY, 1), 1);
            }
            double creation = (System.nanoTime() - startNanos) / 1e9;
            if (there.tasksHere(KEY) == 0) {
                throw new IOException("the worker that is to be killed has no task of " + KEY);
            }
            long killedNanos = System.nanoTime();
            killed.kill();
            here.awaitHere(KEY, TASKS);
            return new double[] {creation, (System.nanoTime() - killedNanos) / 1e9};
        }
    }
}
