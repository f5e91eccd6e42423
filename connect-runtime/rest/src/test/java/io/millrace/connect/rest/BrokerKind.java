package io.millrace.connect.rest;

import io.millrace.broker.server.node.BrokerServer;
import io.millrace.testing.PerJvm;
import io.millrace.testing.TemporaryFolder;
import io.millrace.testing.TestingKafka;
import java.nio.file.Path;

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

    private static final PerJvm<Ours> OURS = new PerJvm<>(Ours::start);
    private static final PerJvm<TestingKafka> KAFKA = new PerJvm<>(TestingKafka::start);

    /** Of a broker that is started when it is first asked for. */
    abstract String bootstrapServers();

    private record Ours(BrokerServer broker, Path folder) implements AutoCloseable {

        static Ours start() {
            Path folder = TemporaryFolder.create("testing-millrace");
            return new Ours(TestingServers.broker(folder), folder);
        }

        @Override
        public void close() {
            broker.close();
            TemporaryFolder.delete(folder);
        }
    }
}
