package io.millrace.connect.worker.control;

import java.util.Optional;

/** What one worker last said about a connector instance or a task, and what happened to it before. */
public record InstanceStatus(
        Lifecycle state,
        String workerId,
        Optional<String> version,
        Optional<String> trace,
        InstanceHistory history,
        Optional<StuckCall> stuck) {

    /** A status without a past. */
    public InstanceStatus(Lifecycle state, String workerId, Optional<String> version, Optional<String> trace) {
        this(state, workerId, version, trace, InstanceHistory.NONE);
    }

    /** A status of something that no plugin holds up. */
    public InstanceStatus(
            Lifecycle state,
            String workerId,
            Optional<String> version,
            Optional<String> trace,
            InstanceHistory history) {
        this(state, workerId, version, trace, history, Optional.empty());
    }
}
