package io.millrace.connect.worker;

import io.millrace.broker.server.node.BrokerServer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** The life of connectors on our own broker. */
class LifecycleIT extends LifecycleSuite {

    @TempDir
    static Path data;

    private BrokerServer broker;

    @Override
    String bootstrapServers() {
        if (broker == null) {
            broker = BrokerServer.start(Map.of(
                    "listeners", "PLAINTEXT://127.0.0.1:0",
                    "log.dirs", data.toString(),
                    "offsets.topic.num.partitions", "3",
                    "group.initial.rebalance.delay.ms", "0"));
        }
        return broker.bootstrapServers();
    }

    @Override
    void stopBroker() {
        broker.close();
    }

    @Override
    String prefix() {
        return "life-ours-";
    }
}
