package io.millrace.connect.plan;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What the config topic says about one connector. */
public record ConnectorView(
        String name, Map<String, String> config, TargetState target, TaskSet tasks, Fencing fencing) {

    public List<TaskId> taskIds() {
        return IntStream.range(0, tasks.configs().size())
                .mapToObj(task -> new TaskId(name, task))
                .toList();
    }

    /** Whether no producer of an earlier generation of tasks can write any more. */
    public boolean fenced() {
        return fencing.generation() == tasks.generation();
    }

    /** Whether the tasks were made from another configuration than the present one, or cannot be trusted. */
    public boolean tasksOutdated() {
        return !tasks.complete()
                || tasks.appliedConfig().map(applied -> !applied.equals(config)).orElse(true);
    }
}
