package io.millrace.bench.row;

import io.millrace.bench.load.Latencies;
import io.millrace.bench.load.WorkerRest;
import io.millrace.bench.peer.ServerProcess;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How fast a worker answers while one of its connectors hangs. */
final class WorkerHung implements Row {

    private static final String KEY = "connect-hung";
    private static final int WARM_UP = 2_000;
    private static final int MEASURED = 5_000;
    private static final double US_PER_MS = 1e3;
    private static final double P99 = 0.99;

    @Override
    public String key() {
        return KEY;
    }

    @Override
    public List<Figure> figures() {
        return List.of(Figure.atMost(1, "Connect, status over REST while another connector hangs in start: p99", "ms"));
    }

    @Override
    public boolean dependsOnFlush() {
        return false;
    }

    @Override
    public double[] measure(Visit visit) throws IOException, InterruptedException {
        ServerProcess broker = visit.shared();
        try (ServerProcess worker = visit.peer().startWorker(visit.emptyFolder(), broker)) {
            WorkerRest rest = new WorkerRest(worker);
            rest.awaitReady();
            Map<String, String> config = new HashMap<>(IdleTasks.of(KEY, 1));
            rest.create(KEY, config, 1);
            config.put("blocks.in.start", "true");
            rest.create(KEY + "-bad", config);
            for (int i = 0; i < WARM_UP; i++) {
                rest.statusNanos(KEY);
            }
            Latencies latencies = new Latencies(MEASURED);
            for (int i = 0; i < MEASURED; i++) {
                latencies.add(rest.statusNanos(KEY));
            }
            return new double[] {latencies.percentileUs(P99) / US_PER_MS};
        }
    }
}
