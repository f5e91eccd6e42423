package io.millrace.connect.worker.log;

import io.millrace.connect.plan.TaskId;
import io.millrace.connect.worker.control.InstanceHistory;
import io.millrace.connect.worker.control.Lifecycle;
import io.millrace.connect.worker.control.StuckCall;
import java.util.Optional;

/** One record of the status topic; an empty value means that its key is gone. */
public sealed interface StatusRecord {

    /** {@code status-connector-<name>} */
    record OfConnector(String name, Optional<Status> status) implements StatusRecord {}

    /** {@code status-task-<name>-<n>} */
    record OfTask(TaskId task, Optional<Status> status) implements StatusRecord {}

    /** {@code status-topic-<topic>:connector-<name>}: the connector uses this topic. */
    record OfTopic(String topic, String connector, boolean active) implements StatusRecord {}

    /** A record of another kind. */
    record Ignored() implements StatusRecord {}

    /** What a worker says about an instance. */
    record Status(
            Lifecycle state,
            Optional<String> trace,
            String workerId,
            int generation,
            Optional<String> version,
            InstanceHistory history,
            Optional<StuckCall> stuck) {

        /** A status without a past, as a stock worker writes it. */
        public Status(
                Lifecycle state, Optional<String> trace, String workerId, int generation, Optional<String> version) {
            this(state, trace, workerId, generation, version, InstanceHistory.NONE);
        }

        /** A status of something that no plugin holds up. */
        public Status(
                Lifecycle state,
                Optional<String> trace,
                String workerId,
                int generation,
                Optional<String> version,
                InstanceHistory history) {
            this(state, trace, workerId, generation, version, history, Optional.empty());
        }
    }
}
