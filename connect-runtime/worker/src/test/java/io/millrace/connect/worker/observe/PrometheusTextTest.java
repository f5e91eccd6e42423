package io.millrace.connect.worker.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testing.PrometheusScrape;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.metrics.stats.CumulativeSum;
import org.apache.kafka.common.metrics.stats.Meter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PrometheusTextTest {

    private static final int MANY = 1000;

    private final Metrics metrics = new Metrics();

    @AfterEach
    void close() {
        metrics.close();
    }

    @Test
    void namesTypesAndLabelsMetricsAsScrapersExpect() {
        // Given
        Map<String, String> tags = tags("connector", "c", "task", "0");
        Sensor sensor = metrics.sensor("s");
        sensor.add(new Meter(
                metrics.metricName("source-record-poll-rate", "source-task-metrics", "in a second", tags),
                metrics.metricName("source-record-poll-total", "source-task-metrics", "so far", tags)));
        sensor.record(7);

        // When
        PrometheusScrape scrape = scrape(MANY);

        // Then
        String total = "kafka_connect_source_task_source_record_poll_total";
        assertThat(scrape.type(total)).isEqualTo("counter");
        assertThat(scrape.value(total, tags)).isEqualTo(7);
        assertThat(scrape.type("kafka_connect_source_task_source_record_poll_rate"))
                .isEqualTo("gauge");
    }

    @Test
    void turnsWordsIntoLabelsAndEscapesThem() {
        // Given
        gauge("connector-metrics", "status", "running", tags("connector", "a \"b\"\\c\nd"));

        // When
        PrometheusScrape scrape = scrape(MANY);

        // Then
        assertThat(scrape.value(
                        "kafka_connect_connector_status", tags("connector", "a \"b\"\\c\nd", "status", "running")))
                .isEqualTo(1);
    }

    @Test
    void writesWhatIsNoNumberOrEndlessAsTheFormatHasIt() {
        // Given
        gauge("g-metrics", "nothing", Double.NaN, Map.of());
        gauge("g-metrics", "endless", Double.POSITIVE_INFINITY, Map.of());
        gauge("g-metrics", "flag", true, Map.of());
        gauge("g-metrics", "none", null, Map.of());

        // When
        PrometheusScrape scrape = scrape(MANY);

        // Then
        assertThat(scrape.value("kafka_connect_g_nothing", Map.of())).isNaN();
        assertThat(scrape.value("kafka_connect_g_endless", Map.of())).isInfinite();
        assertThat(scrape.value("kafka_connect_g_flag", Map.of())).isEqualTo(1);
        assertThat(scrape.names()).doesNotContain("kafka_connect_g_none");
    }

    @Test
    void survivesNamesThatBecomeOne() {
        // Given
        gauge("g-metrics", "a-b", 1, tags("x-y", "1"));
        gauge("g-metrics", "a.b", 2, tags("x.y", "1"));
        gauge("g-metrics", "c", 3, tags("0", "1"));

        // When
        PrometheusScrape scrape = scrape(MANY);

        // Then
        assertThat(scrape.value("kafka_connect_g_a_b", tags("x_y", "1"))).isBetween(1.0, 2.0);
        assertThat(scrape.value("kafka_connect_g_c", tags("_0", "1"))).isEqualTo(3);
    }

    @Test
    void runsNoCodeOfPlugins() {
        // Given
        try (PluginMetricGroup plugin = new PluginMetricGroup(metrics, tags("connector", "c"))) {
            Sensor calls = plugin.addSensor("calls");
            calls.add(plugin.metricName("calls-total", "", new LinkedHashMap<>()), new CumulativeSum());
            calls.record(2);
            plugin.addMetric(plugin.metricName("rows", "", new LinkedHashMap<>()), (Gauge<Integer>) (config, nowMs) -> {
                throw new AssertionError("called on the thread of a request");
            });

            // When
            PrometheusScrape scrape = scrape(MANY);

            // Then
            assertThat(scrape.value("kafka_connect_plugins_calls_total", tags("connector", "c")))
                    .isEqualTo(2);
            assertThat(scrape.names()).doesNotContain("kafka_connect_plugins_rows");
        }
    }

    @Test
    void saysHowManySeriesAreLeftOut() {
        // Given
        for (int i = 0; i < 10; i++) {
            gauge("g-metrics", "many", i, tags("n", Integer.toString(i)));
        }

        // When
        PrometheusScrape scrape = scrape(4);

        // Then: the registry counts its own metrics in one more.
        assertThat(scrape.value(PrometheusText.OMITTED, Map.of())).isEqualTo(7);
    }

    private PrometheusScrape scrape(int seriesMax) {
        return PrometheusScrape.parse(PrometheusText.of(metrics.metrics().values(), seriesMax));
    }

    private void gauge(String group, String name, Object value, Map<String, String> tags) {
        MetricName metric = metrics.metricName(name, group, "with a \\ and\na second line", tags);
        metrics.addMetric(metric, null, (Gauge<Object>) (config, nowMs) -> value);
    }

    private static Map<String, String> tags(String... pairs) {
        Map<String, String> tags = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            tags.put(pairs[i], pairs[i + 1]);
        }
        return tags;
    }
}
