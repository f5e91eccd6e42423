package io.millrace.bench.row;

import io.millrace.bench.peer.Server;
import io.millrace.bench.peer.ServerProcess;
import java.io.IOException;
import java.util.List;

/**
 * Resident memory of a registry that has started and rests, and of one with schemas that has answered many requests. Ours
 * is measured twice: in one process with its broker, as it comes, and in a process of its own.
 */
final class RegistryMemory implements Row {

    static final double GOAL = 0.5;

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
        double[] whole;
        try (Server server = visit.peer().startRegistry(visit.emptyFolder())) {
            whole = RegistryFootprint.idleAndLoaded(visit, server);
        }
        if (!visit.peer().isOurs()) {
            // There is no broker in it that could be left out.
            return new double[] {whole[0], whole[1], whole[0], whole[1]};
        }
        try (ServerProcess broker = visit.servers().startBroker(visit.emptyFolder());
                Server server = visit.servers().startRegistry(visit.emptyFolder(), broker)) {
            double[] own = RegistryFootprint.idleAndLoaded(visit, server);
            return new double[] {whole[0], whole[1], own[0], own[1]};
        }
    }
}
