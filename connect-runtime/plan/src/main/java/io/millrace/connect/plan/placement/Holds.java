package io.millrace.connect.plan.placement;

import io.millrace.connect.plan.ClusterView;
import io.millrace.connect.plan.TaskId;

/** Says which tasks are moved only when their worker is gone: those in their snapshot, and those of connectors that say so. */
public record Holds(ClusterView view, Loads loads) {

    /** Key of a connector's configuration: {@code false} keeps its tasks where they are. */
    public static final String MOVABLE_KEY = "tasks.movable";

    /** Whether the task stays even when a worker joins that is to have its share. */
    public boolean kept(TaskId task) {
        return hold(task) == Hold.SNAPSHOT || pinned(task.connector());
    }

    /** Whether the task stays although another worker has less to do. */
    public boolean held(TaskId task) {
        return hold(task) != null || pinned(task.connector());
    }

    private Hold hold(TaskId task) {
        return loads.of(task).flatMap(TaskLoad::hold).orElse(null);
    }

    /** Whether the configuration of a connector keeps its tasks where they are. */
    public boolean pinned(String connector) {
        return view.connector(connector)
                .map(known -> "false".equalsIgnoreCase(known.config().get(MOVABLE_KEY)))
                .orElse(false);
    }
}
