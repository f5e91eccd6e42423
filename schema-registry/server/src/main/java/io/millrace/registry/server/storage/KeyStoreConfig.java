package io.millrace.registry.server.storage;

/** Where the keys for encryption live, and how many of each kind there may be at most, deleted ones too. */
public record KeyStoreConfig(String topic, int keysMax) {
    /** As Confluent's registry has it. */
    public static final KeyStoreConfig DEFAULT = new KeyStoreConfig("_dek_registry_keys", 10_000);
}
