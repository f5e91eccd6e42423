package io.millrace.bench.row;

import io.millrace.bench.load.Batches;
import io.millrace.bench.load.Load;
import io.millrace.bench.load.Meter;
import io.millrace.bench.load.ProduceStep;
import io.millrace.bench.load.Topics;
import io.millrace.bench.peer.ServerProcess;
import java.io.IOException;
import java.util.List;
import org.apache.kafka.common.record.internal.MemoryRecords;

/** CPU of the broker for produce requests with acks=all from raw connections, each some requests ahead of its answers. */
final class ProduceCpu implements Row {

    private static final int CONNECTIONS = 4;
    private static final int WINDOW = 8;
    private static final int PARTITIONS = 4;
    private static final int WARM_UP_REQUESTS = 20_000;
    private static final double SECONDS_TO_MICROS = 1e6;

    private final String key;
    private final Figure figure;
    private final int recordsPerBatch;
    private final int valueBytes;
    private final int requests;
    private final boolean countRequests;

    private ProduceCpu(
            String key, Figure figure, int recordsPerBatch, int valueBytes, int requests, boolean countRequests) {
        this.key = key;
        this.figure = figure;
        this.recordsPerBatch = recordsPerBatch;
        this.valueBytes = valueBytes;
        this.requests = requests;
        this.countRequests = countRequests;
    }

    /** Batches of {@code batchBytes} filled with records of {@code valueBytes}; CPU for each million records. */
    static Row batches(String key, int batchBytes, int valueBytes, double goal) {
        int count = Batches.countWithin(batchBytes, valueBytes);
        var label = "produce, " + valueBytes + " B records in " + (batchBytes >> 10)
                + " KiB batches: broker CPU per million records";
        return new ProduceCpu(key, Figure.atMost(goal, label, "s"), count, valueBytes, 60_000, false);
    }

    /** One record in each request; CPU for each request. */
    static Row singles(String key, int valueBytes, double goal) {
        var label = "produce, one record of " + valueBytes + " B in each request: broker CPU per request";
        return new ProduceCpu(key, Figure.atMost(goal, label, "µs"), 1, valueBytes, 300_000, true);
    }

    @Override
    public String key() {
        return key;
    }

    @Override
    public List<Figure> figures() {
        return List.of(figure);
    }

    @Override
    public boolean dependsOnFlush() {
        return true;
    }

    @Override
    public double[] measure(Visit visit) throws IOException, InterruptedException {
        ServerProcess broker = visit.shared();
        MemoryRecords batch = Batches.of(recordsPerBatch, valueBytes);
        try (Topics topics = visit.topics(broker)) {
            warmUp(broker, topics, batch);
            topics.create(key, PARTITIONS);
            Meter.Cost cost;
            try (Load load = load(broker, key, batch)) {
                cost = load.measure(visit.scaled(requests));
            }
            topics.delete(key);
            broker.awaitDeleted(key);
            double units = countRequests ? cost.work() : (double) cost.work() * recordsPerBatch;
            return new double[] {cost.cpuSeconds() * SECONDS_TO_MICROS / units};
        }
    }

    /**
     * On a topic of its own, which goes before anything is measured: where free memory must be asked of a hypervisor
     * first, the page cache costs several times as much then, and all brokers are to begin alike, whatever their
     * warm-up took.
     */
    private void warmUp(ServerProcess broker, Topics topics, MemoryRecords batch)
            throws IOException, InterruptedException {
        String topic = "warm-up-" + key;
        topics.create(topic, PARTITIONS);
        try (Load load = load(broker, topic, batch)) {
            load.warmUp(WARM_UP_REQUESTS);
        }
        topics.delete(topic);
        broker.awaitDeleted(topic);
    }

    private static Load load(ServerProcess broker, String topic, MemoryRecords batch) throws IOException {
        var load = new Load(broker);
        for (int i = 0; i < CONNECTIONS; i++) {
            load.with(new ProduceStep(topic, PARTITIONS, batch, WINDOW).startingAt(i));
        }
        return load.begin();
    }
}
