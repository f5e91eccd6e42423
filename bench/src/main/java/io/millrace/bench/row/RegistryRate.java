package io.millrace.bench.row;

import io.millrace.bench.load.Load;
import io.millrace.bench.load.Meter;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** How many requests of some kinds a registry answers, each kind alone, and what one costs it. */
final class RegistryRate implements Row {

    private static final double STRETCH_S = 4;
    private static final int MAX_STRETCHES = 20;
    private static final double MEASURED_S = 10;
    private static final double TO_MICROS = 1e6;
    private static final int PER_CENT = 100;

    private final String key;
    private final RegistryStorage storage;
    private final List<RegistryOperation> operations;

    RegistryRate(String key, RegistryStorage storage, RegistryOperation... operations) {
        this.key = key;
        this.storage = storage;
        this.operations = List.of(operations);
    }

    @Override
    public String key() {
        return key;
    }

    @Override
    public List<Figure> figures() {
        return operations.stream()
                .flatMap(operation -> Stream.of(operation.rate(storage), operation.cpu(storage)))
                .toList();
    }

    @Override
    public boolean dependsOnFlush() {
        return false;
    }

    @Override
    public Reference reference() {
        return storage.reference();
    }

    @Override
    public double[] measure(Visit visit) throws IOException, InterruptedException {
        FilledRegistry registry = visit.comparedRegistry(storage);
        double[] values = new double[2 * operations.size()];
        for (int i = 0; i < operations.size(); i++) {
            Meter.Cost cost = cost(visit, registry, operations.get(i));
            values[2 * i] = cost.work() / cost.seconds();
            values[2 * i + 1] = cost.cpuSeconds() * TO_MICROS / cost.work();
        }
        return values;
    }

    private static Meter.Cost cost(Visit visit, FilledRegistry registry, RegistryOperation operation)
            throws IOException, InterruptedException {
        try (Load load = registry.load(connection -> operation.requests(registry.requests(), connection))) {
            Meter meter = new Meter(registry.server(), load::done);
            meter.warmUpFor(STRETCH_S, MAX_STRETCHES);
            return meter.measureFor(MEASURED_S * visit.scaled(PER_CENT) / PER_CENT);
        }
    }
}
