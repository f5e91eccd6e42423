package io.millrace.connect.plan;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/** What one worker runs: connector instances and tasks. */
public record Work(SortedSet<String> connectors, SortedSet<TaskId> tasks) {

    public static final Work NONE = new Work(Collections.emptySortedSet(), Collections.emptySortedSet());

    public Work {
        connectors = Collections.unmodifiableSortedSet(new TreeSet<>(connectors));
        tasks = Collections.unmodifiableSortedSet(new TreeSet<>(tasks));
    }

    /** Everything that is in either. */
    public Work and(Work other) {
        SortedSet<String> allConnectors = new TreeSet<>(connectors);
        allConnectors.addAll(other.connectors);
        SortedSet<TaskId> allTasks = new TreeSet<>(tasks);
        allTasks.addAll(other.tasks);
        return new Work(allConnectors, allTasks);
    }
}
