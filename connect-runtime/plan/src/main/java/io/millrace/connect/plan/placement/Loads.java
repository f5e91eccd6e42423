package io.millrace.connect.plan.placement;

import io.millrace.connect.plan.TaskId;
import java.util.Collections;
import java.util.HashMap;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The figures of all workers that have told any lately. That of a task which two workers tell of, as after a move, is the
 * one that was measured longer. Loads are thousandths of a processor, uses thousandths of a worker.
 */
public final class Loads {

    public static final Loads NONE = new Loads(Map.of());

    private final SortedMap<String, WorkerLoad> workers;
    private final Map<TaskId, TaskLoad> tasks = new HashMap<>();
    private final Map<String, LongSummaryStatistics> connectors = new HashMap<>();
    private final LongSummaryStatistics all = new LongSummaryStatistics();

    public Loads(Map<String, WorkerLoad> workers) {
        this.workers = Collections.unmodifiableSortedMap(new TreeMap<>(workers));
        this.workers.values().forEach(worker -> worker.tasks()
                .forEach((task, load) ->
                        tasks.merge(task, load, (one, other) -> other.measuredMs() > one.measuredMs() ? other : one)));
        tasks.forEach((task, load) -> {
            connectors
                    .computeIfAbsent(task.connector(), name -> new LongSummaryStatistics())
                    .accept(load.load());
            all.accept(load.load());
        });
    }

    /** By worker. */
    public SortedMap<String, WorkerLoad> workers() {
        return workers;
    }

    /** Whether each of these has told; with less nobody can say who has the least to do. */
    public boolean complete(Set<String> asked) {
        return workers.keySet().containsAll(asked);
    }

    public Optional<TaskLoad> of(TaskId task) {
        return Optional.ofNullable(tasks.get(task));
    }

    /** What a task costs; one that nobody has measured is taken for a usual one of its connector, or of all. */
    public long expected(TaskId task) {
        TaskLoad known = tasks.get(task);
        if (known != null) {
            return known.load();
        }
        LongSummaryStatistics kin = connectors.getOrDefault(task.connector(), all);
        return Math.round(kin.getAverage());
    }

    /** How much of a worker such a load uses; of a worker that has not told, as if it had one processor. */
    public long used(String worker, long load) {
        WorkerLoad known = workers.get(worker);
        return known == null ? load : load / known.processors();
    }

    /** How much of a worker these tasks use. */
    public long used(String worker, Set<TaskId> its) {
        return used(worker, its.stream().mapToLong(this::expected).sum());
    }
}
