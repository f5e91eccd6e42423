package io.millrace.bench.row;

import io.millrace.bench.load.Batches;
import io.millrace.bench.load.FetchStep;
import io.millrace.bench.load.Latencies;
import io.millrace.bench.load.Load;
import io.millrace.bench.load.PacedLoad;
import io.millrace.bench.load.ProduceStep;
import io.millrace.bench.load.Topics;
import io.millrace.bench.peer.ServerProcess;
import java.io.IOException;
import java.util.List;

/** From the moment a record is due to be sent, acks=all, until a waiting consumer has it. */
final class Latency implements Row {

    private static final int VALUE_BYTES = 100;
    private static final String WARM_UP_TOPIC = "latency-warm-up";
    private static final int WARM_UP_REQUESTS = 10_000;
    private static final int FETCH_BYTES = 1 << 20;
    private static final int WAIT_MS = 100;
    private static final int BATCHES_PER_SECOND = 1_000;
    private static final int WARM_UP_BATCHES = 5_000;
    private static final int MEASURED_BATCHES = 15_000;
    private static final double GOAL = 0.5;

    private final String key;
    private final int recordsPerSecond;

    Latency(int recordsPerSecond) {
        this.recordsPerSecond = recordsPerSecond;
        this.key = "latency-" + recordsPerSecond;
    }

    @Override
    public String key() {
        return key;
    }

    @Override
    public List<Figure> figures() {
        String label = String.format("produce to consume at %,d records/s: ", recordsPerSecond);
        return List.of(Figure.atMost(GOAL, label + "p50", "µs"), Figure.atMost(GOAL, label + "p99", "µs"));
    }

    @Override
    public boolean dependsOnFlush() {
        return true;
    }

    @Override
    public double[] measure(Visit visit) throws IOException, InterruptedException {
        ServerProcess broker = visit.shared();
        try (Topics topics = visit.topics(broker)) {
            topics.create(key, 1);
            topics.create(WARM_UP_TOPIC, 1);
            warmUp(broker);
            topics.delete(WARM_UP_TOPIC);
            var load = new PacedLoad(broker.port(), key, recordsPerSecond / BATCHES_PER_SECOND, VALUE_BYTES);
            Latencies latencies = load.run(visit.scaled(WARM_UP_BATCHES), visit.scaled(MEASURED_BATCHES));
            topics.delete(key);
            return new double[] {latencies.percentileUs(0.5), latencies.percentileUs(0.99)};
        }
    }

    /** The same requests as fast as they are answered, because so few as are measured would be compiled for minutes. */
    private static void warmUp(ServerProcess broker) throws IOException, InterruptedException {
        var produce = new ProduceStep(WARM_UP_TOPIC, 1, Batches.of(1, VALUE_BYTES), 1);
        var fetch = new FetchStep(WARM_UP_TOPIC, 0, FETCH_BYTES, WAIT_MS, Long.MAX_VALUE);
        try (Load load = new Load(broker)) {
            load.with(produce).with(connection -> {
                fetch.run(connection);
                return 0;
            });
            load.begin().warmUp(WARM_UP_REQUESTS);
        }
    }
}
