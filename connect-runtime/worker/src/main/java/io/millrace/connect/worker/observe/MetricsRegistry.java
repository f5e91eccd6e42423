package io.millrace.connect.worker.observe;

import io.millrace.connect.worker.config.MetricsConfig;
import io.millrace.connect.worker.config.WorkerConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.metrics.KafkaMetricsContext;
import org.apache.kafka.common.metrics.MetricConfig;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.metrics.MetricsReporter;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.utils.Time;

/** Opens the registry of a worker's metrics with the reporters that its properties name. */
final class MetricsRegistry {

    /** The domain of the MBeans, and what stock reporters are told. */
    static final String NAMESPACE = "kafka.connect";

    private static final String LABEL_PREFIX = "metrics.context.";

    private MetricsRegistry() {}

    static Metrics open(WorkerConfig worker, String kafkaClusterId) {
        MetricsConfig config = worker.metrics();
        List<MetricsReporter> reporters = new ArrayList<>();
        try {
            for (String className : config.reporters()) {
                reporters.add(reporter(className, worker.originals()));
            }
            return new Metrics(
                    new MetricConfig()
                            .samples(config.samples())
                            .timeWindow(config.sampleWindowMs(), TimeUnit.MILLISECONDS)
                            .recordLevel(Sensor.RecordingLevel.forName(config.recordingLevel())),
                    reporters,
                    Time.SYSTEM,
                    new KafkaMetricsContext(NAMESPACE, labels(worker, kafkaClusterId)));
        } catch (RuntimeException e) {
            reporters.forEach(MetricsReporter::close);
            throw e;
        }
    }

    private static MetricsReporter reporter(String className, Map<String, String> properties) {
        try {
            MetricsReporter reporter = Class.forName(className)
                    .asSubclass(MetricsReporter.class)
                    .getDeclaredConstructor()
                    .newInstance();
            reporter.configure(properties);
            return reporter;
        } catch (ReflectiveOperationException | ClassCastException | LinkageError e) {
            ConfigException refusal = new ConfigException(
                    "metric.reporters",
                    className,
                    "cannot be made; it must be a MetricsReporter with a public constructor without parameters,"
                            + " on the worker's class path (" + e + ")");
            refusal.initCause(e);
            throw refusal;
        }
    }

    private static Map<String, String> labels(WorkerConfig worker, String kafkaClusterId) {
        Map<String, String> labels = new LinkedHashMap<>();
        worker.originals().forEach((key, value) -> {
            if (key.startsWith(LABEL_PREFIX)) {
                labels.put(key.substring(LABEL_PREFIX.length()), value);
            }
        });
        labels.put("connect.kafka.cluster.id", kafkaClusterId);
        labels.put("connect.group.id", worker.group().groupId());
        return labels;
    }
}
