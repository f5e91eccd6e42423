package io.millrace.connect.worker.observe;

import io.millrace.connect.worker.control.ConnectorType;
import io.millrace.connect.worker.control.Lifecycle;
import io.millrace.connect.worker.observe.TaskPlugins.Plugin;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.metrics.Metrics;

/** {@code connector-metrics} of one incarnation of a connector instance. Any thread. */
final class ConnectorMetrics implements ConnectorObserver {

    private final MetricGroup group;
    private final StartupMetrics startups;
    private final Consumer<ConnectorMetrics> onClose;
    private Lifecycle state = Lifecycle.UNASSIGNED;
    private boolean begun;
    private boolean closed;

    ConnectorMetrics(String connector, Metrics metrics, StartupMetrics startups, Consumer<ConnectorMetrics> onClose) {
        this.startups = startups;
        this.onClose = onClose;
        group = new MetricGroup(metrics, "connector-metrics", Map.of("connector", connector));
        group.gauge(
                "status", "the state of the connector", () -> current().name().toLowerCase(Locale.ROOT));
        startups.attempted();
    }

    private synchronized Lifecycle current() {
        return state;
    }

    /** One that is created paused or stopped has been made, and counts as started. */
    @Override
    public synchronized void state(Lifecycle next) {
        state = next;
        if (!begun && next != Lifecycle.RESTARTING && next != Lifecycle.UNASSIGNED) {
            begun = true;
            startups.ended(next != Lifecycle.FAILED);
        }
    }

    @Override
    public void loaded(ConnectorType type, Plugin plugin) {
        group.gauge("connector-type", "source or sink", () -> type.name().toLowerCase(Locale.ROOT))
                .gauge("connector-class", "its class", plugin::className)
                .gauge("connector-version", "its version, as it says", () -> plugin.version()
                        .orElse(""));
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        group.close();
        onClose.accept(this);
    }
}
