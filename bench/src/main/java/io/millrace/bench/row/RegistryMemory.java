package io.millrace.bench.row;

import io.millrace.bench.load.Load;
import io.millrace.bench.load.RegistryRest;
import io.millrace.bench.peer.ServerProcess;
import java.io.IOException;
import java.util.List;

/**
 * Resident memory of a registry that has started and rests, and of one with schemas that has answered many requests. Ours
 * is measured twice: in one process with its broker, as it comes, and in a process of its own.
 */
final class RegistryMemory implements Row {

    private static final long REST_MS = 5_000;
    private static final long LOADED_MS = 20_000;
    private static final double GOAL = 0.5;

    @Override
    public String key() {
        return "registry-memory";
    }

    @Override
    public List<Figure> figures() {
        return List.of(
                Figure.atMost(GOAL, "registry and broker in one process, memory idle (RSS)", "MB"),
                Figure.atMost(GOAL, "registry and broker in one process, memory loaded (RSS)", "MB"),
                Figure.atMost(GOAL, "registry in its own process, memory idle (RSS)", "MB"),
                Figure.atMost(GOAL, "registry in its own process, memory loaded (RSS)", "MB"));
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
        String path = visit.peer().registryPath();
        double[] whole;
        try (ServerProcess server = visit.peer().startRegistry(visit.emptyFolder())) {
            whole = idleAndLoaded(visit, server, path);
        }
        if (!visit.peer().isOurs()) {
            // There is no broker in it that could be left out.
            return new double[] {whole[0], whole[1], whole[0], whole[1]};
        }
        try (ServerProcess broker = visit.servers().startBroker(visit.emptyFolder());
                ServerProcess server = visit.servers().startRegistry(visit.emptyFolder(), broker)) {
            double[] own = idleAndLoaded(visit, server, path);
            return new double[] {whole[0], whole[1], own[0], own[1]};
        }
    }

    private static double[] idleAndLoaded(Visit visit, ServerProcess server, String path)
            throws IOException, InterruptedException {
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
