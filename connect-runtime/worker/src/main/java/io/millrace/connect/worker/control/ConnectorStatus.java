package io.millrace.connect.worker.control;

import java.util.List;

/** The status of a connector and of all its tasks. */
public record ConnectorStatus(String name, InstanceStatus connector, List<TaskStatus> tasks, ConnectorType type) {}
