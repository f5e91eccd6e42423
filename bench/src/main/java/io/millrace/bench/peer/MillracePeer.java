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
        return ServerProcess.start(
                List.of(
                        home.resolve("bin/millrace").toString(),
                        "start",
                        "--roles",
                        "broker",
                        "--data",
                        folder.resolve("data").toString(),
                        "--set",
                        "listeners=PLAINTEXT://127.0.0.1:" + ServerProcess.port(folder),
                        "--set",
                        DELETE_AT_ONCE),
                folder);
    }

    @Override
    public ServerProcess startWorker(Path folder, ServerProcess broker, String group, List<Path> connectors)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                home.resolve("bin/millrace").toString(),
                "start",
                "--roles",
                "connect",
                "--data",
                folder.resolve("data").toString()));
        WorkerSettings.of(group, ServerProcess.port(folder), broker, connectors).forEach((key, value) -> {
            command.add("--set");
            command.add(key + "=" + value);
        });
        return ServerProcess.start(command, folder);
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
