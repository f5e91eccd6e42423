package io.millrace.connect.worker.control;

import java.util.Optional;

/** What one worker last said about a connector instance or a task. */
public record InstanceStatus(Lifecycle state, String workerId, Optional<String> version, Optional<String> trace) {}
