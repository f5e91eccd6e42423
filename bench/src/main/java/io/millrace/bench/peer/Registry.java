package io.millrace.bench.peer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Millrace's schema registry and its Avro converter, for the workers of both kinds: what differs in a row is then the
 * worker. Confluent's own are in no public repository that a build may use.
 *
 * @param home the distribution
 */
public record Registry(Path home) {

    /** Starts a registry that keeps its schemas in a topic of the broker; returns at once. */
    public ServerProcess start(Path folder, ServerProcess broker) throws IOException {
        return ServerProcess.start(
                List.of(
                        home.resolve("bin/millrace").toString(),
                        "start",
                        "--roles",
                        "registry",
                        "--data",
                        folder.resolve("data").toString(),
                        "--set",
                        "bootstrap.servers=" + broker.bootstrapServers(),
                        "--set",
                        "registry.listeners=" + url(ServerProcess.port(folder))),
                folder);
    }

    /** The folder of plugins that the converter is in. */
    public Path plugins() {
        return home.resolve("plugins");
    }

    /** Where a registry of this port answers. */
    public static String url(int port) {
        return "http://127.0.0.1:" + port;
    }
}
