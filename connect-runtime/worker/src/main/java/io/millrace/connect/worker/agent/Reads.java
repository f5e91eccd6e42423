package io.millrace.connect.worker.agent;

import io.millrace.connect.plan.ConnectorView;
import io.millrace.connect.plan.TaskId;
import io.millrace.connect.plugins.Plugins;
import io.millrace.connect.worker.control.ConnectorFigures;
import io.millrace.connect.worker.control.ConnectorInfo;
import io.millrace.connect.worker.control.ConnectorStatus;
import io.millrace.connect.worker.control.ConnectorType;
import io.millrace.connect.worker.control.ControlException;
import io.millrace.connect.worker.control.ControlException.Reason;
import io.millrace.connect.worker.control.InstanceFailures;
import io.millrace.connect.worker.control.InstanceStatus;
import io.millrace.connect.worker.control.Lifecycle;
import io.millrace.connect.worker.control.TaskInfo;
import io.millrace.connect.worker.control.TaskStatus;
import io.millrace.connect.worker.control.WorkerHealth;
import io.millrace.connect.worker.control.WorkerHealth.Condition;
import io.millrace.connect.worker.log.StatusRecord.Status;
import io.millrace.connect.worker.observe.Quarantine;
import io.millrace.connect.worker.observe.WorkerMetrics;
import io.millrace.connect.worker.stuck.StuckCalls;
import java.net.URI;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Answers from memory. Never waits, so that a worker whose plugins all hang can still be asked. */
final class Reads {

    /** Threads or instances that the health answer names; the rest is counted. */
    private static final int NAMED_MAX = 50;

    private final ClusterTables cluster;
    private final Plugins plugins;
    private final WorkerMetrics metrics;
    private final Quarantine quarantine;
    private final StuckCalls calls;

    Reads(ClusterTables cluster, Plugins plugins, WorkerMetrics metrics, Quarantine quarantine, StuckCalls calls) {
        this.cluster = cluster;
        this.plugins = plugins;
        this.metrics = metrics;
        this.quarantine = quarantine;
        this.calls = calls;
    }

    Optional<ConnectorView> find(String name) {
        return cluster.views().view().connector(name);
    }

    ConnectorView connector(String name) {
        return find(name).orElseThrow(() -> new ControlException(Reason.NOT_FOUND, "Connector " + name + " not found"));
    }

    /** The configuration as it is stored, empty if there is none. */
    Map<String, String> stored(String name) {
        return find(name).map(ConnectorView::config).orElse(Map.of());
    }

    ConnectorInfo info(String name) {
        ConnectorView connector = connector(name);
        return new ConnectorInfo(name, connector.config(), connector.taskIds(), type(connector));
    }

    List<TaskInfo> tasks(String name) {
        ConnectorView connector = connector(name);
        return connector.taskIds().stream()
                .map(task -> new TaskInfo(task, connector.tasks().configs().get(task.task())))
                .toList();
    }

    ConnectorStatus status(String name) {
        Status connector = find(name)
                .flatMap(known -> cluster.statuses().connector(name))
                .orElseThrow(() -> new ControlException(Reason.NOT_FOUND, "No status found for connector " + name));
        ConnectorView view = connector(name);
        return new ConnectorStatus(name, living(connector), taskStatuses(view), type(view));
    }

    private List<TaskStatus> taskStatuses(ConnectorView connector) {
        List<TaskStatus> tasks = new ArrayList<>();
        for (TaskId task : connector.taskIds()) {
            cluster.statuses().task(task).ifPresent(status -> tasks.add(new TaskStatus(task.task(), living(status))));
        }
        return tasks;
    }

    ConnectorFigures figures(String name) {
        ConnectorView connector = connector(name);
        List<TaskStatus> tasks = taskStatuses(connector);
        SortedMap<String, URI> elsewhere = new TreeMap<>();
        for (TaskStatus task : tasks) {
            String worker = task.status().workerId();
            if (!worker.equals(metrics.workerId())) {
                cluster.ownership().addressOf(worker).ifPresent(address -> elsewhere.put(worker, address));
            }
        }
        return new ConnectorFigures(name, type(connector), tasks, metrics.figures(name), elsewhere);
    }

    String metricsText() {
        return metrics.prometheusText();
    }

    List<InstanceFailures> failures(String name) {
        connector(name);
        return cluster.failures().failed(name).stream()
                .sorted(Comparator.comparing(
                        instance -> instance.task().map(TaskId::task).orElse(-1)))
                .map(instance ->
                        new InstanceFailures(instance, cluster.failures().of(instance)))
                .toList();
    }

    TaskStatus taskStatus(TaskId task) {
        return cluster.statuses()
                .task(task)
                .map(status -> new TaskStatus(task.task(), living(status)))
                .orElseThrow(() -> new ControlException(Reason.NOT_FOUND, "No status found for task " + task));
    }

    /** The status as it will be once a restart has begun. */
    ConnectorStatus plannedRestart(String name, boolean includeTasks, boolean onlyFailed) {
        ConnectorView view = connector(name);
        InstanceStatus now = cluster.statuses()
                .connector(name)
                .map(this::living)
                // It was created a moment ago, and nobody has begun it.
                .orElse(new InstanceStatus(Lifecycle.UNASSIGNED, "", Optional.empty(), Optional.empty()));
        List<TaskStatus> tasks = taskStatuses(view).stream()
                .map(task ->
                        new TaskStatus(task.id(), includeTasks ? restarting(task.status(), onlyFailed) : task.status()))
                .toList();
        return new ConnectorStatus(name, restarting(now, onlyFailed), tasks, type(view));
    }

    private static InstanceStatus restarting(InstanceStatus status, boolean onlyFailed) {
        return onlyFailed && status.state() != Lifecycle.FAILED
                ? status
                : new InstanceStatus(
                        Lifecycle.RESTARTING,
                        status.workerId(),
                        status.version(),
                        Optional.empty(),
                        status.history().undated());
    }

    /** A dead worker cannot take its last word back; what it said of its instances is over with it. */
    private InstanceStatus living(Status status) {
        if (cluster.ownership().generation() < 0) {
            throw new ControlException(
                    Reason.UNAVAILABLE,
                    "The worker is joining its group and does not know yet which workers are alive");
        }
        boolean stale = !cluster.ownership().alive(status.workerId());
        return new InstanceStatus(
                stale ? Lifecycle.UNASSIGNED : status.state(),
                status.workerId(),
                status.version(),
                stale ? Optional.empty() : status.trace(),
                stale ? status.history().undated() : status.history(),
                stale ? Optional.empty() : status.stuck());
    }

    /** By its class; UNKNOWN where that is not installed here. */
    ConnectorType type(ConnectorView connector) {
        String className = connector.config().get("connector.class");
        if (className == null) {
            return ConnectorType.UNKNOWN;
        }
        return plugins.knownConnector(className.trim())
                .map(known -> switch (known.kind()) {
                    case SOURCE -> ConnectorType.SOURCE;
                    case SINK -> ConnectorType.SINK;
                    case TRANSFORMATION, PREDICATE, CONVERTER, HEADER_CONVERTER, CONFIG_PROVIDER, OVERRIDE_POLICY ->
                        ConnectorType.UNKNOWN;
                })
                .orElse(ConnectorType.UNKNOWN);
    }

    private static String note(String what, Set<String> names) {
        if (names.isEmpty()) {
            return "";
        }
        String more = names.size() > NAMED_MAX ? " and " + (names.size() - NAMED_MAX) + " more" : "";
        return " " + what + ": " + names.stream().limit(NAMED_MAX).collect(Collectors.joining(", ")) + more + ".";
    }

    WorkerHealth health() {
        Optional<String> trouble = cluster.log().trouble();
        if (trouble.isPresent()) {
            return new WorkerHealth(Condition.UNHEALTHY, "The internal topics cannot be read: " + trouble.get());
        }
        if (cluster.ownership().replaced()) {
            return new WorkerHealth(
                    Condition.UNHEALTHY,
                    "Another worker has joined the group with this worker's address, so that this one has stopped its"
                            + " work. Give each an address of its own (rest.advertised.host.name and"
                            + " rest.advertised.port) and start this one again.");
        }
        if (cluster.ownership().generation() < 0) {
            return new WorkerHealth(
                    Condition.STARTING, "Worker is joining its group; it can be asked, not changed yet.");
        }
        if (!cluster.ownership().certain()) {
            return new WorkerHealth(
                    Condition.UNHEALTHY,
                    "The group of workers cannot be reached, so that this worker has stopped its work;"
                            + " the last answer came at "
                            + cluster.ownership().provedAt().truncatedTo(ChronoUnit.SECONDS) + ".");
        }
        return new WorkerHealth(
                Condition.HEALTHY,
                "Worker has completed startup and is ready to handle requests."
                        + note("Threads that plugins do not give back", quarantine.names())
                        + note("In a call that does not return", calls.stuck().keySet())
                        + note("Plugins that cannot be used", brokenPlugins()));
    }

    private Set<String> brokenPlugins() {
        return plugins.broken().stream()
                .map(plugin -> plugin.location() + " (" + plugin.reason() + ")")
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
