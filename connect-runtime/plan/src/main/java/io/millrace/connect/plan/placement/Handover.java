package io.millrace.connect.plan.placement;

import io.millrace.connect.plan.TaskId;
import io.millrace.connect.plan.Work;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The rule that no unit of work is given to a worker before the one that has it lets go. */
public final class Handover {

    private Handover() {}

    /**
     * What may be assigned now of what is wanted: units that another living worker still holds are left out, so that
     * their holder sees them gone, stops them, and says so.
     *
     * @param held by worker, dead workers left out
     */
    public static SortedMap<String, Work> safe(Map<String, Work> wanted, Map<String, Work> held) {
        SortedMap<String, Work> safe = new TreeMap<>();
        wanted.forEach((worker, work) -> {
            SortedSet<String> connectors = new TreeSet<>(work.connectors());
            SortedSet<TaskId> tasks = new TreeSet<>(work.tasks());
            held.forEach((holder, holding) -> {
                if (!holder.equals(worker)) {
                    connectors.removeAll(holding.connectors());
                    tasks.removeAll(holding.tasks());
                }
            });
            safe.put(worker, new Work(connectors, tasks));
        });
        return safe;
    }

    /** What is wanted and cannot be assigned yet, by the worker that is to have it; workers that wait for nothing are left out. */
    public static SortedMap<String, Work> waiting(Map<String, Work> wanted, Map<String, Work> safe) {
        SortedMap<String, Work> waiting = new TreeMap<>();
        wanted.forEach((worker, work) -> {
            Work given = safe.getOrDefault(worker, Work.NONE);
            SortedSet<String> connectors = new TreeSet<>(work.connectors());
            connectors.removeAll(given.connectors());
            SortedSet<TaskId> tasks = new TreeSet<>(work.tasks());
            tasks.removeAll(given.tasks());
            if (!connectors.isEmpty() || !tasks.isEmpty()) {
                waiting.put(worker, new Work(connectors, tasks));
            }
        });
        return waiting;
    }
}
