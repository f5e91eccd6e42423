package io.millrace.bench.peer;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;

/**
 * Apache Kafka from Maven Central: one node, KRaft, its own defaults, the JVM options of its start scripts.
 *
 * @param plugins the folder of the benchmark's plugins
 * @param workerClassPath a file with the class path of Connect's worker
 * @param jdbcSink the folder that Debezium's JDBC sink is a plugin in
 * @param capture the folder that Debezium's change capture is a plugin in
 * @param registry the folder of Apicurio Registry
 */
public record KafkaPeer(Path plugins, Path workerClassPath, Path jdbcSink, Path capture, Path registry)
        implements Peer {

    private static final String PROPERTIES_FILE = "server.properties";

    @Override
    public String key() {
        return "kafka";
    }

    @Override
    public boolean onlyForFlush() {
        return false;
    }

    @Override
    public String name() {
        return "Kafka";
    }

    @Override
    public Map<String, String> topicConfigs() {
        return Map.of();
    }

    @Override
    public void format(Path folder) throws IOException {
        Path properties = folder.resolve(PROPERTIES_FILE);
        int controllerPort = ServerProcess.freePort();
        Files.writeString(
                properties,
                String.join(
                        "\n",
                        "process.roles=broker,controller",
                        "node.id=1",
                        "controller.quorum.voters=1@127.0.0.1:" + controllerPort,
                        "controller.listener.names=CONTROLLER",
                        "listeners=PLAINTEXT://127.0.0.1:" + ServerProcess.port(folder) + ",CONTROLLER://127.0.0.1:"
                                + controllerPort,
                        "listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
                        "log.dirs=" + folder.resolve("log"),
                        "offsets.topic.replication.factor=1",
                        "transaction.state.log.replication.factor=1",
                        "transaction.state.log.min.isr=1",
                        DELETE_AT_ONCE,
                        ""));
        String[] arguments = {
            "format",
            "--config",
            properties.toString(),
            "--cluster-id",
            Uuid.randomUuid().toString()
        };
        if (StorageTool.execute(arguments, new PrintStream(OutputStream.nullOutputStream())) != 0) {
            throw new IOException("Kafka's storage could not be formatted in " + folder);
        }
    }

    @Override
    public ServerProcess start(Path folder) throws IOException {
        List<String> command = java("-Xms1G", "-Xmx1G");
        command.addAll(List.of(
                "-Dbench.log.level=INFO",
                "-cp",
                System.getProperty("java.class.path"),
                "kafka.Kafka",
                folder.resolve(PROPERTIES_FILE).toString()));
        return ServerProcess.start(command, folder);
    }

    @Override
    public ServerProcess startWorker(Path folder, ServerProcess broker, String group, List<Path> connectors)
            throws IOException {
        if (!Files.exists(workerClassPath)) {
            throw new IOException(
                    "The jars of Kafka Connect are not there; bench/run fetches them: " + workerClassPath);
        }
        Path properties = folder.resolve("worker.properties");
        List<String> lines = new ArrayList<>();
        WorkerSettings.of(group, ServerProcess.port(folder), broker, connectors)
                .forEach((key, value) -> lines.add(key + "=" + value));
        Files.write(properties, lines);
        List<String> command = java("-Xms256M", "-Xmx2G");
        command.addAll(List.of(
                "-cp",
                Files.readString(workerClassPath),
                "org.apache.kafka.connect.cli.ConnectDistributed",
                properties.toString()));
        return ServerProcess.start(command, folder);
    }

    @Override
    public Server startRegistry(Path folder) throws IOException {
        return new Apicurio(registry).start(folder);
    }

    @Override
    public Server startRegistryOnLog(Path folder) throws IOException {
        Path brokerFolder = Files.createDirectories(folder.resolve("broker"));
        format(brokerFolder);
        ServerProcess broker = start(brokerFolder);
        try {
            return new ServerWithStorage(new Apicurio(registry).startOn(broker, folder), broker);
        } catch (IOException e) {
            broker.close();
            throw e;
        }
    }

    @Override
    public String registryPath() {
        return Apicurio.PATH;
    }

    @Override
    public boolean isOurs() {
        return false;
    }

    @Override
    public DatabaseConnectors databaseConnectors() {
        return new DatabaseConnectors(
                List.of(capture, jdbcSink),
                "io.debezium.connector.postgresql.PostgresConnector",
                Map.of(
                        "connector.class", "io.debezium.connector.jdbc.JdbcSinkConnector",
                        "connection.username", PostgresPair.USER,
                        "connection.password", PostgresPair.PASSWORD,
                        "insert.mode", "upsert",
                        "primary.key.mode", "record_key",
                        "delete.enabled", "true",
                        "schema.evolution", "basic",
                        "collection.name.format", "${source.table}"));
    }

    private static List<String> java(String... heap) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(heap));
        command.addAll(List.of(
                "-server",
                "-XX:+UseG1GC",
                "-XX:MaxGCPauseMillis=20",
                "-XX:InitiatingHeapOccupancyPercent=35",
                "-XX:+ExplicitGCInvokesConcurrent",
                "-Djava.awt.headless=true"));
        return command;
    }
}
