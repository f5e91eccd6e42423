package io.millrace.connect.worker.preview;

import io.millrace.connect.worker.observe.PluginMetricGroup;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.source.SourceConnectorContext;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.apache.kafka.connect.storage.OffsetStorageReader;

/** What a source that is looked at may ask of its worker; its metrics are told to nobody. */
final class PreviewContext implements SourceConnectorContext, AutoCloseable {

    private final OffsetStorageReader offsets;
    private final Consumer<Exception> onError;
    private final Metrics metrics = new Metrics();
    private final PluginMetricGroup own = new PluginMetricGroup(metrics, Map.of());

    PreviewContext(OffsetStorageReader offsets, Consumer<Exception> onError) {
        this.offsets = offsets;
        this.onError = onError;
    }

    /** The same for its task. */
    SourceTaskContext ofTask(Map<String, String> config) {
        return new OfTask(config, offsets, own);
    }

    private record OfTask(
            Map<String, String> configs, OffsetStorageReader offsetStorageReader, PluginMetrics pluginMetrics)
            implements SourceTaskContext {}

    @Override
    public void requestTaskReconfiguration() {
        // It has one look at its source, with the tasks that it wanted first.
    }

    @Override
    public void raiseError(Exception error) {
        onError.accept(error);
    }

    @Override
    public PluginMetrics pluginMetrics() {
        return own;
    }

    @Override
    public OffsetStorageReader offsetStorageReader() {
        return offsets;
    }

    @Override
    public void close() {
        own.close();
        metrics.close();
    }
}
