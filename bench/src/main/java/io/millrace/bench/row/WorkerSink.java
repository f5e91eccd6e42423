package io.millrace.bench.row;

import io.millrace.bench.load.Batches;
import io.millrace.bench.load.Load;
import io.millrace.bench.load.Meter;
import io.millrace.bench.load.ProduceStep;
import io.millrace.bench.load.Topics;
import io.millrace.bench.peer.ServerProcess;
import io.millrace.bench.plugin.NullSinkConnector;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.common.record.internal.MemoryRecords;

/** From a topic that is full to a connector that drops what it gets. */
final class WorkerSink extends WorkerThroughput {

    private static final int PARTITIONS = 4;
    private static final int WINDOW = 8;
    private static final int BATCH_RECORDS = 150;

    WorkerSink(RowFormat format, int transforms) {
        super("sink", "topic to null sink", format, transforms);
    }

    @Override
    public double[] measure(Visit visit) throws IOException, InterruptedException {
        ServerProcess broker = visit.shared();
        Path folder = visit.emptyFolder();
        Path progress = folder.resolve("progress");
        try (Topics topics = visit.topics(broker);
                ServerProcess worker = startWorker(visit, folder, broker)) {
            byte[] row = format().row(visit, key());
            topics.create(key(), PARTITIONS, Batches.of(1, row));
            MemoryRecords batch = Batches.of(BATCH_RECORDS, row);
            fill(broker, batch, 2 * STRETCH + Meter.MAX_WARM_UPS * 2 * STRETCH + 2 * visit.scaled(MEASURED));
            double[] values = measure(
                    visit,
                    worker,
                    Map.of(
                            "connector.class", NullSinkConnector.class.getName(),
                            "tasks.max", "1",
                            "topics", key(),
                            "progress.file", progress.toString()),
                    () -> count(progress));
            topics.delete(key());
            return values;
        }
    }

    /** Twice what is asked for, since a stretch may take more than it waits for. */
    private void fill(ServerProcess broker, MemoryRecords batch, int records) throws IOException, InterruptedException {
        try (Load load = new Load(broker)) {
            load.with(new ProduceStep(key(), PARTITIONS, batch, WINDOW)).begin().measure(records / BATCH_RECORDS);
        }
    }

    private static long count(Path progress) throws IOException {
        byte[] bytes = Files.exists(progress) ? Files.readAllBytes(progress) : new byte[0];
        return bytes.length < Long.BYTES ? 0 : ByteBuffer.wrap(bytes).getLong();
    }
}
