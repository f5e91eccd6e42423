package io.millrace.connect.worker.control;

import io.millrace.connect.plan.restart.FailureHistory;
import io.millrace.connect.plan.restart.Instance;

/** What failed of a connector, and what was done about it. */
public record InstanceFailures(Instance instance, FailureHistory history) {}
