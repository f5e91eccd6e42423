package io.millrace.connect.plan.restart;

import io.millrace.connect.plan.TaskId;
import java.util.Optional;

/**
 * Something that can fail and be restarted: a connector's instance, or one of its tasks.
 *
 * @param task empty for the connector itself
 */
public record Instance(String connector, Optional<TaskId> task) {

    private static final String CONNECTOR = "connector-";
    private static final String TASK = "task-";

    public static Instance of(String connector) {
        return new Instance(connector, Optional.empty());
    }

    public static Instance of(TaskId task) {
        return new Instance(task.connector(), Optional.of(task));
    }

    /** Reads what {@link #toString} writes; empty when it is something else. */
    public static Optional<Instance> parse(String text) {
        if (text.startsWith(CONNECTOR)) {
            return Optional.of(of(text.substring(CONNECTOR.length())));
        }
        return text.startsWith(TASK) ? Optional.of(of(TaskId.parse(text.substring(TASK.length())))) : Optional.empty();
    }

    @Override
    public String toString() {
        return task.map(id -> TASK + id).orElse(CONNECTOR + connector);
    }
}
