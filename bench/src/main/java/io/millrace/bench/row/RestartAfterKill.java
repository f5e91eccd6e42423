package io.millrace.bench.row;

import io.millrace.bench.load.Batches;
import io.millrace.bench.load.Load;
import io.millrace.bench.load.ProduceStep;
import io.millrace.bench.load.Topics;
import io.millrace.bench.peer.ServerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.common.record.internal.MemoryRecords;

/** From the start after a kill -9 until every partition has acknowledged a record. */
final class RestartAfterKill implements Row {

    private static final int RECORDS = 150;
    private static final int VALUE_BYTES = 100;
    private static final int WINDOW = 16;
    private static final double GOAL = 0.1;

    private final String key;
    private final String label;
    private final int partitions;
    private final double gigabytes;

    RestartAfterKill(String key, String label, int partitions, double gigabytes) {
        this.key = key;
        this.label = label;
        this.partitions = partitions;
        this.gigabytes = gigabytes;
    }

    @Override
    public String key() {
        return key;
    }

    @Override
    public List<Figure> figures() {
        return List.of(Figure.atMost(GOAL, "restart after kill -9, " + label, "s"));
    }

    @Override
    public boolean dependsOnFlush() {
        return false;
    }

    @Override
    public double[] measure(Visit visit) throws IOException, InterruptedException {
        Path folder = visit.newFolder();
        try (ServerProcess first = visit.peer().start(folder);
                Topics topics = visit.topics(first)) {
            topics.create(key, partitions);
            fill(first, visit);
            first.kill();
        }
        try (ServerProcess second = visit.peer().start(folder)) {
            Topics.awaitUsable(second, key, partitions);
            return new double[] {second.secondsAlive()};
        } finally {
            Visit.delete(folder);
        }
    }

    private void fill(ServerProcess broker, Visit visit) throws IOException, InterruptedException {
        MemoryRecords batch = Batches.of(RECORDS, VALUE_BYTES);
        int requests = visit.scaled((int) (gigabytes * 1e9 / batch.sizeInBytes()));
        if (gigabytes > 0) {
            try (Load load = new Load(broker)) {
                load.with(new ProduceStep(key, partitions, batch, WINDOW))
                        .begin()
                        .measure(requests);
            }
        }
    }
}
