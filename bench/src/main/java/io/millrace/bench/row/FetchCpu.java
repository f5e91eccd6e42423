package io.millrace.bench.row;

import io.millrace.bench.load.Batches;
import io.millrace.bench.load.FetchStep;
import io.millrace.bench.load.Load;
import io.millrace.bench.load.Meter;
import io.millrace.bench.load.ProduceStep;
import io.millrace.bench.load.Topics;
import io.millrace.bench.peer.ServerProcess;
import java.io.IOException;
import java.util.List;
import org.apache.kafka.common.record.internal.MemoryRecords;

/** CPU of the broker for each GB that raw connections fetch from cached segments, one partition in each request. */
final class FetchCpu implements Row {

    private static final int PARTITIONS = 4;
    private static final int BATCH_BYTES = 16 << 10;
    private static final int RECORD_BYTES = 100;
    private static final int REQUESTS_TO_FILL = 32_000;
    private static final int WINDOW = 8;
    private static final int WAIT_MS = 500;
    private static final int WARM_UP_REQUESTS = 20_000;
    private static final double GB = 1e9;

    private final String key;
    private final int fetchBytes;
    private final double gigabytes;
    private final Figure figure;

    FetchCpu(int fetchBytes, double gigabytes, double goal) {
        this.fetchBytes = fetchBytes;
        this.gigabytes = gigabytes;
        this.key = "fetch-" + (fetchBytes >> 10) + "k";
        this.figure = Figure.atMost(goal, "fetch, " + (fetchBytes >> 10) + " KiB at a time: broker CPU per GB", "s");
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
        return false;
    }

    @Override
    public double[] measure(Visit visit) throws IOException, InterruptedException {
        ServerProcess broker = visit.shared();
        try (Topics topics = visit.topics(broker)) {
            topics.create(key, PARTITIONS);
            int recordsPerBatch = Batches.countWithin(BATCH_BYTES, RECORD_BYTES);
            int requests = visit.scaled(REQUESTS_TO_FILL);
            fill(broker, Batches.of(recordsPerBatch, RECORD_BYTES), requests);
            // One partition may have got less than its share; each has this much at least.
            long endOffset = (long) requests / PARTITIONS * recordsPerBatch * 9 / 10;
            Meter.Cost cost;
            try (Load load = new Load(broker)) {
                for (int partition = 0; partition < PARTITIONS; partition++) {
                    load.with(new FetchStep(key, partition, fetchBytes, WAIT_MS, endOffset));
                }
                load.begin();
                long bytes = (long) (gigabytes * GB * visit.scaled(100) / 100);
                load.warmUp(Math.max((long) WARM_UP_REQUESTS * Math.min(fetchBytes, BATCH_BYTES), bytes / 2));
                cost = load.measure(bytes);
            }
            topics.delete(key);
            return new double[] {cost.cpuSeconds() * GB / cost.work()};
        }
    }

    private void fill(ServerProcess broker, MemoryRecords batch, int requests)
            throws IOException, InterruptedException {
        try (Load load = new Load(broker)) {
            load.with(new ProduceStep(key, PARTITIONS, batch, WINDOW)).begin().measure(requests);
        }
    }
}
