package io.millrace.bench.row;

import io.millrace.bench.load.Topics;
import io.millrace.bench.peer.ServerProcess;
import io.millrace.bench.plugin.GeneratorConnector;
import java.io.IOException;
import java.util.Map;

/** From a connector that makes rows up to a topic. */
final class WorkerSource extends WorkerThroughput {

    private static final int PARTITIONS = 1;

    WorkerSource(RowFormat format, int transforms) {
        super("source", "generator to topic", format, transforms);
    }

    @Override
    public double[] measure(Visit visit) throws IOException, InterruptedException {
        ServerProcess broker = visit.shared();
        try (Topics topics = visit.topics(broker);
                ServerProcess worker = startWorker(visit, visit.emptyFolder(), broker)) {
            topics.create(key(), PARTITIONS);
            double[] values = measure(
                    visit,
                    worker,
                    Map.of(
                            "connector.class", GeneratorConnector.class.getName(),
                            "tasks.max", "1",
                            "topic", key()),
                    () -> topics.endOffset(key()));
            topics.delete(key());
            return values;
        }
    }
}
