package io.millrace.broker.server.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.shaded.io.opentelemetry.proto.common.v1.AnyValue;
import org.apache.kafka.shaded.io.opentelemetry.proto.common.v1.KeyValue;
import org.apache.kafka.shaded.io.opentelemetry.proto.metrics.v1.Gauge;
import org.apache.kafka.shaded.io.opentelemetry.proto.metrics.v1.Metric;
import org.apache.kafka.shaded.io.opentelemetry.proto.metrics.v1.MetricsData;
import org.apache.kafka.shaded.io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import org.apache.kafka.shaded.io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import org.apache.kafka.shaded.io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import org.junit.jupiter.api.Test;

class PayloadReaderTest {

    private final PayloadReader reader = new PayloadReader(1 << 20);

    @Test
    void namesHaveTheirLabelsInOrder() {
        var point = NumberDataPoint.newBuilder()
                .setAsInt(1)
                .addAttributes(label("topic", "t"))
                .addAttributes(label("partition", "0"));
        assertThat(read(Gauge.newBuilder().addDataPoints(point)))
                .containsExactly(new MetricSample("lag{partition=0,topic=t}", 1));
    }

    @Test
    void longNamesAndLabelsAreCut() {
        var point = NumberDataPoint.newBuilder().setAsInt(1);
        for (int i = 10; i < 100; i++) {
            point.addAttributes(label("label" + i, "v".repeat(100)));
        }
        assertThat(read(Gauge.newBuilder().addDataPoints(point)))
                .singleElement()
                .satisfies(sample -> assertThat(sample.name())
                        .hasSize(PayloadReader.MAX_NAME_CHARS)
                        .startsWith("lag{label10=vvv"));
    }

    @Test
    void moreNumbersThanMayBeAreRefused() {
        // Given
        var gauge = Gauge.newBuilder();
        for (int i = 0; i < PayloadReader.MAX_SAMPLES; i++) {
            gauge.addDataPoints(NumberDataPoint.newBuilder().setAsInt(i));
        }
        assertThat(read(gauge)).hasSize(PayloadReader.MAX_SAMPLES);

        // When
        gauge.addDataPoints(NumberDataPoint.newBuilder().setAsInt(-1));

        // Then
        assertThatThrownBy(() -> read(gauge)).hasMessageContaining("" + PayloadReader.MAX_SAMPLES);
    }

    private List<MetricSample> read(Gauge.Builder gauge) {
        var metric = Metric.newBuilder().setName("lag").setGauge(gauge);
        var data = MetricsData.newBuilder()
                .addResourceMetrics(ResourceMetrics.newBuilder()
                        .addScopeMetrics(ScopeMetrics.newBuilder().addMetrics(metric)));
        return reader.read(ByteBuffer.wrap(data.build().toByteArray()), CompressionType.NONE);
    }

    private static KeyValue label(String key, String value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setStringValue(value))
                .build();
    }
}
