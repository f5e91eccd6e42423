package io.millrace.connect.worker.agent;

import io.millrace.connect.plan.ConnectorView;
import io.millrace.connect.plan.TargetState;
import io.millrace.connect.plan.TaskId;
import io.millrace.connect.worker.control.ConnectorStatus;
import io.millrace.connect.worker.control.ControlException;
import io.millrace.connect.worker.control.ControlException.Reason;
import io.millrace.connect.worker.control.OffsetHistoryEntry.Kind;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Carries out what starts, stops and restarts connectors and tasks that are there; each in its turn. */
record LifecycleCommands(ClusterTables cluster, CommandParts parts, Reads reads, Turns turns) {

    CompletableFuture<ConnectorStatus> restartConnector(String name, boolean includeTasks, boolean onlyFailed) {
        return turns.change(name, () -> {
            if (reads.find(name).isEmpty()) {
                throw new ControlException(Reason.NOT_FOUND, "Unknown connector: " + name);
            }
            ConnectorStatus planned = reads.plannedRestart(name, includeTasks, onlyFailed);
            return cluster.configs().restart(name, includeTasks, onlyFailed).thenApply(written -> planned);
        });
    }

    CompletableFuture<Void> restartTask(TaskId task) {
        return turns.here(task.connector(), () -> {
            boolean known = reads.find(task.connector())
                    .filter(connector -> task.task() >= 0
                            && task.task() < connector.tasks().configs().size())
                    .isPresent();
            if (!known) {
                throw new ControlException(Reason.NOT_FOUND, "Unknown task: " + task);
            }
            return parts.agent().restartTask(task).thenAccept(here -> {
                if (!here) {
                    throw ControlException.notOwner(
                            "Task " + task + " runs on another worker",
                            cluster.ownership().ownerOf(task).orElse(null));
                }
            });
        });
    }

    CompletableFuture<Void> pause(String name) {
        return turns.change(name, () -> {
            known(name);
            return cluster.configs().target(name, TargetState.PAUSED);
        });
    }

    CompletableFuture<Void> resume(String name) {
        return turns.change(name, () -> {
            ConnectorView connector = known(name);
            CompletableFuture<Void> noted = connector.target() == TargetState.STOPPED
                    ? parts.offsets().note(connector, Kind.RESUME)
                    : CompletableFuture.completedFuture(null);
            return noted.thenCompose(done -> cluster.configs().target(name, TargetState.STARTED));
        });
    }

    /** Gives the tasks up as well, which is what tells STOPPED from PAUSED. */
    CompletableFuture<Void> stop(String name) {
        return turns.change(name, () -> {
            known(name);
            return cluster.configs().target(name, TargetState.STOPPED).thenCompose(written -> cluster.configs()
                    .tasks(name, List.of()));
        });
    }

    private ConnectorView known(String name) {
        return reads.find(name).orElseThrow(() -> new ControlException(Reason.NOT_FOUND, "Unknown connector " + name));
    }
}
