package io.millrace.connect.rest;

import io.millrace.broker.server.node.BrokerServer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** What tests of running servers start. */
final class TestingServers {
    private TestingServers() {}

    /** Our own broker, with its data in the folder. */
    static BrokerServer broker(Path folder) {
        return BrokerServer.start(Map.of(
                "listeners", "PLAINTEXT://127.0.0.1:0",
                "log.dirs", folder.toString(),
                "offsets.topic.num.partitions", "3",
                // Tests write records of 1970.
                "log.retention.ms", "-1",
                "group.initial.rebalance.delay.ms", "0"));
    }

    /** The properties of a worker of a group, on any free port. */
    static Map<String, String> properties(String bootstrapServers, String group) {
        return new HashMap<>(Map.ofEntries(
                Map.entry("listeners", "http://127.0.0.1:0"),
                Map.entry("bootstrap.servers", bootstrapServers),
                Map.entry("group.id", group),
                Map.entry("config.storage.topic", group + "-configs"),
                Map.entry("config.storage.replication.factor", "1"),
                Map.entry("offset.storage.topic", group + "-offsets"),
                Map.entry("offset.storage.partitions", "3"),
                Map.entry("offset.storage.replication.factor", "1"),
                Map.entry("status.storage.topic", group + "-status"),
                Map.entry("status.storage.partitions", "2"),
                Map.entry("status.storage.replication.factor", "1"),
                // Members hear of a rebalance with a heartbeat, and close when their last fetch is answered.
                Map.entry("heartbeat.interval.ms", "300"),
                Map.entry("consumer.heartbeat.interval.ms", "300"),
                Map.entry("consumer.fetch.max.wait.ms", "50"),
                Map.entry("offset.flush.interval.ms", "100"),
                Map.entry("key.converter", "org.apache.kafka.connect.json.JsonConverter"),
                Map.entry("value.converter", "org.apache.kafka.connect.json.JsonConverter")));
    }
}
