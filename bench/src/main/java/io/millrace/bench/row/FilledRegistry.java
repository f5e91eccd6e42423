package io.millrace.bench.row;

import io.millrace.bench.load.HttpConnections;
import io.millrace.bench.load.Load;
import io.millrace.bench.load.RegistryRequests;
import io.millrace.bench.load.RegistryRest;
import io.millrace.bench.load.SchemaTexts;
import io.millrace.bench.peer.Server;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** A registry of one of the peers with a thousand subjects of one version, and one subject of a hundred. */
final class FilledRegistry implements AutoCloseable {

    private static final int CONNECTIONS = 8;
    private static final int THREADS = 2;
    private static final String LEVEL = "BACKWARD_TRANSITIVE";
    private static final String VERDICT = "is_compatible";

    private final Server server;
    private final RegistryRequests requests;

    private FilledRegistry(Server server, RegistryRequests requests) {
        this.server = server;
        this.requests = requests;
    }

    /** Starts and fills one; blocks for seconds. */
    static FilledRegistry start(Visit visit, RegistryStorage storage) throws IOException, InterruptedException {
        Server server = storage.start(visit.peer(), visit.emptyFolder());
        try {
            return fill(server, visit.peer().registryPath());
        } catch (IOException | InterruptedException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /** Fills a registry that may not answer yet. */
    static FilledRegistry fill(Server server, String path) throws IOException, InterruptedException {
        try (RegistryRest rest = RegistryRest.await(server, path)) {
            List<Integer> ids = new ArrayList<>();
            for (int i = 0; i < RegistryRequests.SUBJECTS; i++) {
                ids.add(rest.register(RegistryRequests.name(i), SchemaTexts.of(i)));
            }
            int subject = RegistryRequests.VERSIONED;
            String versioned = RegistryRequests.name(subject);
            for (int version = 1; version <= RegistryRequests.VERSIONS; version++) {
                rest.register(versioned, SchemaTexts.version(subject, version));
            }
            if (rest.versions(versioned) != RegistryRequests.VERSIONS) {
                throw new IOException("the registry has " + rest.versions(versioned) + " versions of " + versioned);
            }
            rest.compatibility(versioned, LEVEL);
            RegistryRequests requests = new RegistryRequests(path, ids);
            // A registry that looks at fewer versions would do less work.
            rest.require(requests.checks(0).get(), VERDICT, true);
            rest.require(requests.check(SchemaTexts.against(subject, 1)), VERDICT, false);
            return new FilledRegistry(server, requests);
        }
    }

    Server server() {
        return server;
    }

    RegistryRequests requests() {
        return requests;
    }

    /** Connections that ask one thing after the other; close it to end them. */
    Load load(IntFunction<Supplier<ByteBuffer>> requestsOfConnection) throws IOException {
        Load load = new Load(server);
        for (int i = 0; i < THREADS; i++) {
            List<Supplier<ByteBuffer>> requests = IntStream.range(0, CONNECTIONS)
                    .filter(ofThread(i))
                    .mapToObj(requestsOfConnection)
                    .toList();
            HttpConnections connections = HttpConnections.open(server.port(), requests);
            load.with(connections, connections::step);
        }
        return load.begin();
    }

    private static IntPredicate ofThread(int thread) {
        return connection -> connection % THREADS == thread;
    }

    @Override
    public void close() {
        server.close();
    }
}
