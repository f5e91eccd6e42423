package io.millrace.bench.peer;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;

/** Apache Kafka from Maven Central: one node, KRaft, its own defaults, the JVM options of kafka-server-start. */
public final class KafkaPeer implements Peer {

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
        int controllerPort = BrokerProcess.freePort();
        Files.writeString(
                properties,
                String.join(
                        "\n",
                        "process.roles=broker,controller",
                        "node.id=1",
                        "controller.quorum.voters=1@127.0.0.1:" + controllerPort,
                        "controller.listener.names=CONTROLLER",
                        "listeners=PLAINTEXT://127.0.0.1:" + BrokerProcess.port(folder) + ",CONTROLLER://127.0.0.1:"
                                + controllerPort,
                        "listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
                        "log.dirs=" + folder.resolve("log"),
                        "offsets.topic.replication.factor=1",
                        "transaction.state.log.replication.factor=1",
                        "transaction.state.log.min.isr=1",
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
    public BrokerProcess start(Path folder) throws IOException {
        return BrokerProcess.start(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1G",
                        "-Xms1G",
                        "-server",
                        "-XX:+UseG1GC",
                        "-XX:MaxGCPauseMillis=20",
                        "-XX:InitiatingHeapOccupancyPercent=35",
                        "-XX:+ExplicitGCInvokesConcurrent",
                        "-Djava.awt.headless=true",
                        "-Dbench.log.level=INFO",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "kafka.Kafka",
                        folder.resolve(PROPERTIES_FILE).toString()),
                folder);
    }
}
