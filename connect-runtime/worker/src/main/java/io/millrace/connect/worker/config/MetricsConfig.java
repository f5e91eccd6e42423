package io.millrace.connect.worker.config;

import java.util.List;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.metrics.JmxReporter;

/**
 * How metrics are kept and who reports them.
 *
 * @param reporters class names on the worker's own class path
 * @param lagIntervalMs how often the ends of the topics of sinks are asked for
 */
public record MetricsConfig(
        List<String> reporters, int samples, long sampleWindowMs, String recordingLevel, long lagIntervalMs) {

    /** Adds the keys to a definition. */
    static void define(ConfigDef keys) {
        keys.define(
                "metric.reporters",
                ConfigDef.Type.LIST,
                JmxReporter.class.getName(),
                ConfigDef.LambdaValidator.with(MetricsConfig::requireClasses, () -> "class names"),
                ConfigDef.Importance.LOW,
                "Who is told of metrics.");
        keys.define(
                "metrics.num.samples",
                ConfigDef.Type.INT,
                2,
                ConfigDef.Range.atLeast(1),
                ConfigDef.Importance.LOW,
                "How many samples a rate, an average or a greatest value is made of.");
        keys.define(
                "metrics.recording.level",
                ConfigDef.Type.STRING,
                "INFO",
                ConfigDef.ValidString.in("INFO", "DEBUG", "TRACE"),
                ConfigDef.Importance.LOW,
                "How much is measured.");
        WorkerKeys.positive(keys, "metrics.sample.window.ms", 30_000, "How long one sample lasts.");
        WorkerKeys.positive(
                keys, "metrics.lag.interval.ms", 5_000, "How often sinks' topics are asked where they end.");
    }

    /** The clients of the worker get these names too, and would fail on them with less to say. */
    private static void requireClasses(String key, Object names) {
        for (Object name : (List<?>) names) {
            try {
                Class.forName((String) name, false, MetricsConfig.class.getClassLoader());
            } catch (ClassNotFoundException e) {
                ConfigException refusal = new ConfigException(key, name, "is no class on the worker's class path");
                refusal.initCause(e);
                throw refusal;
            }
        }
    }
}
