package io.millrace.connect.plugins;

import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.source.SourceConnectorContext;
import org.apache.kafka.connect.storage.OffsetStorageReader;

/** The context of a source connector whose wish for other tasks nobody hears. */
final class QuietConnectorContext implements SourceConnectorContext {
    @Override
    public void requestTaskReconfiguration() {
        // The test asks for the tasks once.
    }

    @Override
    public void raiseError(Exception e) {
        throw new AssertionError("the connector failed", e);
    }

    @Override
    public PluginMetrics pluginMetrics() {
        return null;
    }

    @Override
    public OffsetStorageReader offsetStorageReader() {
        return new NoOffsets();
    }
}
