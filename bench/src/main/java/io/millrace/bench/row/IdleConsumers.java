package io.millrace.bench.row;

import io.millrace.bench.load.FetchStep;
import io.millrace.bench.load.Load;
import io.millrace.bench.load.Topics;
import io.millrace.bench.peer.ServerProcess;
import java.io.IOException;
import java.util.List;

/** CPU of a broker with connections that each wait for records of a partition, as consumers do: half a second a time. */
final class IdleConsumers implements Row {

    private static final String KEY = "idle";
    private static final int CONSUMERS = 100;
    private static final int FETCH_BYTES = 1 << 20;
    private static final int WAIT_MS = 500;
    private static final long SETTLE_MS = 5_000;
    private static final int MEASURED_MS = 20_000;
    private static final double GOAL = 0.5;

    @Override
    public String key() {
        return KEY;
    }

    @Override
    public List<Figure> figures() {
        return List.of(Figure.atMost(GOAL, "CPU with " + CONSUMERS + " waiting consumers", "%"));
    }

    @Override
    public boolean dependsOnFlush() {
        return false;
    }

    @Override
    public double[] measure(Visit visit) throws IOException, InterruptedException {
        try (ServerProcess broker = visit.peer().start(visit.newFolder());
                Topics topics = visit.topics(broker);
                Load load = new Load(broker)) {
            topics.create(KEY, CONSUMERS);
            for (int partition = 0; partition < CONSUMERS; partition++) {
                load.with(new FetchStep(KEY, partition, FETCH_BYTES, WAIT_MS, Long.MAX_VALUE));
            }
            load.begin();
            Thread.sleep(SETTLE_MS);
            double before = broker.cpuSeconds();
            int measuredMs = visit.scaled(MEASURED_MS);
            Thread.sleep(measuredMs);
            return new double[] {100 * (broker.cpuSeconds() - before) / (measuredMs / 1e3)};
        }
    }
}
