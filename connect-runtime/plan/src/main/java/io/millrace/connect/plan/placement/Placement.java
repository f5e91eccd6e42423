package io.millrace.connect.plan.placement;

import io.millrace.connect.plan.ClusterView;
import io.millrace.connect.plan.TaskId;
import io.millrace.connect.plan.Work;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The rule that gives work to workers: what runs stays where it runs, and what is homeless goes to the least loaded.
 *
 * <p>Connectors and tasks are counted apart, since a connector instance costs next to nothing. Among equally loaded
 * workers a task goes to the one with the fewest tasks of the same connector.
 */
public final class Placement {

    private Placement() {}

    /**
     * The work of every worker of {@code workers}, from what was decided before, by number alone: a difference of more
     * than one unit moves work. The same input gives the same answer.
     */
    public static SortedMap<String, Work> byCount(
            ClusterView view, SortedSet<String> workers, Map<String, Work> before) {
        if (workers.isEmpty()) {
            return Collections.emptySortedMap();
        }
        Spread<String> connectors = connectors(view, workers, before);
        connectors.level();
        Spread<TaskId> tasks = tasks(view, workers, before, Loads.NONE);
        tasks.level();
        return join(workers, connectors, tasks);
    }

    /**
     * The same by what tasks cost, as far as every worker has told. Work that runs is moved only to workers that have
     * {@code joined} since it was placed, until they have as much as others, and no task that {@code holds} keep there.
     */
    public static SortedMap<String, Work> byLoad(
            Holds holds, SortedSet<String> workers, SortedSet<String> joined, Map<String, Work> before) {
        if (workers.isEmpty()) {
            return Collections.emptySortedMap();
        }
        Spread<String> connectors = connectors(holds.view(), workers, before);
        connectors.share(joined, unit -> false);
        Spread<TaskId> tasks =
                tasks(holds.view(), workers, before, holds.loads().complete(workers) ? holds.loads() : Loads.NONE);
        tasks.share(joined, holds::kept);
        return join(workers, connectors, tasks);
    }

    private static Spread<String> connectors(ClusterView view, SortedSet<String> workers, Map<String, Work> before) {
        SortedMap<String, SortedSet<String>> had = new TreeMap<>();
        workers.forEach(
                worker -> had.put(worker, before.getOrDefault(worker, Work.NONE).connectors()));
        Spread<String> connectors = new Spread<>((a, b) -> false, (worker, its) -> 0);
        connectors.settle(had, view.connectors());
        return connectors;
    }

    private static Spread<TaskId> tasks(
            ClusterView view, SortedSet<String> workers, Map<String, Work> before, Loads loads) {
        SortedMap<String, SortedSet<TaskId>> had = new TreeMap<>();
        workers.forEach(
                worker -> had.put(worker, before.getOrDefault(worker, Work.NONE).tasks()));
        Spread<TaskId> tasks = new Spread<>((a, b) -> a.connector().equals(b.connector()), loads::used);
        tasks.settle(had, new LinkedHashSet<>(view.tasks()));
        return tasks;
    }

    private static SortedMap<String, Work> join(
            SortedSet<String> workers, Spread<String> connectors, Spread<TaskId> tasks) {
        SortedMap<String, Work> placed = new TreeMap<>();
        workers.forEach(worker ->
                placed.put(worker, new Work(new TreeSet<>(connectors.of(worker)), new TreeSet<>(tasks.of(worker)))));
        return placed;
    }
}
