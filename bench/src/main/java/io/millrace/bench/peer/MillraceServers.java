package io.millrace.bench.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The servers of Millrace's distribution, each with its defaults. Its registry and converter also serve the workers of
 * both kinds, and its broker both ways of writing to it: what differs in a row is then what the row is about.
 *
 * @param home the distribution
 */
public record MillraceServers(Path home) {

    private static final String BROKER_FOLDER = "broker";

    /** Starts a broker; returns at once, as all others here. */
    public ServerProcess startBroker(Path folder) throws IOException {
        return start(folder, "broker", listener(folder), Peer.DELETE_AT_ONCE);
    }

    /** A registry that keeps its schemas in a topic of the broker. */
    public ServerProcess startRegistry(Path folder, ServerProcess broker) throws IOException {
        return start(
                folder,
                "registry",
                "bootstrap.servers=" + broker.bootstrapServers(),
                "registry.listeners=" + url(ServerProcess.port(folder)));
    }

    /** A registry and the broker that it writes to in one process; the port is the registry's. */
    public ServerProcess startRegistryWithBroker(Path folder) throws IOException {
        return start(
                folder,
                "broker,registry",
                "broker." + listener(Files.createDirectories(folder.resolve(BROKER_FOLDER))),
                "registry.listeners=" + url(ServerProcess.port(folder)));
    }

    /** A gateway in front of the broker. */
    public ServerProcess startGateway(Path folder, ServerProcess broker) throws IOException {
        return start(
                folder,
                "gateway",
                "bootstrap.servers=" + broker.bootstrapServers(),
                "gateway.listeners=" + url(ServerProcess.port(folder)));
    }

    private static String listener(Path folder) throws IOException {
        return "listeners=PLAINTEXT://127.0.0.1:" + ServerProcess.port(folder);
    }

    private ServerProcess start(Path folder, String roles, String... settings) throws IOException {
        return start(folder, roles, List.of(settings));
    }

    ServerProcess start(Path folder, String roles, List<String> settings) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                home.resolve("bin/millrace").toString(),
                "start",
                "--roles",
                roles,
                "--data",
                folder.resolve("data").toString()));
        settings.forEach(setting -> command.addAll(List.of("--set", setting)));
        return ServerProcess.start(command, folder);
    }

    /** The folder of plugins that the converter is in. */
    public Path plugins() {
        return home.resolve("plugins");
    }

    /** Where a server of this port answers. */
    public static String url(int port) {
        return "http://127.0.0.1:" + port;
    }
}
