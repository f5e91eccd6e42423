package io.millrace.connect.rest;

import io.millrace.broker.server.node.BrokerServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** On our own broker, with sources that deliver at least once. */
class TakeoverIT extends TakeoverSuite {
    @TempDir
    static Path data;

    private static BrokerServer broker;

    @BeforeAll
    static void start() {
        broker = TestingServers.broker(data);
    }

    @AfterAll
    static void stop() {
        if (broker != null) {
            broker.close();
        }
    }

    @Override
    String bootstrapServers() {
        return broker.bootstrapServers();
    }

    @Override
    String exactlyOnce() {
        return "disabled";
    }
}
