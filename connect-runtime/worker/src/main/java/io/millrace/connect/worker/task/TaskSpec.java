package io.millrace.connect.worker.task;

import io.millrace.connect.plan.TaskId;
import java.util.Map;

/**
 * What a task is to run. Two equal specs need no restart.
 *
 * @param connectorConfig as written, with the runtime's own keys (converters, transforms, errors)
 * @param taskConfig as the connector made it, placeholders unresolved
 */
public record TaskSpec(TaskId id, Map<String, String> connectorConfig, Map<String, String> taskConfig) {}
