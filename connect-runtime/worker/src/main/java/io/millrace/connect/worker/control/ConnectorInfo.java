package io.millrace.connect.worker.control;

import io.millrace.connect.plan.TaskId;
import java.util.List;
import java.util.Map;

/** A connector as its author wrote it, with the tasks it has now. */
public record ConnectorInfo(String name, Map<String, String> config, List<TaskId> tasks, ConnectorType type) {}
