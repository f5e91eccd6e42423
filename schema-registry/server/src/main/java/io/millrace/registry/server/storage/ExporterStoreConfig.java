package io.millrace.registry.server.storage;

/** Where exporters and their states live, and how many exporters there may be at most. */
public record ExporterStoreConfig(String configsTopic, String statesTopic, int exportersMax) {
    /** The topics of Confluent's registry; the number that its cloud allows. */
    public static final ExporterStoreConfig DEFAULT =
            new ExporterStoreConfig("_exporter_configs", "_exporter_states", 10);
}
