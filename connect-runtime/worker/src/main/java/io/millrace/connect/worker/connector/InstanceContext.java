package io.millrace.connect.worker.connector;

import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.sink.SinkConnectorContext;
import org.apache.kafka.connect.source.SourceConnectorContext;
import org.apache.kafka.connect.storage.OffsetStorageReader;

/** What a connector may ask of its worker, from any thread. */
class InstanceContext {

    private final ConnectorRunner runner;
    private final PluginMetrics metrics;

    InstanceContext(ConnectorRunner runner, PluginMetrics metrics) {
        this.runner = runner;
        this.metrics = metrics;
    }

    public void requestTaskReconfiguration() {
        runner.tasksOutdated();
    }

    public void raiseError(Exception error) {
        runner.raised(error);
    }

    public PluginMetrics pluginMetrics() {
        return metrics;
    }

    /** For sinks. */
    static final class OfSink extends InstanceContext implements SinkConnectorContext {
        OfSink(ConnectorRunner runner, PluginMetrics metrics) {
            super(runner, metrics);
        }
    }

    /** For sources, which may look at their offsets. */
    static final class OfSource extends InstanceContext implements SourceConnectorContext {
        private final OffsetStorageReader offsets;

        OfSource(ConnectorRunner runner, PluginMetrics metrics, OffsetStorageReader offsets) {
            super(runner, metrics);
            this.offsets = offsets;
        }

        @Override
        public OffsetStorageReader offsetStorageReader() {
            return offsets;
        }
    }
}
