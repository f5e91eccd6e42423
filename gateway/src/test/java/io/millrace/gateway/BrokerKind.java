package io.millrace.gateway;

import io.millrace.broker.server.node.BrokerServer;
import io.millrace.registry.server.RegistryServer;
import io.millrace.testing.PerJvm;
import io.millrace.testing.TemporaryFolder;
import io.millrace.testing.TestingKafka;
import java.nio.file.Path;
import java.util.Map;

/** What gateways run on. The tests of a JVM share one broker and registry of each kind, so each has topics of its own. */
enum BrokerKind {
    MILLRACE {
        @Override
        String bootstrapServers() {
            return OURS.get().broker().bootstrapServers();
        }

        @Override
        String registryUrl() {
            return OUR_REGISTRY.get().url();
        }
    },
    APACHE_KAFKA {
        @Override
        String bootstrapServers() {
            return KAFKA.get().bootstrapServers();
        }

        @Override
        String registryUrl() {
            return KAFKAS_REGISTRY.get().url();
        }
    };

    private static final PerJvm<Ours> OURS = new PerJvm<>(Ours::start);
    private static final PerJvm<TestingKafka> KAFKA = new PerJvm<>(TestingKafka::start);
    private static final PerJvm<RegistryServer> OUR_REGISTRY =
            new PerJvm<>(() -> registry(MILLRACE.bootstrapServers()));
    private static final PerJvm<RegistryServer> KAFKAS_REGISTRY =
            new PerJvm<>(() -> registry(APACHE_KAFKA.bootstrapServers()));

    /** Of a broker that is started when it is first asked for. */
    abstract String bootstrapServers();

    /** Of a registry on that broker. */
    abstract String registryUrl();

    /** A gateway on a free port, with these properties over the usual ones. */
    GatewayServer gateway(Map<String, String> more) {
        var properties = new java.util.LinkedHashMap<String, String>();
        properties.put("listeners", "http://127.0.0.1:0");
        properties.put("bootstrap.servers", bootstrapServers());
        properties.put("schema.registry.url", registryUrl());
        properties.putAll(more);
        return GatewayServer.start(properties);
    }

    private static RegistryServer registry(String bootstrapServers) {
        return RegistryServer.start(Map.of(
                "listeners", "http://127.0.0.1:0",
                "kafkastore.bootstrap.servers", bootstrapServers,
                "kafkastore.topic.replication.factor", "1"));
    }

    private record Ours(BrokerServer broker, Path folder) implements AutoCloseable {

        static Ours start() {
            Path folder = TemporaryFolder.create("testing-millrace");
            return new Ours(
                    BrokerServer.start(Map.of(
                            "node.id", "1",
                            "listeners", "PLAINTEXT://127.0.0.1:0",
                            "log.dirs", folder.toString(),
                            "offsets.topic.replication.factor", "1",
                            "offsets.topic.num.partitions", "5",
                            "group.initial.rebalance.delay.ms", "0")),
                    folder);
        }

        @Override
        public void close() {
            broker.close();
            TemporaryFolder.delete(folder);
        }
    }
}
