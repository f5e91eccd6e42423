package io.millrace.connect.worker.observe;

import io.millrace.connect.worker.control.Lifecycle;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import org.apache.kafka.common.metrics.Metrics;

/** How many tasks of each connector this worker has, in all and by state, for as long as it has one. Any thread. */
final class ConnectorTaskCounts {

    private static final Lifecycle[] STATES = {
        Lifecycle.RUNNING, Lifecycle.PAUSED, Lifecycle.FAILED, Lifecycle.UNASSIGNED, Lifecycle.RESTARTING
    };

    private final Metrics metrics;
    private final BiFunction<String, Lifecycle, Long> counts;
    private final Map<String, Counted> connectors = new HashMap<>();

    /** {@code counts} says how many tasks of a connector are in a state. */
    ConnectorTaskCounts(Metrics metrics, BiFunction<String, Lifecycle, Long> counts) {
        this.metrics = metrics;
        this.counts = counts;
    }

    private static final class Counted {
        private final MetricGroup group;
        private int tasks;

        private Counted(MetricGroup group) {
            this.group = group;
        }
    }

    synchronized void added(String connector) {
        connectors.computeIfAbsent(connector, this::registered).tasks++;
    }

    private Counted registered(String connector) {
        MetricGroup group = new MetricGroup(metrics, "connect-worker-metrics", Map.of("connector", connector));
        Counted counted = new Counted(group);
        group.gauge("connector-total-task-count", "tasks of the connector here", () -> total(counted));
        for (Lifecycle state : STATES) {
            String name = state.name().toLowerCase(Locale.ROOT);
            group.gauge(
                    "connector-" + name + "-task-count",
                    "tasks of the connector here that are " + name,
                    () -> counts.apply(connector, state));
        }
        // A task that is destroyed here is forgotten at once; stock workers never count one either.
        group.gauge("connector-destroyed-task-count", "tasks of the connector here that are destroyed", () -> 0L);
        return counted;
    }

    private synchronized long total(Counted counted) {
        return counted.tasks;
    }

    synchronized void removed(String connector) {
        Counted counted = connectors.get(connector);
        counted.tasks--;
        if (counted.tasks == 0) {
            connectors.remove(connector);
            counted.group.close();
        }
    }
}
