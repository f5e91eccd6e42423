package io.millrace.broker.server.telemetry;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
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

    private static final int MAX_NAME_CHARS = 1_024;

    private final int maxBytes;

    /** Refuses what is longer than this when it is decompressed. */
    PayloadReader(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /**
     * One sample for each number.
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
        String name = metric.getName();
        switch (metric.getDataCase()) {
            case GAUGE -> numbers(samples, name, metric.getGauge().getDataPointsList());
            case SUM -> numbers(samples, name, metric.getSum().getDataPointsList());
            case HISTOGRAM ->
                metric.getHistogram().getDataPointsList().forEach(point -> histogram(samples, name, point));
            case SUMMARY -> metric.getSummary().getDataPointsList().forEach(point -> summary(samples, name, point));
            case EXPONENTIAL_HISTOGRAM ->
                metric.getExponentialHistogram().getDataPointsList().forEach(point -> {
                    samples.add(sample(name + ".count", point.getAttributesList(), point.getCount()));
                    samples.add(sample(name + ".sum", point.getAttributesList(), point.getSum()));
                });
            case DATA_NOT_SET -> {
                // A name without a value tells nothing.
            }
        }
    }

    private static void numbers(List<MetricSample> samples, String name, List<NumberDataPoint> points) {
        points.forEach(point -> samples.add(
                sample(name, point.getAttributesList(), point.hasAsInt() ? point.getAsInt() : point.getAsDouble())));
    }

    private static void histogram(List<MetricSample> samples, String name, HistogramDataPoint point) {
        samples.add(sample(name + ".count", point.getAttributesList(), point.getCount()));
        samples.add(sample(name + ".sum", point.getAttributesList(), point.getSum()));
    }

    private static void summary(List<MetricSample> samples, String name, SummaryDataPoint point) {
        samples.add(sample(name + ".count", point.getAttributesList(), point.getCount()));
        samples.add(sample(name + ".sum", point.getAttributesList(), point.getSum()));
    }

    private static MetricSample sample(String name, List<KeyValue> labels, double value) {
        String full = name;
        if (!labels.isEmpty()) {
            var sorted = new TreeMap<String, String>();
            labels.forEach(label -> sorted.put(label.getKey(), label.getValue().getStringValue()));
            full += sorted.entrySet().stream()
                    .map(label -> label.getKey() + "=" + label.getValue())
                    .collect(Collectors.joining(",", "{", "}"));
        }
        return new MetricSample(full.length() > MAX_NAME_CHARS ? full.substring(0, MAX_NAME_CHARS) : full, value);
    }
}
