package io.millrace.bench.row;

import io.millrace.bench.load.Topics;
import io.millrace.bench.peer.MillraceServers;
import io.millrace.bench.peer.Peer;
import io.millrace.bench.peer.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * One turn of one broker in the alternation. Rows that only put load on a broker share one process; a row that starts
 * and kills has its own. Nothing is left on disk afterwards.
 */
public final class Visit implements AutoCloseable {

    private final Peer peer;
    private final MillraceServers servers;
    private final Path folder;
    private final double scale;
    private ServerProcess shared;
    private ServerProcess registry;
    private FilledRegistry comparedRegistry;
    private RegistryStorage comparedStorage;
    private int folders;

    /** {@code scale} shrinks the amounts of data, not the numbers of partitions: 1 is the full form. */
    public Visit(Peer peer, MillraceServers servers, Path folder, double scale) {
        this.peer = peer;
        this.servers = servers;
        this.folder = folder;
        this.scale = scale;
    }

    public Peer peer() {
        return peer;
    }

    /** So much of an amount, one at least. */
    public int scaled(int amount) {
        return Math.max(1, (int) Math.round(amount * scale));
    }

    /** The broker that rows share, started when the first one asks. */
    public ServerProcess shared() throws IOException {
        if (shared == null) {
            shared = peer.start(newFolder());
        }
        return shared;
    }

    /** The schema registry on the shared broker, started when the first row asks; it may not answer yet. */
    ServerProcess registry() throws IOException {
        if (registry == null) {
            registry = servers.startRegistry(emptyFolder(), shared());
        }
        return registry;
    }

    /**
     * The registry that is compared, with the schemas of the rows; started and filled when the first row asks. One with
     * other storage ends before.
     */
    FilledRegistry comparedRegistry(RegistryStorage storage) throws IOException, InterruptedException {
        if (storage != comparedStorage) {
            closeComparedRegistry();
            comparedRegistry = FilledRegistry.start(this, storage);
            comparedStorage = storage;
        }
        return comparedRegistry;
    }

    private void closeComparedRegistry() {
        if (comparedRegistry != null) {
            comparedRegistry.close();
        }
        comparedStorage = null;
    }

    /** Millrace's servers, for rows in which both peers need one of them. */
    MillraceServers servers() {
        return servers;
    }

    /** The folder of plugins with the registry's converter. */
    Path registryPlugins() {
        return servers.plugins();
    }

    /** An empty data folder that is ready for {@link Peer#start}. */
    public Path newFolder() throws IOException {
        Path made = emptyFolder();
        peer.format(made);
        return made;
    }

    /** An empty folder, ready for {@link Peer#startWorker}. */
    public Path emptyFolder() throws IOException {
        return Files.createDirectories(folder.resolve(Integer.toString(folders++)));
    }

    public Topics topics(ServerProcess broker) throws IOException, InterruptedException {
        return new Topics(broker, peer.topicConfigs());
    }

    @Override
    public void close() throws IOException {
        closeComparedRegistry();
        if (registry != null) {
            registry.close();
        }
        if (shared != null) {
            shared.close();
        }
        delete(folder);
    }

    /** Deletes a folder with all that is in it. */
    public static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            List<Path> deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.delete(path);
            }
        }
    }
}
