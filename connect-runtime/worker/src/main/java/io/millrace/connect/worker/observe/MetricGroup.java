package io.millrace.connect.worker.observe;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.metrics.stats.Avg;
import org.apache.kafka.common.metrics.stats.Max;
import org.apache.kafka.common.metrics.stats.Meter;

/** Metrics of one group and one set of tags, which is one MBean; they go away together, once. Any thread. */
final class MetricGroup implements AutoCloseable {

    private final Metrics metrics;
    private final String group;
    private final Map<String, String> tags;
    private final Set<MetricName> names = new HashSet<>();
    private final Set<String> sensors = new HashSet<>();
    private boolean closed;

    MetricGroup(Metrics metrics, String group, Map<String, String> tags) {
        this.metrics = metrics;
        this.group = group;
        this.tags = tags;
    }

    MetricName name(String name, String description) {
        return metrics.metricName(name, group, description, tags);
    }

    /** A value that is asked for whenever somebody looks. */
    synchronized MetricGroup gauge(String name, String description, Supplier<?> value) {
        if (!closed) {
            MetricName metric = name(name, description);
            metrics.addMetricIfAbsent(metric, null, (Gauge<Object>) (config, nowMs) -> value.get());
            names.add(metric);
        }
        return this;
    }

    /** A sensor without statistics yet. After the group was closed it counts for nobody. */
    synchronized Sensor sensor(String name) {
        String unique = group + tags + "-" + name;
        Sensor sensor = metrics.sensor(unique);
        if (closed) {
            metrics.removeSensor(unique);
        } else {
            sensors.add(unique);
        }
        return sensor;
    }

    /** Counts things: {@code <name>-rate} in a second, over the window, and {@code <name>-total}. */
    Sensor meter(String name, String what) {
        Sensor sensor = sensor(name);
        sensor.add(new Meter(name(name + "-rate", what + " in a second"), name(name + "-total", what + " so far")));
        return sensor;
    }

    /** The greatest and the average of what was recorded in the window. */
    Sensor maxAndAverage(String sensorName, String max, String average, String what) {
        Sensor sensor = sensor(sensorName);
        sensor.add(name(max, "the greatest " + what), new Max());
        sensor.add(name(average, "the average " + what), new Avg());
        return sensor;
    }

    /** A duration as sensors record it: whole milliseconds. */
    static double millis(long nanos) {
        return (double) TimeUnit.NANOSECONDS.toMillis(nanos);
    }

    /** The present value of a metric of this group; not a number once it is gone. */
    double value(String name) {
        KafkaMetric metric = metrics.metric(name(name, ""));
        return metric != null && metric.metricValue() instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        names.forEach(metrics::removeMetric);
        sensors.forEach(metrics::removeSensor);
    }
}
