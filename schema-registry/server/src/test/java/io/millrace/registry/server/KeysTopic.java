package io.millrace.registry.server;

import java.util.HashMap;
import java.util.Map;

/** Where a registry of these tests has what is not schemas; a class of its own, which starts no broker. */
final class KeysTopic {
    private KeysTopic() {}

    /** Each registry over another topic of schemas has another one. */
    static String of(String schemasTopic) {
        return schemasTopic + "-keys";
    }

    /** All properties by which a registry of these tests has its topics. */
    static Map<String, String> properties(String bootstrapServers, String schemasTopic) {
        return new HashMap<>(Map.of(
                "listeners",
                "http://127.0.0.1:0",
                "kafkastore.bootstrap.servers",
                bootstrapServers,
                "kafkastore.topic",
                schemasTopic,
                "dek.registry.topic",
                of(schemasTopic),
                "exporter.configs.topic",
                schemasTopic + "-exporters",
                "exporter.states.topic",
                schemasTopic + "-exporter-states"));
    }
}
