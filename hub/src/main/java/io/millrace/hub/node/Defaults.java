package io.millrace.hub.node;

import java.util.LinkedHashMap;
import java.util.Map;

/** What each server gets when the user says nothing: loopback, the usual ports, one node, Avro on every stream. */
final class Defaults {

    /** Enough for the groups of one node, and quick to load. */
    private static final String OFFSETS_PARTITIONS = "8";

    private Defaults() {}

    static Map<String, String> broker(HubConfig config) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("node.id", "1");
        properties.put("listeners", "PLAINTEXT://127.0.0.1:9092");
        properties.put("log.dirs", config.dataFolder().resolve("broker").toString());
        properties.put("offsets.topic.num.partitions", OFFSETS_PARTITIONS);
        properties.put("offsets.topic.replication.factor", "1");
        if (config.roles().contains(Role.CONNECT)) {
            // The worker beside it, and each of its sinks, would wait three seconds for members that do not exist.
            properties.put("group.initial.rebalance.delay.ms", "0");
        }
        properties.putAll(config.servers().get(Role.BROKER));
        return properties;
    }

    static Map<String, String> registry(HubConfig config, String bootstrapServers) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("listeners", "http://127.0.0.1:8081");
        if (bootstrapServers != null) {
            properties.put("kafkastore.bootstrap.servers", bootstrapServers);
        }
        properties.putAll(config.servers().get(Role.REGISTRY));
        return properties;
    }

    static Map<String, String> gateway(HubConfig config, String bootstrapServers, String registryUrl) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("listeners", "http://127.0.0.1:8082");
        if (bootstrapServers != null) {
            properties.put("bootstrap.servers", bootstrapServers);
        }
        if (registryUrl != null) {
            properties.put("schema.registry.url", registryUrl);
        }
        properties.putAll(config.servers().get(Role.GATEWAY));
        return properties;
    }

    static Map<String, String> connect(HubConfig config, String bootstrapServers, String registryUrl) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("listeners", "http://127.0.0.1:8083");
        if (bootstrapServers != null) {
            properties.put("bootstrap.servers", bootstrapServers);
        }
        properties.put("group.id", "millrace-connect");
        properties.put("config.storage.topic", "connect-configs");
        properties.put("offset.storage.topic", "connect-offsets");
        properties.put("status.storage.topic", "connect-status");
        if (config.roles().contains(Role.BROKER)) {
            // A cluster of one has no second place for a copy; elsewhere Kafka Connect's default of three stands.
            properties.put("config.storage.replication.factor", "1");
            properties.put("offset.storage.replication.factor", "1");
            properties.put("status.storage.replication.factor", "1");
        }
        // A sink that keeps its offsets in its target, as ours do, does not need a minute between flushes.
        properties.put("offset.flush.interval.ms", "5000");
        properties.put("plugin.path", config.home().resolve("plugins").toString());
        for (String side : new String[] {"key", "value"}) {
            if (registryUrl == null) {
                properties.put(side + ".converter", "org.apache.kafka.connect.json.JsonConverter");
            } else {
                properties.put(side + ".converter", "io.confluent.connect.avro.AvroConverter");
                properties.put(side + ".converter.schema.registry.url", registryUrl);
            }
        }
        properties.putAll(config.servers().get(Role.CONNECT));
        return properties;
    }
}
