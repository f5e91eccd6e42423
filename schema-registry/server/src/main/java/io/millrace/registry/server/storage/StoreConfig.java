package io.millrace.registry.server.storage;

import java.util.Map;

/** Where the records live, and how long to wait for them. */
public record StoreConfig(
        String bootstrapServers,
        String topic,
        int replicationFactor,
        int timeoutMs,
        int initTimeoutMs,
        Map<String, String> clientProperties) {
    public StoreConfig {
        clientProperties = Map.copyOf(clientProperties);
    }

    /** The same for another topic. */
    StoreConfig of(String otherTopic) {
        return new StoreConfig(
                bootstrapServers, otherTopic, replicationFactor, timeoutMs, initTimeoutMs, clientProperties);
    }
}
