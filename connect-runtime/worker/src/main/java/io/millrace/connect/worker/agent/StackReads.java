package io.millrace.connect.worker.agent;

import io.millrace.connect.plan.TaskId;
import io.millrace.connect.plan.restart.Instance;
import io.millrace.connect.worker.control.ControlException;
import io.millrace.connect.worker.control.ControlException.Reason;
import io.millrace.connect.worker.control.ThreadStack;
import io.millrace.connect.worker.log.StatusRecord.Status;
import io.millrace.connect.worker.stuck.StuckCalls;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** What the threads of an instance do, told by the worker that runs it. Never waits. */
record StackReads(ClusterTables cluster, Reads reads, StuckCalls calls, String workerId) {

    List<ThreadStack> of(Instance instance) {
        int tasks = reads.connector(instance.connector()).tasks().configs().size();
        boolean unknown = instance.task()
                .filter(task -> task.task() < 0 || task.task() >= tasks)
                .isPresent();
        if (unknown) {
            throw new ControlException(
                    Reason.NOT_FOUND, "Unknown task: " + instance.task().orElseThrow());
        }
        return calls.stacks(instance).orElseGet(() -> elsewhere(instance));
    }

    private List<ThreadStack> elsewhere(Instance instance) {
        Optional<URI> owner = instance.task().map(this::ownerOf).orElseGet(() -> teller(instance.connector()));
        if (owner.isPresent() && !owner.equals(cluster.ownership().addressOf(workerId))) {
            throw ControlException.notOwner(instance + " runs on another worker", owner.get());
        }
        return List.of();
    }

    private Optional<URI> ownerOf(TaskId task) {
        return cluster.ownership().ownerOf(task);
    }

    private Optional<URI> teller(String connector) {
        return cluster.statuses().connector(connector).map(Status::workerId).flatMap(cluster.ownership()::addressOf);
    }
}
