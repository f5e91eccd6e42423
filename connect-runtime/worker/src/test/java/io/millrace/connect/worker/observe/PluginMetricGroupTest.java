package io.millrace.connect.worker.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.Metrics;
import org.junit.jupiter.api.Test;

class PluginMetricGroupTest {

    @Test
    void takesAwayNothingOfTheNextLifeWhenItIsClosedAgain() {
        try (Metrics metrics = new Metrics()) {
            // Given
            PluginMetricGroup first = new PluginMetricGroup(metrics, Map.of("task", "0"));
            MetricName name = first.metricName("rows", "", new LinkedHashMap<>());
            first.addMetric(name, (Gauge<Integer>) (config, now) -> 1);
            first.addSensor("calls");
            first.close();
            PluginMetricGroup second = new PluginMetricGroup(metrics, Map.of("task", "0"));
            second.addMetric(name, (Gauge<Integer>) (config, now) -> 2);
            second.addSensor("calls");

            // When
            first.close();

            // Then
            assertThat(metrics.metric(name).metricValue()).isEqualTo(2);
            second.close();
            assertThat(metrics.metric(name)).isNull();
        }
    }
}
