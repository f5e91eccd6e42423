package io.millrace.bench.row;

import io.millrace.bench.load.Topics;
import io.millrace.bench.load.WorkerRest;
import io.millrace.bench.peer.ServerProcess;
import java.io.IOException;
import java.util.List;

/** A worker that starts on internal topics which are there, rests, and gets tasks that have nothing to do. */
final class WorkerIdle implements Row {

    private static final String KEY = "connect-idle";
    private static final int TASKS = 20;
    private static final long REST_MS = 5_000;
    private static final double START_GOAL = 0.25;
    private static final double MEMORY_GOAL = 0.5;
    private static final double THREADS_GOAL = 0.8;

    @Override
    public String key() {
        return KEY;
    }

    @Override
    public List<Figure> figures() {
        return List.of(
                Figure.atMost(START_GOAL, "Connect, start of a worker to its first answer over REST", "s"),
                Figure.atMost(START_GOAL, "Connect, start of a worker until it is ready for work", "s"),
                Figure.atMost(MEMORY_GOAL, "Connect, memory of an idle worker (RSS)", "MB"),
                Figure.atMost(THREADS_GOAL, "Connect, threads of an idle source task", "threads"));
    }

    @Override
    public boolean dependsOnFlush() {
        return false;
    }

    @Override
    public double[] measure(Visit visit) throws IOException, InterruptedException {
        ServerProcess broker = visit.shared();
        var folder = visit.emptyFolder();
        try (Topics topics = visit.topics(broker)) {
            topics.create(KEY, 1);
            try (ServerProcess first = visit.peer().startWorker(folder, broker)) {
                new WorkerRest(first).awaitReady();
                first.stop();
            }
            try (ServerProcess worker = visit.peer().startWorker(folder, broker)) {
                WorkerRest rest = new WorkerRest(worker);
                rest.awaitAnswer();
                double answer = worker.secondsAlive();
                rest.awaitReady();
                double ready = worker.secondsAlive();
                Thread.sleep(REST_MS);
                double memory = worker.residentMb();
                // The first one also starts what all tasks share.
                rest.create(KEY + "-first", IdleTasks.of(KEY, 1), 1);
                Thread.sleep(REST_MS);
                int before = worker.threads();
                rest.create(KEY, IdleTasks.of(KEY, TASKS), TASKS);
                Thread.sleep(REST_MS);
                return new double[] {answer, ready, memory, (worker.threads() - before) / (double) TASKS};
            }
        }
    }
}
