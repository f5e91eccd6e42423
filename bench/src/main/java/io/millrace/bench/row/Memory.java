package io.millrace.bench.row;

import io.millrace.bench.load.Batches;
import io.millrace.bench.load.FetchStep;
import io.millrace.bench.load.Load;
import io.millrace.bench.load.ProduceStep;
import io.millrace.bench.load.Topics;
import io.millrace.bench.peer.ServerProcess;
import java.io.IOException;
import java.util.List;
import org.apache.kafka.common.record.internal.MemoryRecords;

/** Resident memory of a broker that has started and rests, and of one that takes and gives as much as it can. */
final class Memory implements Row {

    private static final String KEY = "memory";
    private static final int PARTITIONS = 4;
    private static final int WINDOW = 8;
    private static final int RECORDS = 150;
    private static final int VALUE_BYTES = 100;
    private static final int FETCH_BYTES = 1 << 20;
    private static final int WAIT_MS = 500;
    private static final long REST_MS = 3_000;
    private static final long LOAD_BYTES = 4_000_000_000L;
    private static final double GOAL = 0.4;

    @Override
    public String key() {
        return KEY;
    }

    @Override
    public List<Figure> figures() {
        return List.of(
                Figure.atMost(GOAL, "memory idle (RSS)", "MB"), Figure.atMost(GOAL, "memory loaded (RSS)", "MB"));
    }

    @Override
    public boolean dependsOnFlush() {
        return false;
    }

    @Override
    public double[] measure(Visit visit) throws IOException, InterruptedException {
        try (ServerProcess broker = visit.peer().start(visit.newFolder());
                Topics topics = visit.topics(broker)) {
            topics.create(KEY, PARTITIONS);
            Thread.sleep(REST_MS);
            double idle = broker.residentMb();
            MemoryRecords batch = Batches.of(RECORDS, VALUE_BYTES);
            try (Load load = new Load(broker)) {
                for (int i = 0; i < PARTITIONS; i++) {
                    var produce = new ProduceStep(KEY, PARTITIONS, batch, WINDOW).startingAt(i);
                    load.with(connection -> produce.run(connection) * batch.sizeInBytes());
                    load.with(new FetchStep(KEY, i, FETCH_BYTES, WAIT_MS, Long.MAX_VALUE));
                }
                load.begin().measure((long) (LOAD_BYTES * (visit.scaled(100) / 100.0)));
            }
            return new double[] {idle, broker.residentMb()};
        }
    }
}
