package io.millrace.connect.plugins;

import java.util.Map;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.apache.kafka.connect.storage.OffsetStorageReader;

/** The context of a source task that starts from nothing. */
record FreshTaskContext(Map<String, String> configs) implements SourceTaskContext {
    @Override
    public OffsetStorageReader offsetStorageReader() {
        return new NoOffsets();
    }

    @Override
    public PluginMetrics pluginMetrics() {
        return null;
    }
}
