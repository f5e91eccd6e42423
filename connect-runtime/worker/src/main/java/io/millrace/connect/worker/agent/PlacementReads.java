package io.millrace.connect.worker.agent;

import io.millrace.connect.plan.Assignment;
import io.millrace.connect.plan.ConnectorView;
import io.millrace.connect.plan.Move;
import io.millrace.connect.plan.TaskId;
import io.millrace.connect.plan.Work;
import io.millrace.connect.plan.placement.Hold;
import io.millrace.connect.plan.placement.Holds;
import io.millrace.connect.plan.placement.Loads;
import io.millrace.connect.plan.placement.TaskLoad;
import io.millrace.connect.worker.cluster.Ownership.Placed;
import io.millrace.connect.worker.control.ConnectorPlacement;
import io.millrace.connect.worker.control.ConnectorPlacement.Held;
import io.millrace.connect.worker.control.ConnectorPlacement.PlacedTask;
import io.millrace.connect.worker.control.ConnectorPlacement.WorkerUse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;

/** Says where tasks are and why, from what the workers of the group have written. Never waits. */
final class PlacementReads {

    private final ClusterTables cluster;

    PlacementReads(ClusterTables cluster) {
        this.cluster = cluster;
    }

    ConnectorPlacement of(ConnectorView connector) {
        Placed placed = cluster.ownership().placed();
        Holds holds = new Holds(cluster.views().view(), placed.loads());
        List<PlacedTask> tasks = connector.taskIds().stream()
                .map(task -> task(task, placed, holds))
                .toList();
        return new ConnectorPlacement(connector.name(), placed.byLoad(), tasks, workers(placed));
    }

    private static PlacedTask task(TaskId task, Placed placed, Holds holds) {
        Assignment assignment = placed.assignment();
        Optional<String> worker = holder(assignment.work(), task);
        Optional<String> next = holder(assignment.next(), task);
        Optional<String> where = worker.or(() -> next);
        Optional<TaskLoad> load = placed.loads().of(task);
        Optional<Move> move = assignment.moves().stream()
                .filter(each -> each.task().equals(task))
                .reduce((older, newer) -> newer)
                .filter(newest -> where.filter(newest.to()::equals).isPresent());
        return new PlacedTask(
                task.task(),
                where,
                worker.isEmpty() && next.isPresent(),
                load.map(its -> OptionalLong.of(its.load())).orElse(OptionalLong.empty()),
                load.map(its -> OptionalLong.of(its.measuredMs())).orElse(OptionalLong.empty()),
                held(task, load, holds),
                move);
    }

    private static Optional<String> holder(SortedMap<String, Work> work, TaskId task) {
        return work.entrySet().stream()
                .filter(its -> its.getValue().tasks().contains(task))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static Optional<Held> held(TaskId task, Optional<TaskLoad> load, Holds holds) {
        if (holds.pinned(task.connector())) {
            return Optional.of(Held.PINNED);
        }
        return load.flatMap(TaskLoad::hold).map(hold -> hold == Hold.SNAPSHOT ? Held.SNAPSHOT : Held.STARTING);
    }

    private static List<WorkerUse> workers(Placed placed) {
        Loads loads = placed.loads();
        List<WorkerUse> uses = new ArrayList<>();
        for (String worker : placed.assignment().members()) {
            Work work = placed.assignment().of(worker);
            OptionalLong used = loads.workers().containsKey(worker)
                    ? OptionalLong.of(loads.used(worker, work.tasks()))
                    : OptionalLong.empty();
            uses.add(new WorkerUse(worker, used, work.tasks().size()));
        }
        return uses;
    }
}
