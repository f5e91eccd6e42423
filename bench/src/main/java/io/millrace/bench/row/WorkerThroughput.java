package io.millrace.bench.row;

import io.millrace.bench.load.Meter;
import io.millrace.bench.load.WorkerRest;
import io.millrace.bench.peer.ServerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a worker needs for a record of one task, with a converter (JSON is without schemas) and transformations. */
abstract class WorkerThroughput implements Row {

    static final int STRETCH = 500_000;
    static final int MEASURED = 3_000_000;

    private static final double CPU_GOAL = 0.5;
    private static final double RATE_GOAL = 1;
    private static final double TO_MICROS = 1e6;

    private final String key;
    private final RowFormat format;
    private final int transforms;
    private final List<Figure> figures;

    /** {@code direction}: source or sink; {@code what}: the way of a record, for the label. */
    WorkerThroughput(String direction, String what, RowFormat format, int transforms) {
        this.key = "connect-" + direction + "-" + format.keyPart() + transforms;
        this.format = format;
        this.transforms = transforms;
        String label = String.format(
                Locale.ROOT,
                "Connect, %s, %s, %d transform%s: ",
                what,
                format.label(),
                transforms,
                transforms == 1 ? "" : "s");
        this.figures = List.of(
                Figure.atMost(CPU_GOAL, label + "worker CPU per million records", "s"),
                new Figure(label + "records per second", "1/s", RATE_GOAL, RATE_GOAL, true));
    }

    @Override
    public final String key() {
        return key;
    }

    @Override
    public final List<Figure> figures() {
        return figures;
    }

    @Override
    public final boolean dependsOnFlush() {
        return false;
    }

    final RowFormat format() {
        return format;
    }

    final ServerProcess startWorker(Visit visit, Path folder, ServerProcess broker) throws IOException {
        return visit.peer().startWorker(folder, broker, "bench-" + folder.getFileName(), format.plugins(visit));
    }

    final double[] measure(Visit visit, ServerProcess worker, Map<String, String> connector, Meter.Progress progress)
            throws IOException, InterruptedException {
        Map<String, String> config = new HashMap<>(connector);
        config.putAll(format.converter(visit));
        config.putAll(WorkerTransforms.first(transforms));
        WorkerRest rest = new WorkerRest(worker);
        rest.awaitReady();
        rest.create(key, config, 1);
        Meter meter = new Meter(worker, () -> {
            rest.requireHealthy(key);
            return progress.done();
        });
        meter.warmUp(STRETCH);
        Meter.Cost cost = meter.measure(visit.scaled(MEASURED));
        return new double[] {cost.cpuSeconds() * TO_MICROS / cost.work(), cost.work() / cost.seconds()};
    }
}
