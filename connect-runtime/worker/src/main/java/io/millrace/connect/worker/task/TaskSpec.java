package io.millrace.connect.worker.task;

import io.millrace.connect.plan.TaskId;
import java.util.Map;

/**
 * What a task is to run. Two equal specs need no restart.
 *
 * @param generation of the connector's tasks, as in {@link io.millrace.connect.plan.TaskSet#generation()}
 * @param connectorConfig as written, with the runtime's own keys (converters, transforms, errors)
 * @param taskConfig as the connector made it, placeholders unresolved
 */
public record TaskSpec(
        TaskId id, long generation, Map<String, String> connectorConfig, Map<String, String> taskConfig) {

    boolean sameWork(TaskSpec other) {
        return id.equals(other.id)
                && connectorConfig.equals(other.connectorConfig)
                && taskConfig.equals(other.taskConfig);
    }
}
