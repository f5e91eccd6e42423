package io.millrace.connect.worker;

import io.millrace.broker.server.node.BrokerServer;
import io.millrace.testing.PerJvm;
import io.millrace.testing.TemporaryFolder;
import io.millrace.testing.TestingKafka;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** What workers run on. The tests of a JVM share one broker of each kind, so each has topics and groups of its own. */
enum BrokerKind {
    MILLRACE {
        @Override
        String bootstrapServers() {
            return OURS.get().broker().bootstrapServers();
        }
    },
    APACHE_KAFKA {
        @Override
        String bootstrapServers() {
            return KAFKA.get().bootstrapServers();
        }
    };

    /** A test waits until a group has missed who was killed. */
    private static final Map<String, String> QUICK = Map.of("group.min.session.timeout.ms", "1000");

    private static final PerJvm<Ours> OURS = new PerJvm<>(Ours::start);
    private static final PerJvm<TestingKafka> KAFKA = new PerJvm<>(() -> TestingKafka.start(QUICK));

    /** Of a broker that is started when it is first asked for. */
    abstract String bootstrapServers();

    private record Ours(BrokerServer broker, Path folder) implements AutoCloseable {

        static Ours start() {
            Path folder = TemporaryFolder.create("testing-millrace");
            Map<String, String> properties = new HashMap<>(QUICK);
            properties.put("listeners", "PLAINTEXT://127.0.0.1:0");
            properties.put("log.dirs", folder.toString());
            properties.put("offsets.topic.num.partitions", "3");
            properties.put("group.initial.rebalance.delay.ms", "0");
            return new Ours(BrokerServer.start(properties), folder);
        }

        @Override
        public void close() {
            broker.close();
            TemporaryFolder.delete(folder);
        }
    }
}
