package io.millrace.broker.server.telemetry;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.telemetry.internals.ClientTelemetryUtils;
import org.apache.kafka.shaded.io.opentelemetry.proto.common.v1.KeyValue;
import org.apache.kafka.shaded.io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import org.apache.kafka.shaded.io.opentelemetry.proto.metrics.v1.Metric;
import org.apache.kafka.shaded.io.opentelemetry.proto.metrics.v1.MetricsData;
import org.apache.kafka.shaded.io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import org.apache.kafka.shaded.io.opentelemetry.proto.metrics.v1.SummaryDataPoint;

/** Reads what clients push: OpenTelemetry's MetricsData, compressed. One at a time, for it may grow much in memory. */
final class PayloadReader {

    /** Numbers in one push. Kafka's own clients have some hundreds. */
    static final int MAX_SAMPLES = 10_000;

    static final int MAX_NAME_CHARS = 1_024;

    private final int maxBytes;

    /** Refuses what is longer than this when it is decompressed. */
    PayloadReader(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /**
     * One sample for each number, {@link #MAX_SAMPLES} at most.
     *
     * @throws RuntimeException of whatever kind when it is no such payload
     */
    synchronized List<MetricSample> read(ByteBuffer payload, CompressionType compression) {
        ByteBuffer plain = compression == CompressionType.NONE
                ? payload
                : ClientTelemetryUtils.decompress(payload, compression, maxBytes);
        MetricsData data = ClientTelemetryUtils.deserializeMetricsData(plain);
        List<MetricSample> samples = new ArrayList<>();
        data.getResourceMetricsList().forEach(resource -> resource.getScopeMetricsList()
                .forEach(scope -> scope.getMetricsList().forEach(metric -> add(samples, metric))));
        return samples;
    }

    private static void add(List<MetricSample> samples, Metric metric) {
        String name = cut(metric.getName());
        switch (metric.getDataCase()) {
            case GAUGE -> numbers(samples, name, metric.getGauge().getDataPointsList());
            case SUM -> numbers(samples, name, metric.getSum().getDataPointsList());
            case HISTOGRAM ->
                metric.getHistogram().getDataPointsList().forEach(point -> histogram(samples, name, point));
            case SUMMARY -> metric.getSummary().getDataPointsList().forEach(point -> summary(samples, name, point));
            case EXPONENTIAL_HISTOGRAM ->
                metric.getExponentialHistogram().getDataPointsList().forEach(point -> {
                    add(samples, sample(name + ".count", point.getAttributesList(), (double) point.getCount()));
                    add(samples, sample(name + ".sum", point.getAttributesList(), point.getSum()));
                });
            case DATA_NOT_SET -> {
                // A name without a value tells nothing.
            }
        }
    }

    private static void numbers(List<MetricSample> samples, String name, List<NumberDataPoint> points) {
        points.forEach(point -> add(
                samples,
                sample(
                        name,
                        point.getAttributesList(),
                        point.hasAsInt() ? (double) point.getAsInt() : point.getAsDouble())));
    }

    private static void histogram(List<MetricSample> samples, String name, HistogramDataPoint point) {
        add(samples, sample(name + ".count", point.getAttributesList(), (double) point.getCount()));
        add(samples, sample(name + ".sum", point.getAttributesList(), point.getSum()));
    }

    private static void summary(List<MetricSample> samples, String name, SummaryDataPoint point) {
        add(samples, sample(name + ".count", point.getAttributesList(), (double) point.getCount()));
        add(samples, sample(name + ".sum", point.getAttributesList(), point.getSum()));
    }

    private static void add(List<MetricSample> samples, MetricSample sample) {
        if (samples.size() >= MAX_SAMPLES) {
            throw new IllegalArgumentException("The push has more than " + MAX_SAMPLES + " numbers.");
        }
        samples.add(sample);
    }

    private static MetricSample sample(String name, List<KeyValue> labels, double value) {
        if (labels.isEmpty()) {
            return new MetricSample(cut(name), value);
        }
        var sorted = new TreeMap<String, String>();
        labels.forEach(label -> sorted.put(label.getKey(), label.getValue().getStringValue()));
        var full = new StringBuilder(name);
        char separator = '{';
        for (Map.Entry<String, String> label : sorted.entrySet()) {
            if (full.length() > MAX_NAME_CHARS) {
                break;
            }
            full.append(separator).append(cut(label.getKey())).append('=').append(cut(label.getValue()));
            separator = ',';
        }
        return new MetricSample(cut(full.append('}').toString()), value);
    }

    private static String cut(String name) {
        return name.length() > MAX_NAME_CHARS ? name.substring(0, MAX_NAME_CHARS) : name;
    }
}
