package io.millrace.connect.worker.observe;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.MetricValueProvider;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.common.metrics.Sensor;

/** The metrics of one plugin instance (KIP-877), which go away with it. */
public final class PluginMetricGroup implements PluginMetrics, AutoCloseable {

    static final String GROUP = "plugins";

    private final Metrics metrics;
    private final Map<String, String> tags;
    private final Set<MetricName> names = ConcurrentHashMap.newKeySet();
    private final Set<String> sensors = ConcurrentHashMap.newKeySet();

    /** {@code tags} say whose metrics these are, as connector and task. */
    public PluginMetricGroup(Metrics metrics, Map<String, String> tags) {
        this.metrics = metrics;
        this.tags = tags;
    }

    @Override
    @SuppressWarnings("NonApiType") // The interface has it so.
    public MetricName metricName(String name, String description, LinkedHashMap<String, String> own) {
        Map<String, String> all = new LinkedHashMap<>(tags);
        all.putAll(own);
        return metrics.metricName(name, GROUP, description, all);
    }

    @Override
    public void addMetric(MetricName name, MetricValueProvider<?> provider) {
        metrics.addMetric(name, provider);
        names.add(name);
    }

    @Override
    public void removeMetric(MetricName name) {
        if (names.remove(name)) {
            metrics.removeMetric(name);
        }
    }

    @Override
    public Sensor addSensor(String name) {
        sensors.add(qualified(name));
        return metrics.sensor(qualified(name));
    }

    @Override
    public void removeSensor(String name) {
        if (sensors.remove(qualified(name))) {
            metrics.removeSensor(qualified(name));
        }
    }

    /** Sensors of two tasks may have one name; the registry is the worker's. */
    private String qualified(String name) {
        return tags + "-" + name;
    }

    /** Each metric goes once: by a second call its name may be that of the plugin's next life. */
    @Override
    public void close() {
        names.forEach(this::removeMetric);
        sensors.forEach(sensor -> {
            if (sensors.remove(sensor)) {
                metrics.removeSensor(sensor);
            }
        });
    }
}
