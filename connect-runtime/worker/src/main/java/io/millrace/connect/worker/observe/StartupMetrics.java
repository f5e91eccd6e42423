package io.millrace.connect.worker.observe;

import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.metrics.stats.CumulativeSum;
import org.apache.kafka.common.metrics.stats.Frequencies;

/** How starts of connectors, or of tasks, end: {@code <what>-startup-*} of {@code connect-worker-metrics}. Any thread. */
final class StartupMetrics {

    private final Sensor attempts;
    private final Sensor successes;
    private final Sensor failures;
    private final Sensor outcomes;

    StartupMetrics(MetricGroup group, String what) {
        String prefix = what + "-startup-";
        attempts = total(group, prefix + "attempts", "starts that were tried");
        successes = total(group, prefix + "success", "starts that succeeded");
        failures = total(group, prefix + "failure", "starts that failed");
        outcomes = group.sensor(prefix + "outcome");
        outcomes.add(Frequencies.forBooleanValues(
                group.name(prefix + "failure-percentage", "starts that failed, of 1"),
                group.name(prefix + "success-percentage", "starts that succeeded, of 1")));
    }

    private static Sensor total(MetricGroup group, String name, String what) {
        Sensor sensor = group.sensor(name);
        sensor.add(group.name(name + "-total", what), new CumulativeSum());
        return sensor;
    }

    void attempted() {
        attempts.record(1);
    }

    void ended(boolean well) {
        (well ? successes : failures).record(1);
        outcomes.record(well ? 1 : 0);
    }
}
