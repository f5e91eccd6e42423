package io.millrace.bench.row;

import io.millrace.bench.load.Load;
import io.millrace.bench.load.RegistryRest;
import io.millrace.bench.peer.Server;
import java.io.IOException;

/** What memory a registry takes. */
final class RegistryFootprint {

    private static final long REST_MS = 5_000;
    private static final long LOADED_MS = 20_000;

    private RegistryFootprint() {}

    /** Resident MB of one that has started and rests, and of the same with schemas after many requests. */
    static double[] idleAndLoaded(Visit visit, Server server) throws IOException, InterruptedException {
        String path = visit.peer().registryPath();
        RegistryRest.await(server, path).close();
        Thread.sleep(REST_MS);
        double idle = server.residentMb();
        FilledRegistry registry = FilledRegistry.fill(server, path);
        // Each connection asks something else.
        RegistryOperation[] reads = {
            RegistryOperation.BY_ID, RegistryOperation.LATEST, RegistryOperation.LOOK_UP, RegistryOperation.CHECK
        };
        try (Load load = registry.load(
                connection -> reads[connection % reads.length].requests(registry.requests(), connection))) {
            Thread.sleep(visit.scaled((int) LOADED_MS));
            load.done();
            return new double[] {idle, server.residentMb()};
        }
    }
}
