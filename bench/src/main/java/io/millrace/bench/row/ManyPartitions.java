package io.millrace.bench.row;

import io.millrace.bench.load.Topics;
import io.millrace.bench.peer.ServerProcess;
import java.io.IOException;
import java.util.List;

/** From asking for a topic with many partitions until each has acknowledged a record, and what a thousand of them weigh. */
final class ManyPartitions implements Row {

    private static final long REST_MS = 2_000;
    private static final double GOAL = 0.3;

    private final String key;
    private final int partitions;

    ManyPartitions(int partitions) {
        this.partitions = partitions;
        this.key = "create-" + partitions;
    }

    @Override
    public String key() {
        return key;
    }

    @Override
    public List<Figure> figures() {
        String label = String.format("%,d partitions", partitions);
        return List.of(
                Figure.atMost(GOAL, "creating " + label, "s"),
                Figure.atMost(GOAL, "memory per 1,000, at " + label, "MB"));
    }

    @Override
    public boolean dependsOnFlush() {
        return false;
    }

    @Override
    public double[] measure(Visit visit) throws IOException, InterruptedException {
        try (ServerProcess broker = visit.peer().start(visit.newFolder());
                Topics topics = visit.topics(broker)) {
            // The code is loaded when the time begins.
            topics.create("first", 1);
            Thread.sleep(REST_MS);
            double residentBefore = broker.residentMb();
            long startNanos = System.nanoTime();
            topics.create(key, partitions);
            double seconds = (System.nanoTime() - startNanos) / 1e9;
            Thread.sleep(REST_MS);
            return new double[] {seconds, (broker.residentMb() - residentBefore) * 1_000 / partitions};
        }
    }
}
