package io.millrace.bench.peer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Millrace's broker as its distribution starts it, in one of its flush modes.
 *
 * @param home the distribution
 * @param flush {@code ack}: acknowledged records are on disk; {@code async}: in the page cache, as with Kafka
 * @param plugins the folder of the benchmark's plugins
 */
public record MillracePeer(Path home, String flush, Path plugins) implements Peer {

    @Override
    public String key() {
        return flush;
    }

    @Override
    public boolean onlyForFlush() {
        return flush.equals("async");
    }

    @Override
    public String name() {
        return "Millrace " + flush;
    }

    @Override
    public Map<String, String> topicConfigs() {
        return Map.of("flush", flush);
    }

    @Override
    public void format(Path folder) {
        // A broker that finds nothing founds its cluster itself.
    }

    @Override
    public ServerProcess start(Path folder) throws IOException {
        return servers().startBroker(folder);
    }

    @Override
    public ServerProcess startWorker(Path folder, ServerProcess broker, String group, List<Path> connectors)
            throws IOException {
        List<String> settings = new ArrayList<>();
        WorkerSettings.of(group, ServerProcess.port(folder), broker, connectors)
                .forEach((key, value) -> settings.add(key + "=" + value));
        return servers().start(folder, "connect", settings);
    }

    @Override
    public Server startRegistry(Path folder) throws IOException {
        return startRegistryOnLog(folder);
    }

    @Override
    public Server startRegistryOnLog(Path folder) throws IOException {
        return servers().startRegistryWithBroker(folder);
    }

    @Override
    public String registryPath() {
        return "";
    }

    @Override
    public boolean isOurs() {
        return true;
    }

    private MillraceServers servers() {
        return new MillraceServers(home);
    }

    @Override
    public DatabaseConnectors databaseConnectors() {
        return new DatabaseConnectors(
                List.of(home.resolve("plugins")),
                "io.millrace.connectors.cdc.PostgresCdcSourceConnector",
                Map.of(
                        "connector.class", "io.millrace.connectors.jdbc.JdbcSinkConnector",
                        "connection.user", PostgresPair.USER,
                        "connection.password", PostgresPair.PASSWORD,
                        "insert.mode", "upsert",
                        "pk.mode", "record_key",
                        "delete.enabled", "true",
                        "auto.create", "true",
                        "table.name.format", "${source.table}"));
    }
}
