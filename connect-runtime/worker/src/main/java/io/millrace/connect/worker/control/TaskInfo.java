package io.millrace.connect.worker.control;

import io.millrace.connect.plan.TaskId;
import java.util.Map;

/** A task and the configuration that its connector made for it. */
public record TaskInfo(TaskId id, Map<String, String> config) {}
