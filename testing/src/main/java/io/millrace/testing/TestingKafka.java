package io.millrace.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;

/** An Apache Kafka broker (KRaft, one node) in a JVM of its own: the peer that our servers must also run against. */
public final class TestingKafka implements AutoCloseable {

    private static final Duration START_TIMEOUT = Duration.ofSeconds(120);
    private static final int START_ATTEMPTS = 3;

    private final ChildJvm process;
    private final Path folder;
    private final String bootstrapServers;
    private final String clusterId;
    private final int controllerPort;

    private TestingKafka(ChildJvm process, Path folder, String bootstrapServers, String clusterId, int controllerPort) {
        this.process = process;
        this.folder = folder;
        this.bootstrapServers = bootstrapServers;
        this.clusterId = clusterId;
        this.controllerPort = controllerPort;
    }

    /** Starts a broker with internal topics of replication factor 1 and no initial rebalance delay. */
    public static TestingKafka start() {
        return start(Map.of());
    }

    /** Starts a broker whose {@code server.properties} has the overrides on top. */
    public static TestingKafka start(Map<String, String> overrides) {
        AssertionError last = null;
        // Kafka cannot pick its controller's port itself, so a port may be taken between the search and the start.
        for (int attempt = 0; attempt < START_ATTEMPTS; attempt++) {
            TestingKafka kafka = launch(overrides);
            try {
                kafka.awaitReady();
                return kafka;
            } catch (AssertionError e) {
                last = e;
                kafka.close();
            }
        }
        throw last;
    }

    /** Starts another broker of this one's cluster, with an id above 1; it ends before this one is closed. */
    public TestingKafka startPeer(int id) {
        AssertionError last = null;
        for (int attempt = 0; attempt < START_ATTEMPTS; attempt++) {
            int port = FreePort.find();
            TestingKafka peer = launch(
                    clusterId,
                    port,
                    controllerPort,
                    "process.roles=broker\nnode.id=" + id + "\nlisteners=PLAINTEXT://127.0.0.1:" + port + "\n",
                    Map.of());
            try {
                peer.awaitReady();
                return peer;
            } catch (AssertionError e) {
                last = e;
                peer.close();
            }
        }
        throw last;
    }

    /** {@code host:port} for clients. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** The broker's process, to be killed or paused. */
    public ChildJvm process() {
        return process;
    }

    @Override
    public void close() {
        process.close();
        TemporaryFolder.delete(folder);
    }

    private static TestingKafka launch(Map<String, String> overrides) {
        int port = FreePort.find();
        int controllerPort = FreePort.find();
        String role = "process.roles=broker,controller\nnode.id=1\nlisteners=PLAINTEXT://127.0.0.1:" + port
                + ",CONTROLLER://127.0.0.1:" + controllerPort + "\n";
        return launch(Uuid.randomUuid().toString(), port, controllerPort, role, overrides);
    }

    private static TestingKafka launch(
            String clusterId, int port, int controllerPort, String role, Map<String, String> overrides) {
        Path folder = TemporaryFolder.create("testing-kafka");
        StringBuilder properties = new StringBuilder(role);
        properties
                .append("controller.quorum.voters=1@127.0.0.1:" + controllerPort + "\n")
                .append("controller.listener.names=CONTROLLER\n")
                .append("listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT\n")
                .append("log.dirs=" + folder.resolve("log") + "\n")
                .append("offsets.topic.replication.factor=1\noffsets.topic.num.partitions=5\n")
                .append("transaction.state.log.replication.factor=1\ntransaction.state.log.min.isr=1\n")
                .append("transaction.state.log.num.partitions=5\n")
                .append("group.initial.rebalance.delay.ms=0\n")
                // Tests write records of 1970, which the first look after 30 s would delete.
                .append("log.retention.ms=-1\n");
        overrides.forEach((key, value) -> properties.append(key + "=" + value + "\n"));
        Path file = folder.resolve("server.properties");
        try {
            Files.writeString(file, properties);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ChildJvm process = ChildJvm.start(
                List.of("-Xmx512m", "-XX:+UseSerialGC"),
                KafkaProcess.class.getName(),
                List.of(file.toString(), clusterId));
        return new TestingKafka(process, folder, "127.0.0.1:" + port, clusterId, controllerPort);
    }

    private void awaitReady() {
        process.awaitOutput("Kafka Server started", START_TIMEOUT);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.describeCluster().nodes().get(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("the broker does not answer; output:\n" + process.output(), e);
        }
    }
}
