package io.millrace.connect.worker.observe;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.common.metrics.stats.CumulativeCount;
import org.apache.kafka.common.metrics.stats.CumulativeSum;

/**
 * Metrics in the text format of Prometheus, version 0.0.4.
 *
 * <p>A metric {@code source-record-poll-total} of the group {@code source-task-metrics} becomes
 * {@code kafka_connect_source_task_source_record_poll_total}, as dashboards made for the JMX exporter have it; its tags
 * become labels. A metric that is a word becomes 1 with a label of its own name that holds the word.
 *
 * <p>What a plugin computes with code of its own is left out: that code would run on the thread of the request.
 */
final class PrometheusText {

    static final String OMITTED = "millrace_connect_omitted_series";

    private static final String PREFIX = "kafka_connect_";
    private static final String GROUP_SUFFIX = "-metrics";
    private static final String SAFE_STATISTICS = "org.apache.kafka.common.metrics.stats.";

    private final int seriesMax;
    private final Map<String, Family> families = new TreeMap<>();
    private int series;
    private int omitted;

    private PrometheusText(int seriesMax) {
        this.seriesMax = seriesMax;
    }

    /** One name with its series by their labels. */
    private static final class Family {
        private final String type;
        private final String help;
        private final Map<String, Double> series = new LinkedHashMap<>();

        private Family(String type, String help) {
            this.type = type;
            this.help = help;
        }
    }

    /** At most {@code seriesMax} series; {@value #OMITTED} says how many more there are. */
    static String of(Collection<KafkaMetric> metrics, int seriesMax) {
        PrometheusText text = new PrometheusText(seriesMax);
        List<KafkaMetric> sorted = new ArrayList<>(metrics);
        sorted.sort(Comparator.comparing(metric -> metric.metricName().toString()));
        sorted.stream().filter(PrometheusText::harmless).forEach(text::add);
        return text.written();
    }

    private static boolean harmless(KafkaMetric metric) {
        if (!PluginMetricGroup.GROUP.equals(metric.metricName().group())) {
            return true;
        }
        return metric.isMeasurable() && metric.measurable().getClass().getName().startsWith(SAFE_STATISTICS);
    }

    private void add(KafkaMetric metric) {
        MetricName name = metric.metricName();
        Object value = metric.metricValue();
        if (value instanceof Number number) {
            add(metric, labels(name.tags()), number.doubleValue());
        } else if (value instanceof Boolean flag) {
            add(metric, labels(name.tags()), flag ? 1 : 0);
        } else if (value != null) {
            Map<String, String> labels = new LinkedHashMap<>(name.tags());
            labels.put(name.name(), value.toString());
            add(metric, labels(labels), 1);
        }
    }

    private void add(KafkaMetric metric, String labels, double value) {
        String group = metric.metricName().group();
        String room = group.endsWith(GROUP_SUFFIX) ? group.substring(0, group.length() - GROUP_SUFFIX.length()) : group;
        String name = PREFIX + cleaned(room + "_" + metric.metricName().name());
        if (series >= seriesMax) {
            omitted++;
            return;
        }
        Family family = families.computeIfAbsent(
                name, fresh -> new Family(type(metric), metric.metricName().description()));
        // Two names may be cleaned to one; of two equal series a scraper would refuse the whole answer.
        if (family.series.putIfAbsent(labels, value) == null) {
            series++;
        }
    }

    private static String type(KafkaMetric metric) {
        boolean grows = metric.isMeasurable()
                && (metric.measurable() instanceof CumulativeSum || metric.measurable() instanceof CumulativeCount);
        return grows ? "counter" : "gauge";
    }

    private static String labels(Map<String, String> tags) {
        if (tags.isEmpty()) {
            return "";
        }
        Map<String, String> unique = new LinkedHashMap<>();
        tags.forEach((tag, value) -> unique.putIfAbsent(labelName(tag), value));
        StringBuilder labels = new StringBuilder();
        unique.forEach((label, value) -> labels.append(labels.isEmpty() ? '{' : ',')
                .append(label)
                .append("=\"")
                .append(escaped(value).replace("\"", "\\\""))
                .append('"'));
        return labels.append('}').toString();
    }

    private static String labelName(String tag) {
        String cleaned = cleaned(tag);
        return cleaned.isEmpty() || Character.isDigit(cleaned.charAt(0)) ? "_" + cleaned : cleaned;
    }

    private static String cleaned(String name) {
        return name.replaceAll("[^a-zA-Z0-9_]", "_");
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\n", "\\n");
    }

    private String written() {
        StringBuilder text = new StringBuilder();
        families.forEach((name, family) -> {
            head(text, name, family.type, family.help);
            family.series.forEach((labels, value) -> line(text, name + labels, value));
        });
        head(text, OMITTED, "gauge", "series that are too many for this answer");
        line(text, OMITTED, omitted);
        return text.toString();
    }

    private static void head(StringBuilder text, String name, String type, String help) {
        text.append("# HELP ").append(name).append(' ').append(escaped(help)).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    private static void line(StringBuilder text, String series, double value) {
        text.append(series).append(' ').append(number(value)).append('\n');
    }

    private static String number(double value) {
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        return Double.toString(value);
    }
}
