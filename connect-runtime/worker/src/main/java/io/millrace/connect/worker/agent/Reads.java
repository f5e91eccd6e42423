package io.millrace.connect.worker.agent;

import io.millrace.connect.plan.ConnectorView;
import io.millrace.connect.plan.TaskId;
import io.millrace.connect.plugins.Plugins;
import io.millrace.connect.worker.control.ConnectorInfo;
import io.millrace.connect.worker.control.ConnectorStatus;
import io.millrace.connect.worker.control.ConnectorType;
import io.millrace.connect.worker.control.ControlException;
import io.millrace.connect.worker.control.ControlException.Reason;
import io.millrace.connect.worker.control.InstanceStatus;
import io.millrace.connect.worker.control.Lifecycle;
import io.millrace.connect.worker.control.TaskInfo;
import io.millrace.connect.worker.control.TaskStatus;
import io.millrace.connect.worker.control.WorkerHealth;
import io.millrace.connect.worker.control.WorkerHealth.Condition;
import io.millrace.connect.worker.log.StatusRecord.Status;
import io.millrace.connect.worker.observe.Quarantine;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/** Answers from memory. Never waits, so that a worker whose plugins all hang can still be asked. */
final class Reads {

    private final ClusterTables cluster;
    private final Plugins plugins;
    private final Quarantine quarantine;

    Reads(ClusterTables cluster, Plugins plugins, Quarantine quarantine) {
        this.cluster = cluster;
        this.plugins = plugins;
        this.quarantine = quarantine;
    }

    Optional<ConnectorView> find(String name) {
        return cluster.views().view().connector(name);
    }

    ConnectorView connector(String name) {
        return find(name).orElseThrow(() -> new ControlException(Reason.NOT_FOUND, "Connector " + name + " not found"));
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
        List<TaskStatus> tasks = new ArrayList<>();
        for (TaskId task : view.taskIds()) {
            cluster.statuses().task(task).ifPresent(status -> tasks.add(new TaskStatus(task.task(), living(status))));
        }
        return new ConnectorStatus(name, living(connector), tasks, type(view));
    }

    TaskStatus taskStatus(TaskId task) {
        return cluster.statuses()
                .task(task)
                .map(status -> new TaskStatus(task.task(), living(status)))
                .orElseThrow(() -> new ControlException(Reason.NOT_FOUND, "No status found for task " + task));
    }

    /** The status as it will be once a restart has begun. */
    ConnectorStatus plannedRestart(String name, boolean includeTasks, boolean onlyFailed) {
        ConnectorStatus now = status(name);
        List<TaskStatus> tasks = now.tasks().stream()
                .map(task ->
                        new TaskStatus(task.id(), includeTasks ? restarting(task.status(), onlyFailed) : task.status()))
                .toList();
        return new ConnectorStatus(name, restarting(now.connector(), onlyFailed), tasks, now.type());
    }

    private static InstanceStatus restarting(InstanceStatus status, boolean onlyFailed) {
        return onlyFailed && status.state() != Lifecycle.FAILED
                ? status
                : new InstanceStatus(Lifecycle.RESTARTING, status.workerId(), status.version(), Optional.empty());
    }

    /** A dead worker cannot take its last word back; what it said of its instances is over with it. */
    private InstanceStatus living(Status status) {
        boolean stale = !cluster.ownership().alive(status.workerId());
        return new InstanceStatus(
                stale ? Lifecycle.UNASSIGNED : status.state(),
                status.workerId(),
                status.version(),
                stale ? Optional.empty() : status.trace());
    }

    private ConnectorType type(ConnectorView connector) {
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

    WorkerHealth health() {
        Optional<String> trouble = cluster.log().trouble();
        if (trouble.isPresent()) {
            return new WorkerHealth(Condition.UNHEALTHY, "The internal topics cannot be read: " + trouble.get());
        }
        if (!cluster.ownership().certain()) {
            return new WorkerHealth(
                    Condition.UNHEALTHY,
                    "The group of workers cannot be reached, so that this worker has stopped its work;"
                            + " the last answer came at "
                            + cluster.ownership().provedAt().truncatedTo(ChronoUnit.SECONDS) + ".");
        }
        SortedSet<String> hung = quarantine.names();
        String note = hung.isEmpty() ? "" : " Threads that plugins do not give back: " + String.join(", ", hung) + ".";
        return new WorkerHealth(
                Condition.HEALTHY, "Worker has completed startup and is ready to handle requests." + note);
    }
}
