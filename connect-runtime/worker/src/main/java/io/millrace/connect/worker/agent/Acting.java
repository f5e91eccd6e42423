package io.millrace.connect.worker.agent;

import io.millrace.connect.plugins.validate.ConnectorValidator;
import io.millrace.connect.plugins.validate.ValidationTimeoutException;
import io.millrace.connect.worker.connector.ConnectorCalls;
import io.millrace.connect.worker.control.ConnectControl;
import io.millrace.connect.worker.control.ControlException;
import io.millrace.connect.worker.control.ControlException.Reason;
import io.millrace.connect.worker.task.Tasks;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** The agent of a worker and the control interface to it. */
public record Acting(WorkerAgent agent, ConnectControl control) {

    /** Over the bound on plugin calls, so that what people see is which plugin did not answer. */
    private static final long ANSWER_MARGIN_MS = 15_000;

    public static Acting assemble(ControlLoop loop, ClusterTables cluster, WorkerSetup setup) {
        CommandQueue queue = new CommandQueue(loop);
        TopicTracker topics = new TopicTracker(
                cluster.statuses(), cluster.statusWriter(), setup.config().topicTrackingEnabled());
        WorkerAgent agent = new WorkerAgent(
                loop, cluster, new AgentParts(new Tasks(setup.tasks()), setup.connectors(), queue, topics));
        Reads reads = new Reads(cluster, setup.plugins(), setup.tasks().quarantine());
        ConnectorCalls calls = new ConnectorCalls(setup.connectors());
        OffsetAdmin offsets = new OffsetAdmin(
                cluster,
                reads,
                new SourceOffsetAdmin(cluster, setup.tasks().offsets(), calls),
                new SinkOffsetAdmin(setup.admin(), setup.clients(), calls));
        CommandParts parts = new CommandParts(
                agent,
                queue,
                config -> accept(setup.validator(), config),
                offsets,
                topics,
                setup.config().topicTrackingEnabled(),
                setup.config().topicTrackingResetAllowed(),
                setup.kafkaClusterId());
        Answers answers = new Answers(loop, setup.connectors().callTimeoutMs() + ANSWER_MARGIN_MS);
        return new Acting(agent, new Commands(cluster, parts, reads, answers));
    }

    private static CompletableFuture<Void> accept(ConnectorValidator validator, Map<String, String> config) {
        return validator
                .validate(config)
                .<Void>thenApply(verdict -> {
                    if (verdict.errorCount() > 0) {
                        throw new ControlException(Reason.BAD_REQUEST, verdict.refusal());
                    }
                    return null;
                })
                .exceptionallyCompose(failure -> {
                    Throwable cause = failure instanceof CompletionException && failure.getCause() != null
                            ? failure.getCause()
                            : failure;
                    return CompletableFuture.failedFuture(
                            cause instanceof ValidationTimeoutException
                                    ? new ControlException(Reason.TIMED_OUT, cause.getMessage(), cause)
                                    : cause);
                });
    }
}
