package io.millrace.bench.row;

import io.millrace.bench.peer.Server;
import java.io.IOException;
import java.util.List;

/** Resident memory of a registry together with the broker that has its schemas, for both: all that a user must run. */
final class RegistryMemoryOnLog implements Row {

    @Override
    public String key() {
        return "registry-memory-on-log";
    }

    @Override
    public List<Figure> figures() {
        return List.of(
                Figure.atMost(RegistryMemory.GOAL, "registry with its log, memory idle (RSS)", "MB"),
                Figure.atMost(RegistryMemory.GOAL, "registry with its log, memory loaded (RSS)", "MB"));
    }

    @Override
    public boolean dependsOnFlush() {
        return false;
    }

    @Override
    public Reference reference() {
        return RegistryStorage.LOG.reference();
    }

    @Override
    public double[] measure(Visit visit) throws IOException, InterruptedException {
        try (Server server = RegistryStorage.LOG.start(visit.peer(), visit.emptyFolder())) {
            return RegistryFootprint.idleAndLoaded(visit, server);
        }
    }
}
