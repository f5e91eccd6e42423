package io.millrace.bench.row;

import io.millrace.bench.load.RegistryRest;
import io.millrace.bench.load.SchemasTopic;
import io.millrace.bench.peer.ServerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** From the start of a registry's process, its broker at rest and its topic full, to the first answer that it gives. */
final class RegistryStart implements Row {

    private static final int[] RECORDS = {10_000, 100_000};
    private static final double GOAL_S = 3;
    private static final long BROKER_RESTS_MS = 5_000;
    private static final double[] NOTHING = {};

    @Override
    public String key() {
        return "registry-start";
    }

    @Override
    public List<Figure> figures() {
        return List.of(figure(RECORDS[0]), figure(RECORDS[1]));
    }

    private static Figure figure(int records) {
        String label = String.format(Locale.ROOT, "registry, start with %,d records in `_schemas`", records);
        return Figure.aloneAtMost(GOAL_S, label, "s");
    }

    @Override
    public boolean dependsOnFlush() {
        return false;
    }

    @Override
    public Reference reference() {
        return Reference.APICURIO;
    }

    @Override
    public double[] measure(Visit visit) throws IOException, InterruptedException {
        // Others keep their schemas elsewhere.
        return visit.peer().isOurs() ? new double[] {seconds(visit, RECORDS[0]), seconds(visit, RECORDS[1])} : NOTHING;
    }

    private static double seconds(Visit visit, int records) throws IOException, InterruptedException {
        Path folder = visit.emptyFolder();
        try (ServerProcess broker = visit.servers().startBroker(visit.emptyFolder())) {
            try (ServerProcess first = visit.servers().startRegistry(folder, broker)) {
                RegistryRest.await(first, "").close();
                first.stop();
            }
            SchemasTopic.fill(broker, records);
            // For a while after so many writes the broker's compilers and disk still work on them.
            Thread.sleep(BROKER_RESTS_MS);
            try (ServerProcess second = visit.servers().startRegistry(folder, broker);
                    RegistryRest rest = RegistryRest.await(second, "")) {
                double seconds = second.secondsAlive();
                rest.requireSubjects(SchemasTopic.subjects(records));
                return seconds;
            }
        }
    }
}
