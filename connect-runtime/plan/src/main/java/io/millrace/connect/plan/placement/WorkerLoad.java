package io.millrace.connect.plan.placement;

import io.millrace.connect.plan.TaskId;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the tasks of one worker cost it.
 *
 * @param processors that the worker has
 */
public record WorkerLoad(int processors, SortedMap<TaskId, TaskLoad> tasks) {

    public WorkerLoad {
        if (processors < 1) {
            throw new IllegalArgumentException("No such worker: processors=" + processors);
        }
        tasks = Collections.unmodifiableSortedMap(new TreeMap<>(tasks));
    }
}
