package io.millrace.connect.worker.observe;

import io.millrace.connect.worker.control.TaskFigures.ErrorFigures;
import io.millrace.connect.worker.observe.TaskObserver.Trouble;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.metrics.stats.CumulativeSum;

/** {@code task-error-metrics} of one task. Any thread. */
final class ErrorMetrics implements AutoCloseable {

    private static final long NEVER = 0;

    private final MetricGroup group;
    private final Map<Trouble, Sensor> sensors = new EnumMap<>(Trouble.class);
    private volatile long lastErrorMs = NEVER;

    ErrorMetrics(Metrics metrics, Map<String, String> tags) {
        group = new MetricGroup(metrics, "task-error-metrics", tags);
        for (Trouble trouble : Trouble.values()) {
            Sensor sensor = group.sensor(trouble.name());
            sensor.add(group.name(name(trouble), "since the task started"), new CumulativeSum());
            sensors.put(trouble, sensor);
        }
        group.gauge(
                "last-error-timestamp", "when a step last failed, in ms since 1970; 0 for never", () -> lastErrorMs);
    }

    private static String name(Trouble trouble) {
        return switch (trouble) {
            case ATTEMPT_FAILED -> "total-record-failures";
            case RETRIED -> "total-retries";
            case GIVEN_UP -> "total-record-errors";
            case SKIPPED -> "total-records-skipped";
            case LOGGED -> "total-errors-logged";
            case DEAD_LETTER_REQUESTED -> "deadletterqueue-produce-requests";
            case DEAD_LETTER_FAILED -> "deadletterqueue-produce-failures";
        };
    }

    void trouble(Trouble trouble) {
        sensors.get(trouble).record(1);
        if (trouble == Trouble.ATTEMPT_FAILED) {
            lastErrorMs = System.currentTimeMillis();
        }
    }

    ErrorFigures figures() {
        return new ErrorFigures(
                total(Trouble.ATTEMPT_FAILED),
                total(Trouble.RETRIED),
                total(Trouble.GIVEN_UP),
                total(Trouble.SKIPPED),
                total(Trouble.DEAD_LETTER_REQUESTED),
                lastErrorMs == NEVER ? OptionalLong.empty() : OptionalLong.of(lastErrorMs));
    }

    private long total(Trouble trouble) {
        return (long) group.value(name(trouble));
    }

    @Override
    public void close() {
        group.close();
    }
}
